"""Cli, plans: reads and tells what an order about messages would be about."""

from dataclasses import dataclass
from datetime import datetime

from nats.errors import Error

from cli.console import Trouble, tell_of, written
from cli.directory.keep import see_contacts
from cli.plans.messages.waiting import Concerned, Waiting, concerned, waiting
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from cli.servers.facts import plan_histories, read_directory_now
from contracts import topology
from contracts.brake import Which, in_words
from contracts.outgoing import SeenContact
from contracts.values import Deadline
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce


@dataclass(frozen=True)
class Known:
    """What is read before an order is given; `about` is None for whoever does not ask to see it."""

    state: PlanInForce
    history: PlanHistory
    now: datetime
    about: Concerned | None


def known_now(
    nats: str | None,
    plan: str,
    which: Which | None,
    *,
    quiet: bool,
    until: Deadline | None = None,
    ending: bool = False,
) -> Known:
    """The plan, its orders, and what an order about `which` would be about; `ending`: only what
    comes up to `until`, or has come by now.
    """

    async def read(connected: Session) -> Known:
        now = read_settings().clock().now()
        history = (await plan_histories(connected, plan)).get(plan, PlanHistory())
        state = history.newest
        if state is None:
            raise Trouble("plan-none", plan=plan)
        if which is None:
            return Known(state, history, now, None)
        units, found = await read_directory_now(connected), await _waiting(connected, state)
        last = (until.cut(state.plan.zone) if until else now) if ending else None
        book = await _book(connected, {one.bearer for one in found})
        day = now.astimezone(state.plan.zone).date()
        about = concerned(found, which, units, book, now, day, last)
        return Known(state, history, now, about)

    return with_nats(nats, read, quiet=quiet)


async def _waiting(connected: Session, state: PlanInForce) -> list[Waiting]:
    log = JetStreamLog(connected.broker, SystemClock())
    said = log.read_all(topology.message_facts(state.plan.id, "*"), lenient=True)
    return waiting(state, [event.data async for one in said for event in one.events])


async def _book(connected: Session, units: set[str]) -> dict[str, list[SeenContact]] | None:
    """Their contacts, masked; None where the notifier does not tell."""
    try:
        seen = await see_contacts(connected, units)
    except (Error, Trouble):
        return None
    return {unit: answer.contacts or [] for unit, answer in seen.items()}


def show(code: str, known: Known, which: Which) -> None:
    """How many reminders, units and people an order is about, and when the first is due."""
    about, zone = known.about, known.state.plan.zone
    if about is None:
        return
    people = "?" if about.people is None else about.people
    counted = {"rungs": about.rungs, "units": about.units, "people": people}
    tell_of(code, "bold", **counted, which=in_words(which))
    if about.first:
        tell_of("first-waiting", at=written(about.first.astimezone(zone)), due=about.due)
