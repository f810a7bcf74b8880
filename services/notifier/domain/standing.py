"""Notifier, domain: folds a unit's facts to where each duty stands, and which rungs it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanAmended,
    PlanApplied,
    PlanFact,
    PlanPublished,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.plan import Duty, Plan, Rung
from contracts.words import CancelReason, DutyStatus
from services.notifier.domain import ladder
from services.notifier.domain.rungs import RungKey


@dataclass(frozen=True)
class Standing:
    """Where one duty stands. `dues` are all due moments it ever had, the present one included."""

    duty: Duty
    status: DutyStatus
    due: datetime
    round: int
    owing_since: datetime
    dues: tuple[datetime, ...]

    def moved(self, due: datetime) -> "Standing":
        """The same duty with `due` as its present due moment."""
        dues = self.dues if due in self.dues else (*self.dues, due)
        return replace(self, due=due, dues=dues)


Duties = Mapping[str, Standing]


def moves_timers(fact: UnitHistoryFact) -> bool:
    """Whether a fact may change which timers of its unit should stand.

    Asked of every fact that is heard, so that the many about activities and reports cost no look at
    the timers: what they mean for a duty the registry says by a fact about that duty.
    """
    match fact:
        case DutyOpened() | DutyMet() | DutyExtended() | DutyExcused() | DutyReopened():
            return True
        case PlanApplied():
            return False  # another ladder is heard of from the plan's own facts
        case (
            ActivityDeclared()
            | ActivityChanged()
            | ActivityHeld()
            | ActivityWithdrawn()
            | ReportSubmitted()
            | ReportCorrected()
            | ReportReturned()
            | ReportAccepted()
        ):
            return False
        case _:
            assert_never(fact)


def concerned(fact: PlanFact) -> list[str]:
    """The units whose timers a fact about a plan may move.

    An amended plan may have another ladder; one that was just published has no open duties yet.
    """
    match fact:
        case PlanPublished():
            return []
        case PlanAmended():
            return [participant.unit for participant in fact.participants]
        case _:
            assert_never(fact)


def evolve(duties: Duties, fact: UnitHistoryFact) -> Duties:
    """The duties after one more fact of the unit's history."""
    match fact:
        case DutyOpened(duty=duty):
            return {**duties, duty.id: _opened(duties.get(duty.id), fact)}
        case DutyMet(duty=name):
            before = duties[name]
            # A late word about an earlier round leaves the present round as it is.
            met = before.round == fact.round
            return {**duties, name: replace(before, status="met")} if met else duties
        case DutyExtended(duty=name):
            before = duties[name]
            moved = before.moved(fact.due)
            # An amended plan moves round 0, which a return may have left behind.
            present = moved if before.round == fact.round else moved.moved(before.due)
            return {**duties, name: present}
        case DutyExcused(duty=name):
            return {**duties, name: replace(duties[name], status="excused")}
        case DutyReopened(duty=name):
            reopened = replace(
                duties[name], status="owing", round=fact.round, owing_since=fact.receipt.at
            )
            return {**duties, name: reopened.moved(fact.due)}
        case (
            PlanApplied()
            | ActivityDeclared()
            | ActivityChanged()
            | ActivityHeld()
            | ActivityWithdrawn()
            | ReportSubmitted()
            | ReportCorrected()
            | ReportReturned()
            | ReportAccepted()
        ):
            return duties
        case _:
            assert_never(fact)


def _opened(before: Standing | None, fact: DutyOpened) -> Standing:
    """The duty as owing since the fact; one that was opened before keeps its round and dues."""
    duty, since = fact.duty, fact.receipt.at
    if before is None:
        return Standing(duty, "owing", duty.due, 0, since, (duty.due,))
    return replace(before, duty=duty, status="owing", owing_since=since).moved(duty.due)


@dataclass(frozen=True)
class Situation:
    """What one unit owes by one plan, and how it is written to, as the registry's facts say it.

    `addressed` is the unit's short name, `office` the name of the collecting office, `sender` its
    short one, `help_line` a sentence that says where to ask.
    """

    plan: Plan
    unit: str
    addressed: str
    office: str
    sender: str
    duties: Duties
    help_line: str = ""

    def rungs(self, duty: str) -> list[Rung]:
        """The rungs of the ladder that name the duty."""
        return [rung for rung in self.plan.ladder if duty in rung.owed]

    def rung(self, key: RungKey) -> Rung | None:
        """The rung of an instance, unless the plan was amended to do without it."""
        return next((rung for rung in self.rungs(key.duty) if rung.id == key.rung), None)

    def moment(self, rung: Rung, due: datetime) -> datetime:
        return ladder.moment(rung, due, self.plan.zone)

    def needless(self, key: RungKey) -> CancelReason | None:
        """Why the instance is not needed any more; None while the duty is owing."""
        standing = self.duties[key.duty]
        if standing.due != key.due or self.rung(key) is None:
            return "moved"
        match standing.status:
            case "owing":
                return None
            case "met" | "excused":
                return standing.status
            case _:
                assert_never(standing.status)

    def overtaken(self, key: RungKey, now: datetime) -> bool:
        """Whether a later rung of the same duty is due already, so that this one is not sent."""
        rung = self.rung(key)
        if rung is None:
            return False
        own = self.moment(rung, key.due)
        return any(own < self.moment(other, key.due) <= now for other in self.rungs(key.duty))
