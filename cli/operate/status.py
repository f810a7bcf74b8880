"""Cli, operate: `ngayso status`: where every plan, queue and service stands, on one page."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import httpx
from nats.js.errors import NotFoundError

from cli.console import Trouble, say, tell, tell_json, tell_of, tell_table
from cli.findings import finding_of
from cli.options import JsonOption, NatsOption, ReportingOption
from cli.plans.messages.words import order_words, standing
from cli.progress import progress
from cli.servers.addresses import reporting_address, services
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from cli.servers.facts import plan_histories
from cli.servers.reporting import fetch, plan_path
from contracts import topology
from contracts.words import DUTY_STATUSES, RUNG_FATES
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from services.registry.domain.history.plan_history import PlanHistory

READY_SECONDS = 3.0
DUTIES = ("total", *DUTY_STATUSES, "on_time", "late")
RUNGS = ("due", *RUNG_FATES, "unaccounted")
EVERY = "*"
NAMED = 20
"""Units that the page names for a plan; `contacts readiness` names all."""


def status(
    json: JsonOption = False, nats: NatsOption = None, reporting: ReportingOption = None
) -> None:
    """The streams first, then what reporting counts, then who is ready."""
    found = with_nats(nats, _read, quiet=json)
    with progress("talking-to-reporting", quiet=json):
        found["reporting"] = _add_figures(found["plans"], reporting)
        ready = _asked(reporting)
    found["services"] = {name: state for name, (state, _) in ready.items()}
    found["unreadable"] = _unreadable(told for _, told in ready.values())
    found["needs"] = [need for _, told in ready.values() for need in told.get("needs", ())]
    if json:
        tell_json(found)
    else:
        _tell(found)


async def _read(connected: Session) -> dict[str, Any]:
    """What the server itself knows: streams, durables, plans by their subjects."""
    js = connected.js
    streams = await asyncio.gather(*(js.stream_info(s.name) for s in topology.STREAMS))
    return {
        "plans": await _plans(connected),
        "streams": {info.config.name: info.state.messages for info in streams},
        "durables": [await _durable(connected, durable) for durable in topology.DURABLES],
        "quarantined": await _quarantined(connected),
        "dead": await _count(connected, topology.DEAD_LETTERS, topology.dead_letters(EVERY), 1),
    }


async def _plans(connected: Session) -> list[dict[str, Any]]:
    """Each plan with its units that have a history, its reminders that wait for their time, and
    the orders about them that stand.
    """
    plans = await _count(connected, topology.EVENTS, topology.plan_facts(EVERY), 2)
    units = topology.unit_facts(EVERY, EVERY)
    info = await connected.js.stream_info(topology.EVENTS.name, units)
    with_history = Counter(subject.split(".")[2] for subject in info.state.subjects or {})
    timers = topology.rung_timer(EVERY, EVERY, EVERY, EVERY, EVERY)
    scheduled = await _count(connected, topology.REMINDERS, timers, 2)
    histories, now = await plan_histories(connected), read_settings().clock().now()
    return [
        {
            "plan": plan,
            "units": with_history[plan],
            "scheduled": scheduled.get(plan, 0),
            "orders": _orders(histories[plan], now),
        }
        for plan in sorted(plans)
    ]


def _orders(history: PlanHistory, now: datetime) -> list[str]:
    """What is held back or called off, in words."""
    state = history.newest
    return [order_words(one, state) for one in standing(history, now)] if state else []


async def _count(
    connected: Session, stream: topology.Stream, pattern: str, word: int
) -> dict[str, int]:
    """How many messages there are, by one word of their subjects."""
    info = await connected.js.stream_info(stream.name, pattern)
    counts: Counter[str] = Counter()
    for subject, count in (info.state.subjects or {}).items():
        counts[subject.split(".")[word]] += count
    return dict(counts)


async def _durable(connected: Session, durable: topology.Durable) -> dict[str, Any]:
    row: dict[str, Any] = {"name": durable.name, "stream": durable.stream, "present": False}
    try:
        info = await connected.js.consumer_info(durable.stream, durable.name)
    except NotFoundError:
        return row
    return row | {
        "present": True,
        "pending": info.num_pending,
        "in_hand": info.num_ack_pending,
        "redelivered": info.num_redelivered,
    }


def _add_figures(plans: list[dict[str, Any]], reporting: str | None) -> str:
    """Adds each plan's duties and rungs as reporting counts them; says why where it cannot."""
    if reporting_address(reporting) is None:
        return say("api-wanted")[0]
    try:
        for plan in plans:
            whole = fetch(reporting, plan_path(plan["plan"], "/totals"))
            plan |= {"duties": whole["duties"], "rungs": whole["rungs"]}
            plan["unready"] = _unready(reporting, plan["plan"])
    except Trouble as trouble:
        return finding_of(trouble).vi
    return "ok"


def _unready(reporting: str | None, plan: str) -> list[str] | None:
    """The names of units that some reminder would not reach; None where nobody can tell now."""
    try:
        answer = fetch(reporting, plan_path(plan, "/readiness"))
    except Trouble:
        return None
    return [one["name"] for one in answer["lacking"]]


async def _quarantined(connected: Session) -> list[dict[str, Any]]:
    """The records that everybody passes over."""
    found = await JetStreamLog(connected.broker, SystemClock()).quarantined()
    return [found[sequence].model_dump(mode="json") for sequence in sorted(found)]


def _asked(reporting: str | None) -> dict[str, tuple[str, dict[str, Any]]]:
    """Whether each service that `make up` started, and reporting, is ready; and all it says."""
    addresses = services()
    if address := reporting_address(reporting):
        addresses = {"reporting": address, **addresses}
    return {name: _ready(url) for name, url in addresses.items()}


def _ready(url: str) -> tuple[str, dict[str, Any]]:
    try:
        answer = httpx.get(url.rstrip("/") + "/readyz", timeout=READY_SECONDS)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return f"away: {type(error).__name__}", {}
    return "ready" if answer.is_success else f"not ready: {answer.text[:300]}", told


def _unreadable(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records that some service cannot read, each once."""
    records = (record for one in told for record in one.get("unreadable", ()))
    found = {(record["stream"], record["sequence"]): record for record in records}
    return [found[place] for place in sorted(found)]


def _tell(found: dict[str, Any]) -> None:
    _tell_plans(found)
    rows = (
        (d["name"], d["pending"], d["in_hand"], d["redelivered"])
        if d["present"]
        else (d["name"], "chưa có/missing", "", "")
        for d in found["durables"]
    )
    tell_table("Bên nhận / Durables", ("tên", "chờ", "đang xử lý", "giao lại"), rows)
    tell_table("Luồng / Streams", ("tên", "bản tin"), found["streams"].items())
    if found["dead"]:
        tell_table("Bản tin lỗi / Dead letters", ("dịch vụ", "số lượng"), found["dead"].items())
    else:
        tell("Không có bản tin lỗi.", "No dead letters.", "green")
    for need in found["needs"]:
        tell_of("need", "red", **need)
    for record in found["unreadable"]:
        tell_of("record-unreadable", "red", **record)
    for record in found["quarantined"]:
        tell_of("quarantined-before", "yellow", **record)
    for name, state in found["services"].items():
        tell(f"Dịch vụ {name}: {_state_vi(state)}", style="green" if state == "ready" else "red")


def _state_vi(state: str) -> str:
    for en, vi in (
        ("not ready", "chưa sẵn sàng"),
        ("ready", "sẵn sàng"),
        ("away", "không trả lời"),
    ):
        if state.startswith(en):
            return state.replace(en, vi, 1)
    return state


def _tell_plans(found: dict[str, Any]) -> None:
    plans = found["plans"]
    if not plans:
        tell("Chưa có kế hoạch nào được ban hành.", "No plan has been published.")
        return
    rows = ((plan["plan"], plan["units"], plan["scheduled"]) for plan in plans)
    tell_table("Kế hoạch / Plans", ("mã", "đơn vị", "nhắc đang chờ"), rows)
    for plan in plans:
        for order in plan["orders"]:
            tell(f"{plan['plan']}: {order}", style="bold yellow")
    if found["reporting"] != "ok":
        tell(found["reporting"], "No figures from reporting.", "yellow")
        return
    for what, title, columns in (
        ("duties", "Nội dung phải thực hiện / Duties", DUTIES),
        ("rungs", "Bậc nhắc / Rungs", RUNGS),
    ):
        figures = ((plan["plan"], *(plan[what].get(c, "") for c in columns)) for plan in plans)
        tell_table(title, ("kế hoạch", *columns), figures)
    for plan in plans:
        if names := plan["unready"]:
            some = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            tell_of("unready", "yellow", plan=plan["plan"], lacking=len(names), some=some)
