"""Cli, plans: what publishing a plan will do: duties, and the first messages they lead to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    """One rung of one entry at one moment (None: at once), how many units it is for, and how many
    people get it: None where that cannot be told, as of lists for whoever sits above; `silent`: for
    how many of the units nobody does.
    """

    at: datetime | None
    rung: Rung
    owed: str
    units: int
    people: int | None
    silent: int


@dataclass(frozen=True)
class Foreseen:
    """`lapsed`: how many rungs will never be sent, because a later one is due already."""

    arising: tuple[Arising, ...]
    rounds: tuple[Round, ...]
    lapsed: int


People = Callable[[str, Rung], int]
"""How many people of a unit a rung writes to."""


def foresee(look: Look, people: People | None) -> Foreseen:
    """What follows when the plan is received at the look's moment, nothing being done yet.

    The collecting office writes nothing to itself.
    """
    duties = list(_duties(look))
    waves: dict[tuple[datetime | None, str, str], list[str]] = {}
    lapsed = 0
    for unit, duty in duties:
        if unit == look.plan.collecting_office:
            continue
        rungs = sorted(_rungs(look, duty), key=lambda one: one[0])
        past = [rung for at, rung in rungs if at <= look.received]
        kinds = [[one for one in past if bool(one.escalates) == up] for up in (False, True)]
        lapsed += sum(len(kind[:-1]) for kind in kinds)
        due = [(None, rung.id, duty.owed) for kind in kinds for rung in kind[-1:]]
        coming = [(at, rung.id, duty.owed) for at, rung in rungs if at > look.received]
        for wave in (*due, *coming):
            waves.setdefault(wave, []).append(unit)
    ladder = {rung.id: rung for rung in look.plan.ladder}
    order = sorted(waves, key=lambda wave: (wave[0] or look.received, *wave[1:]))
    rounds = tuple(
        _round(at, ladder[rung], owed, waves[at, rung, owed], people) for at, rung, owed in order
    )
    return Foreseen(tuple(_arising(look, [duty for _, duty in duties])), rounds, lapsed)


def _duties(look: Look) -> Iterator[tuple[str, Duty]]:
    """Every unit's duties, as opening them will have it: what is past is owed a working day later,
    of a recurring entry not at all.
    """
    zone = look.plan.zone
    soonest = look.working_days.one_working_day_after(look.received, zone)
    for participant in look.participants:
        for duty in duties_of(look.plan, participant, look.instances):
            if duty.due > look.received:
                yield participant.unit, duty
            elif duty.period is None:
                yield participant.unit, duty.model_copy(update={"due": soonest})


def _rungs(look: Look, duty: Duty) -> Iterator[tuple[datetime, Rung]]:
    known = starts(look.plan)
    for rung in look.plan.ladder:
        if duty.owed in rung.owed and rung.counted_from in known:
            yield moment(rung, duty.due, look.plan, look.working_days), rung


def _round(
    at: datetime | None, rung: Rung, owed: str, units: list[str], people: People | None
) -> Round:
    if people is None or rung.escalates:
        return Round(at, rung, owed, len(units), None, 0)
    reached = [people(unit, rung) for unit in units]
    return Round(at, rung, owed, len(units), sum(reached), reached.count(0))


def _arising(look: Look, owed: list[Duty]) -> Iterator[Arising]:
    for entry in look.plan.owed:
        dues = [duty.due for duty in owed if duty.owed == entry.id]
        if dues:
            units = len(look.owing(entry))
            yield Arising(entry.id, entry.title, units, len(dues), min(dues), max(dues))
