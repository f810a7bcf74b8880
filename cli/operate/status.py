"""Cli, operate: `ngayso status`: where every plan, queue and service stands, on one page."""

import asyncio
from typing import Any

import httpx
from nats.js.errors import NotFoundError

from cli.connect import JsonOption, NatsOption, Session, endpoints, with_nats
from cli.console import Trouble, tell, tell_json, tell_table
from cli.operate.reporting import ReportingOption, address, call
from contracts import topology

READY_SECONDS = 3.0
DUTIES = ("total", "met", "owing", "excused", "on_time", "late")
RUNGS = ("due", "sent", "cancelled", "lapsed", "failed", "waiting")


def status(
    json: JsonOption = False, nats: NatsOption = None, reporting: ReportingOption = None
) -> None:
    """Tình hình kế hoạch, hàng đợi, dịch vụ. / Plans, queues, dead letters, services."""
    found = with_nats(nats, _queues)
    found["plans"], found["plans_error"] = _plans(reporting)
    found["services"] = _services()
    if json:
        tell_json(found)
    else:
        _tell(found)


async def _queues(connected: Session) -> dict[str, Any]:
    """Streams and durables as the server counts them."""
    js = connected.js
    streams = await asyncio.gather(*(js.stream_info(s.name) for s in topology.STREAMS))
    dead = await js.stream_info(topology.DEAD_LETTERS.name, subjects_filter="dead.*")
    durables = []
    for durable in topology.DURABLES:
        row: dict[str, Any] = {"name": durable.name, "stream": durable.stream, "present": False}
        try:
            info = await js.consumer_info(durable.stream, durable.name)
        except NotFoundError:
            durables.append(row)
            continue
        row |= {
            "present": True,
            "pending": info.num_pending,
            "in_hand": info.num_ack_pending,
            "redelivered": info.num_redelivered,
        }
        durables.append(row)
    subjects = dead.state.subjects or {}
    return {
        "streams": {info.config.name: info.state.messages for info in streams},
        "durables": durables,
        "dead": {subject.partition(".")[2]: count for subject, count in subjects.items()},
    }


def _plans(reporting: str | None) -> tuple[list[dict[str, Any]] | None, str | None]:
    """Each plan with its duties and rungs, as reporting counts them; None where it is not asked."""
    if address(reporting) is None:
        return None, "NGAYSO_REPORTING_URL"
    try:
        answer = call("GET", reporting, "/api/plans").json()
        plans = answer["items"] if isinstance(answer, dict) else answer
        return [_plan(reporting, plan["id"]) for plan in plans], None
    except Trouble as trouble:
        return None, trouble.vi


def _plan(reporting: str | None, plan: str) -> dict[str, Any]:
    whole = call("GET", reporting, f"/api/plans/{plan}/totals").json()
    return {"plan": plan, "duties": whole.get("duties"), "rungs": whole.get("rungs")}


def _services() -> dict[str, str]:
    """Whether each service that `make up` started is ready."""
    return {name: _ready(url) for name, url in (endpoints().get("http") or {}).items()}


def _ready(url: str) -> str:
    try:
        answer = httpx.get(url.rstrip("/") + "/readyz", timeout=READY_SECONDS)
    except httpx.HTTPError as error:
        return f"away: {type(error).__name__}"
    return "ready" if answer.is_success else f"not ready: {answer.text[:300]}"


def _tell(found: dict[str, Any]) -> None:
    _tell_plans(found)
    rows = (
        (d["name"], d["pending"], d["in_hand"], d["redelivered"])
        if d["present"]
        else (d["name"], "chưa có", "", "")
        for d in found["durables"]
    )
    tell_table("Bên nhận / Durables", ("tên", "chờ", "đang xử lý", "giao lại"), rows)
    tell_table("Luồng / Streams", ("tên", "bản tin"), found["streams"].items())
    if found["dead"]:
        tell_table("Bản tin lỗi / Dead letters", ("dịch vụ", "số lượng"), found["dead"].items())
    else:
        tell("Không có bản tin lỗi.", "no dead letters", "green")
    for name, state in found["services"].items():
        tell(f"Dịch vụ {name}: {state}", style="green" if state == "ready" else "red")


def _tell_plans(found: dict[str, Any]) -> None:
    if found["plans"] is None:
        tell(f"Chưa có số liệu kế hoạch: {found['plans_error']}", "no figures from reporting")
        return
    for what, columns in (("duties", DUTIES), ("rungs", RUNGS)):
        rows = (
            (plan["plan"], *((plan[what] or {}).get(column, "") for column in columns))
            for plan in found["plans"]
        )
        title = "Nghĩa vụ / Duties" if what == "duties" else "Bậc nhắc / Rungs"
        tell_table(title, ("kế hoạch", *columns), rows)
