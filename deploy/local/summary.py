"""Deployment, local: what a campaign came to, as summary.json and as a page for people."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import httpx
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from contracts import topology
from contracts.envelope import decode
from contracts.plan import Plan
from contracts.verdicts import DEAD_LETTERS, VERDICTS, DeadLetter, Verdict
from contracts.words import DUTY_STATUSES, OUTCOMES, RUNG_FATES
from deploy.local.sinks.smtp import mails
from deploy.local.stack import Stack

FORMATS = ("docx", "xlsx", "csv", "json")
READ_SECONDS = 10
ENDS = (*OUTCOMES, "dead")


@dataclass(frozen=True)
class Identity:
    """A sum that must hold: the whole, and the parts it is made of."""

    name: str
    whole: int
    parts: int

    @property
    def holds(self) -> bool:
        return self.whole == self.parts


async def under_way(js: JetStreamContext) -> int:
    """Messages that are yet to be settled."""
    waiting = (await js.stream_info(topology.COMMANDS.name)).state.messages
    infos = [await js.consumer_info(d.stream, d.name) for d in topology.DURABLES]
    return waiting + sum((i.num_pending or 0) + (i.num_ack_pending or 0) for i in infos)


async def _all(js: JetStreamContext, stream: str) -> list[bytes]:
    """Every message a stream holds."""
    try:
        count = (await js.stream_info(stream)).state.messages
    except NotFoundError:
        return []
    reader = await js.subscribe(
        ">", stream=stream, ordered_consumer=True, pending_bytes_limit=1 << 30
    )
    messages = [(await reader.next_msg(READ_SECONDS)).data for _ in range(count)]
    await reader.unsubscribe()
    return messages


async def commands(js: JetStreamContext) -> dict[str, int]:
    """Units' commands by their end. `sent` is what the stream ever stored, counted by the server,
    without what the registry sent itself to open duties.
    """
    info = await js.stream_info(topology.COMMANDS.name)
    outcomes: Counter[str] = Counter()
    own = 0
    for raw in await _all(js, topology.VERDICTS.name):
        verdict = cast("Verdict", decode(raw, VERDICTS).data)
        own += verdict.unit == topology.REGISTRY
        outcomes[verdict.outcome] += verdict.unit != topology.REGISTRY
    dead = 0
    for raw in await _all(js, topology.DEAD_LETTERS.name):
        letter = cast("DeadLetter", decode(raw, DEAD_LETTERS).data)
        dead += letter.stream == topology.COMMANDS.name
    return {
        "sent": info.state.last_seq - own,
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "dead": dead,
    }


def identities(summary: dict[str, Any]) -> list[Identity]:
    """The three sums that must hold at every moment."""
    duties, rungs, sent = summary["duties"], summary["rungs"], summary["commands"]
    return [
        Identity(
            "duties = " + " + ".join(DUTY_STATUSES),
            duties["total"],
            sum(duties[status] for status in DUTY_STATUSES),
        ),
        Identity(
            "rungs due = " + " + ".join(RUNG_FATES),
            rungs["due"],
            sum(rungs[fate] for fate in RUNG_FATES),
        ),
        Identity(
            "commands sent = " + " + ".join(ENDS),
            sent["sent"],
            sum(sent[end] for end in ENDS),
        ),
    ]


def save_reports(client: httpx.Client, plan: str, as_of: datetime, out: Path) -> None:
    """The consolidated report in its four formats."""
    for form in FORMATS:
        answer = client.get(f"/api/plans/{plan}/report.{form}", params={"as_of": as_of.isoformat()})
        (out / f"bao-cao.{form}").write_bytes(answer.raise_for_status().content)


def sent_out(mail_dir: Path, sms_file: Path) -> dict[str, int]:
    """What the sinks hold: mails as files, SMS as lines."""
    lines = sms_file.read_text().splitlines() if sms_file.exists() else []
    return {"mails": len(mails(mail_dir)), "sms": len(lines)}


def make(totals: dict[str, Any], plan: Plan, stack: Stack) -> dict[str, Any]:
    """The figures of summary.json, from the view's totals and the sinks."""
    keys = {
        "duties": ("total", *DUTY_STATUSES, "on_time", "late"),
        "rungs": ("due", *RUNG_FATES),
    }
    return {
        "plan": plan.id,
        "title": plan.title,
        "units": max(line["total"] for line in totals["by_duty"]),
        **{part: {key: totals[part][key] for key in names} for part, names in keys.items()},
        "commands": totals["commands"],
        "activities": totals["activities"]["total"],
        "reports": totals["reports"]["counted"],
        **sent_out(stack.mail, stack.sms),
        "restarts": {p.name: p.restarts for p in stack.services.values() if p.restarts},
    }


def page(summary: dict[str, Any], out: Path) -> str:
    """What happened, in Vietnamese first, for whoever ran the demo."""
    d, r, c = summary["duties"], summary["rungs"], summary["commands"]
    text = f"""
  {summary["title"]}
  {summary["units"]} đơn vị · {summary["days"]} ngày trong {summary["seconds"]} giây

  Nội dung   {d["total"]:>5}  phải thực hiện; đã xong {d["met"]} \
(đúng hạn {d["on_time"]}, trễ {d["late"]}), còn nợ {d["owing"]}, được miễn {d["excused"]}
  Nhắc việc  {r["due"]:>5}  đã gửi {r["sent"]}, không cần gửi {r["cancelled"]}, \
bỏ qua {r["lapsed"]}, không gửi được {r["failed"]}, đang chờ {r["waiting"]}
  Lệnh nhận  {c["sent"]:>5}  ghi nhận {c["accepted"]}, không đổi {c["unchanged"]}, \
từ chối {c["refused"]}, thư chết {c["dead"]}
  Hoạt động  {summary["activities"]:>5}  Báo cáo {summary["reports"]} · \
Thư điện tử {summary["mails"]} · SMS {summary["sms"]}

"""
    for one in identities(summary):
        text += f"  {'✓' if one.holds else '✗'} {one.name}: {one.whole} = {one.parts}\n"
    look = "make look" if out == Path("out") else f"python -m deploy.local.look --out {out}"
    return f"""{text}
  {out / "bao-cao.docx"}   the report to sign; also .xlsx, .csv, .json
  {out / "mails"}/, {out / "sms.jsonl"}   what the staff received
  {out / "summary.json"}   these figures for programs
  {look}   the dashboard as the campaign ended
"""


def save(summary: dict[str, Any], out: Path) -> None:
    (out / "summary.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
