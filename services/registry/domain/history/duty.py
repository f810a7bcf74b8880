"""Registry, domain: one duty of a unit, round by round, folded from the facts about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.facts import (
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
)
from contracts.owed import Duty
from contracts.records import Granted
from contracts.values import ReceiptOrder
from contracts.words import DutyStatus, ExcuseCause


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round of a duty: owed since `opened` (None: since the duty is), due, and perhaps met.

    `met_at` was judged against `judged_by`, which `due` may have left. `once` is when the round was
    first met, also where it was reopened since. Of a report only a version after `after` counts.
    `inherited` names the units that met it for this one, which took over from them.
    """

    due: datetime
    met_at: datetime | None = None
    judged_by: datetime | None = None
    once: datetime | None = None
    after: int = 0
    opened: ReceiptOrder | None = None
    inherited: tuple[str, ...] = ()

    @property
    def on_time(self) -> bool | None:
        return None if self.met_at is None else self.met_at < self.due


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty: `planned` is the due moment by the plan, `granted` the office's for round 0; `word`
    is by whom the last extension or excuse was granted, where that was by word of mouth.
    """

    duty: Duty
    planned: datetime
    rounds: tuple[RoundState, ...]
    granted: datetime | None = None
    word: Granted | None = None
    excused: ExcuseCause | None = None

    @property
    def present(self) -> RoundState:
        return self.rounds[-1]

    @property
    def status(self) -> DutyStatus:
        if self.excused:
            return "excused"
        return "met" if self.present.met_at is not None else "owing"


def stands(duties: Mapping[str, DutyState], fact: DutyFact) -> DutyState:
    """Where the duty that a fact is about stands after it."""
    if isinstance(fact, DutyOpened):
        return DutyState(fact.duty, fact.duty.due, (RoundState(fact.duty.due),))
    if isinstance(fact, DutyChanged):
        return replace(duties[fact.duty.id], duty=fact.duty)
    before = duties[fact.duty]
    match fact:
        case DutyMet():
            present = before.rounds[fact.round]
            once = min(present.once or fact.met_at, fact.met_at)
            met = replace(
                present,
                due=fact.due,
                met_at=fact.met_at,
                judged_by=fact.due,
                once=once,
                inherited=present.inherited or tuple(fact.inherited_from),
            )
            return _round(before, fact.round, met)
        case DutyReopened():
            return replace(_reopened(before, fact), excused=None)
        case DutyExtended():
            moved = _round(before, fact.round, replace(before.rounds[fact.round], due=fact.due))
            if fact.planned is not None:
                return replace(moved, planned=fact.planned)
            moved = replace(moved, word=fact.granted)
            return replace(moved, granted=fact.due) if fact.round == 0 else moved
        case DutyExcused():
            return replace(before, excused=fact.cause, word=fact.granted)


def _reopened(before: DutyState, fact: DutyReopened) -> DutyState:
    """The same round owed again, or a new one with a clock of its own."""
    if fact.round < len(before.rounds):
        again = replace(before.rounds[fact.round], due=fact.due, met_at=None, judged_by=None)
    else:
        again = RoundState(fact.due, after=fact.after_version, opened=fact.receipt.order)
    return _round(before, fact.round, again)


def _round(before: DutyState, number: int, changed: RoundState) -> DutyState:
    rounds = (*before.rounds[:number], changed, *before.rounds[number + 1 :])
    return replace(before, rounds=rounds)
