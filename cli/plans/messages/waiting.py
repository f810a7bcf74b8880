"""Cli, plans: which reminders wait, and which of them an order is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cli.lists.reach import contacts_of
from contracts.brake import Which, fits, place_of
from contracts.envelope import Message
from contracts.facts import (
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.outgoing import SeenContact
from contracts.owed import APPROVAL
from contracts.plan import Plan, Rung
from contracts.unit import Unit, successors
from services.notifier.domain.reach import recipients
from services.registry.domain.history.plan_history import PlanInForce


@dataclass(frozen=True)
class Waiting:
    """A rung that waits: of which duty of whose part, who bears it and is written to, and when."""

    bearer: str
    names: frozenset[str]
    rung: Rung
    fires_at: datetime


@dataclass(frozen=True)
class Concerned:
    """What an order is about now: rungs, units, and people (None where that cannot be told)."""

    rungs: int
    units: int
    people: int | None
    first: datetime | None
    due: int
    """Rungs of which the moment has come already."""


def waiting(state: PlanInForce, said: Iterable[Message]) -> list[Waiting]:
    """The rungs that wait, by what the notifier said, in its order."""
    there: dict[tuple[str, str, datetime, str], RungScheduled] = {}
    for fact in said:
        match fact:
            case RungScheduled():
                there[fact.unit, fact.duty, fact.due, fact.rung] = fact
            case RungSent() | RungCancelled() | RungLapsed() | RungFailed():
                there.pop((fact.unit, fact.duty, fact.due, fact.rung), None)
            case _:
                pass
    ladder = {rung.id: rung for rung in state.plan.ladder}
    return [
        _waiting(state, fact, ladder[fact.rung]) for fact in there.values() if fact.rung in ladder
    ]


def _waiting(state: PlanInForce, fact: RungScheduled, rung: Rung) -> Waiting:
    """Of an approval, whoever approves is written to."""
    entry = _entry(state.plan, fact.duty.removesuffix(APPROVAL))
    bearer, suffix = fact.unit, ""
    if fact.duty.endswith(APPROVAL):
        through = next((one.through for one in state.plan.owed if one.id == entry), None)
        parent = state.participants[fact.unit].parent if fact.unit in state.participants else None
        bearer, suffix = (through and through.unit) or parent or fact.unit, APPROVAL
    return Waiting(bearer, frozenset({fact.duty, entry + suffix}), rung, fact.fires_at)


def _entry(plan: Plan, duty: str) -> str:
    """The plan's entry of a duty, which is named after it."""
    fitting = [one.id for one in plan.owed if duty == one.id or duty.startswith(f"{one.id}_")]
    return max(fitting, key=len, default=duty)


def concerned(
    found: Iterable[Waiting],
    which: Which,
    units: Mapping[str, Unit],
    book: Mapping[str, list[SeenContact]] | None,
    now: datetime,
    day: date,
    until: datetime | None = None,
) -> Concerned:
    """How much of what waits an order is about; `until`: only what comes up to then."""
    meant = [(one, cut) for one, cut in _meant(found, which, units, day) if _by(one, until)]
    people = {
        person for one, cut in meant for person in _people(one.bearer, cut, units, book or {}, day)
    }
    moments = [one.fires_at for one, _ in meant]
    return Concerned(
        rungs=len(meant),
        units=len({one.bearer for one, _ in meant}),
        people=None if book is None else len(people),
        first=min(moments, default=None),
        due=sum(moment <= now for moment in moments),
    )


def _by(one: Waiting, until: datetime | None) -> bool:
    return until is None or one.fires_at <= until


def _meant(
    found: Iterable[Waiting], which: Which, units: Mapping[str, Unit], day: date
) -> Iterator[tuple[Waiting, Rung]]:
    """Those that are meant, each with its rung cut down to the channels that are."""
    for one in found:
        place = place_of(units, one.bearer, day)
        channels = [c for c in one.rung.channels if fits(which, one.names, place, c)]
        if channels:
            yield one, one.rung.model_copy(update={"channels": channels})


def _people(
    unit: str,
    rung: Rung,
    units: Mapping[str, Unit],
    book: Mapping[str, list[SeenContact]],
    day: date,
) -> Iterator[tuple[str, str]]:
    heirs = [heir for heir in successors(units, unit, day) if heir in book]
    contacts = contacts_of(unit, heirs, {unit: [], **book})
    for _, person in recipients(contacts, rung, day):
        yield unit, person
