"""Cli, plans: what publishing a plan will do: duties, and the first messages they lead to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.ladder import moment, starts
from contracts.owed import Duty
from contracts.plan import Rung
from services.registry.domain.check.plan.look import Look
from services.registry.domain.owing import duties_of


@dataclass(frozen=True)
class Arising:
    """The duties of one entry: of how many units, how many, and between which moments due."""

    owed: str
    title: str
    units: int
    duties: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Round:
    """One rung of one entry at one moment, and how many units it writes to; `at` None: at once."""

    at: datetime | None
    rung: str
    owed: str
    units: int
    audience: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Foreseen:
    """`lapsed`: how many rungs will never be sent, because a later one is due already."""

    arising: tuple[Arising, ...]
    rounds: tuple[Round, ...]
    lapsed: int


def foresee(look: Look) -> Foreseen:
    """What follows when the plan is received at the look's moment, nothing being done yet."""
    owed = list(_duties(look))
    counted: Counter[Round] = Counter()
    lapsed = 0
    for duty in owed:
        rungs = sorted(_rungs(look, duty), key=lambda one: one[0])
        past = [rung for at, rung in rungs if at <= look.received]
        lapsed += len(past[:-1])
        counted.update(_round(None, rung, duty) for rung in past[-1:])
        counted.update(_round(at, rung, duty) for at, rung in rungs if at > look.received)
    rounds = [replace(one, units=units) for one, units in counted.items()]
    rounds.sort(key=lambda one: (one.at or look.received, one.rung, one.owed))
    return Foreseen(tuple(_arising(look, owed)), tuple(rounds), lapsed)


def _duties(look: Look) -> Iterator[Duty]:
    """Every unit's duties, as opening them will have it: what is past is owed a working day later,
    of a recurring entry not at all.
    """
    zone = look.plan.zone
    soonest = look.working_days.one_working_day_after(look.received, zone)
    for participant in look.participants:
        for duty in duties_of(look.plan, participant, look.instances):
            if duty.due > look.received:
                yield duty
            elif duty.period is None:
                yield duty.model_copy(update={"due": soonest})


def _rungs(look: Look, duty: Duty) -> Iterator[tuple[datetime, Rung]]:
    known = starts(look.plan)
    for rung in look.plan.ladder:
        if duty.owed in rung.owed and rung.counted_from in known:
            yield moment(rung, duty.due, look.plan, look.working_days), rung


def _round(at: datetime | None, rung: Rung, duty: Duty) -> Round:
    return Round(at, rung.id, duty.owed, 0, tuple(rung.audience), tuple(rung.channels))


def _arising(look: Look, owed: list[Duty]) -> Iterator[Arising]:
    for entry in look.plan.owed:
        dues = [duty.due for duty in owed if duty.owed == entry.id]
        if dues:
            units = len(look.owing(entry))
            yield Arising(entry.id, entry.title, units, len(dues), min(dues), max(dues))
