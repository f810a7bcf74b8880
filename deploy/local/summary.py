"""Deployment, local: what a campaign came to, as summary.json and as a page for people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from contracts.words import DUTY_STATUSES, OUTCOMES, RUNG_FATES
from deploy.local.campaign import Example
from deploy.local.sinks.smtp import mails
from deploy.local.stack import Stack

FORMATS = ("docx", "xlsx", "csv", "json")
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


def results(totals: dict[str, Any]) -> dict[str, Any]:
    """The view's totals in the shape of an example's expected.yaml."""
    activities, reports = totals["activities"], totals["reports"]
    by_duty = {one["owed"]: _standing(one) for one in totals["by_duty"]}
    return {
        "duties": _standing(totals["duties"]) | {"by_duty": by_duty},
        "rungs": {key: totals["rungs"][key] for key in ("due", *RUNG_FATES)},
        "activities": {
            "counted_once": activities["total"],
            **{key: activities[key] for key in ("held", "joint", "withdrawn", "voided")},
            "planned": _figures(totals, "planned"),
            "actual": _figures(totals, "held"),
            "planned_money": _money(totals, "planned"),
            "actual_money": _money(totals, "held"),
        },
        "reports": {
            **{key: reports[key] for key in ("counted", "versions")},
            "figures": _figures(totals, "reported"),
            "spending": _money(totals, "reported"),
        },
    }


def _standing(line: dict[str, Any]) -> dict[str, int]:
    return {key: line[key] for key in ("total", *DUTY_STATUSES, "on_time", "late")}


def _figures(totals: dict[str, Any], column: str) -> dict[str, Any]:
    """By indicator its number, or a ratio's two; what adds up to nothing is left out."""
    found = {one["indicator"]: one[column] for one in totals["indicators"]}
    ratios = {name: [one["numerator"], one["denominator"]] for name, one in found.items()}
    numbers = {name: one["value"] for name, one in found.items() if one["value"] is not None}
    return numbers | {name: ratio for name, ratio in ratios.items() if None not in ratio}


def _money(totals: dict[str, Any], column: str) -> dict[str, int]:
    """đồng by source, and their total."""
    amounts = {one["source"]: one[column]["amount"] for one in totals["by_source"]}
    sums = {"total": totals["money"][column]["amount"], **amounts}
    return {source: amount for source, amount in sums.items() if amount}


def make(totals: dict[str, Any], example: Example, stack: Stack, out: Path) -> dict[str, Any]:
    """The figures of summary.json, from the view's totals, the saved report and the sinks."""
    report = json.loads((out / "bao-cao.json").read_bytes())
    return {
        "plan": example.plan.id,
        "title": example.plan.title,
        "participants": len(report["rows"]),
        **results(totals),
        "commands": totals["commands"],
        "told": totals["told"],
        **sent_out(stack.mail, stack.sms),
        "restarts": {p.name: p.restarts for p in stack.services.values() if p.restarts},
    }


def unexpected(summary: dict[str, Any], example: Example) -> list[str]:
    """Where the campaign did not come to what expected.yaml says, which does not count the commands
    by which it starts. Whether a reminder went out or was cancelled in the last moment depends on
    the machine; how many were due does not.
    """
    started = len(example.units) + 1
    commands = dict(summary["commands"])
    for name in ("sent", "accepted"):
        commands[name] -= started
    foreseen = {**example.expected, "rungs": {"due": example.expected["rungs"]["due"]}}
    return list(differences(foreseen, {**summary, "commands": commands}))


def differences(foreseen: Any, found: Any, at: str = "") -> Iterator[str]:
    """Every figure that is foreseen and was not found so, by its place."""
    if isinstance(foreseen, dict):
        for key, value in foreseen.items():
            there = found.get(key) if isinstance(found, dict) else None
            yield from differences(value, there, f"{at}/{key}")
    elif foreseen != found:
        yield f"{at}: {foreseen} ≠ {found}"


def page(summary: dict[str, Any], wrong: list[str], out: Path) -> str:
    """What happened, in Vietnamese first, for whoever ran the demo."""
    d, r, c, t = (summary[one] for one in ("duties", "rungs", "commands", "told"))
    heard = ", ".join(f"{kind} {count}" for kind, count in sorted(t.items()))
    text = f"""
  {summary["title"]}
  {summary["participants"]} đơn vị · {summary["days"]} ngày trong {summary["seconds"]} giây

  Nội dung   {d["total"]:>5}  hoàn thành {d["met"]} (đúng hạn {d["on_time"]}, trễ {d["late"]}), \
còn nợ {d["owing"]}, được miễn {d["excused"]}
  Nhắc việc  {r["due"]:>5}  đã gửi {r["sent"]}, không cần gửi {r["cancelled"]}, \
bỏ qua {r["lapsed"]}, không gửi được {r["failed"]}, đang chờ {r["waiting"]}
  Thông báo  {sum(t.values()):>5}  {heard}
  Lệnh nhận  {c["sent"]:>5}  ghi nhận {c["accepted"]}, không đổi {c["unchanged"]}, \
từ chối {c["refused"]}, thư chết {c["dead"]}
  Hoạt động  {summary["activities"]["counted_once"]:>5}  Báo cáo {summary["reports"]["counted"]} · \
Thư điện tử {summary["mails"]} · SMS {summary["sms"]}

"""
    for one in identities(summary):
        text += f"  {'✓' if one.holds else '✗'} {one.name}: {one.whole} = {one.parts}\n"
    text += f"  {'✗' if wrong else '✓'} expected.yaml\n"
    text += "".join(f"      {line}\n" for line in wrong)
    look = "make look" if out == Path("out") else f"python -m deploy.local.look --out {out}"
    return f"""{text}
  {out / "bao-cao.docx"}   the report to sign; also .xlsx, .csv, .json
  {out / "mails"}/, {out / "sms.jsonl"}   what the staff received
  {out / "summary.json"}   these figures for programs
  {look}   the dashboard as the campaign ended
"""


def save(summary: dict[str, Any], out: Path) -> None:
    (out / "summary.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
