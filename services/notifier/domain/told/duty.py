"""Notifier, domain, told: folds a unit's facts to where each of its duties stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from contracts.facts import (
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
    UnitHistoryFact,
)
from contracts.owed import Duty
from contracts.words import DutyStatus


@dataclass(frozen=True)
class Standing:
    """Where one duty stands. `dues` are all due moments it ever had, the present one included.

    Before `quiet_until` nobody is reminded: there is force majeure where the unit is.
    """

    duty: Duty
    status: DutyStatus
    due: datetime
    round: int
    owing_since: datetime
    dues: tuple[datetime, ...]
    quiet_until: datetime | None = None

    def moved(self, due: datetime) -> "Standing":
        """The same duty with `due` as its present due moment."""
        dues = self.dues if due in self.dues else (*self.dues, due)
        return replace(self, due=due, dues=dues)


Duties = Mapping[str, Standing]


def evolve(duties: Duties, fact: UnitHistoryFact) -> Duties:
    """The duties after one more fact of the unit's history; only facts about duties change them."""
    if not isinstance(fact, DutyFact):
        return duties
    standing = _after(duties, fact)
    return {**duties, standing.duty.id: standing}


def _after(duties: Duties, fact: DutyFact) -> Standing:
    if isinstance(fact, DutyOpened):
        return _opened(duties, fact)
    if isinstance(fact, DutyChanged):
        return replace(duties[fact.duty.id], duty=fact.duty)
    before = duties[fact.duty]
    match fact:
        case DutyMet():
            # A late word about an earlier round leaves the present round as it is.
            return replace(before, status="met") if before.round == fact.round else before
        case DutyExtended():
            quiet = max(filter(None, (before.quiet_until, fact.quiet_until)), default=None)
            moved = replace(before, quiet_until=quiet).moved(fact.due)
            # An amended plan moves round 0, which a return may have left behind.
            return moved if before.round == fact.round else moved.moved(before.due)
        case DutyExcused():
            return replace(before, status="excused")
        case DutyReopened():
            reopened = replace(
                before, status="owing", round=fact.round, owing_since=fact.receipt.at
            )
            return reopened.moved(fact.due)
        case _:
            assert_never(fact)


def _opened(duties: Duties, fact: DutyOpened) -> Standing:
    """The duty as owing since the fact; one that was opened before keeps its round and dues."""
    duty, since = fact.duty, fact.receipt.at
    before = duties.get(duty.id)
    if before is None:
        return Standing(duty, "owing", duty.due, 0, since, (duty.due,))
    return replace(before, duty=duty, status="owing", owing_since=since).moved(duty.due)
