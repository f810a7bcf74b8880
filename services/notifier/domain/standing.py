"""Notifier, domain: folds a unit's facts to where each of its duties stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple, assert_never

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
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.plan import Duty, Plan, Rung
from services.notifier.domain import ladder

Reason = Literal["met", "excused", "moved"]


class RungKey(NamedTuple):
    """One rung instance: this rung of the ladder, of this duty, towards this due moment."""

    duty: str
    due: datetime
    rung: str


@dataclass(frozen=True)
class Standing:
    """Where one duty stands. `dues` are all due moments it ever had, the present one included."""

    duty: Duty
    status: Literal["owing", "met", "excused"]
    due: datetime
    round: int
    owing_since: datetime
    dues: tuple[datetime, ...]

    def moved(self, due: datetime) -> "Standing":
        """The same duty with `due` as its present due moment."""
        dues = self.dues if due in self.dues else (*self.dues, due)
        return replace(self, due=due, dues=dues)


Duties = Mapping[str, Standing]


def evolve(duties: Duties, fact: UnitHistoryFact) -> Duties:
    """The duties after one more fact of the unit's history."""
    match fact:
        case DutyOpened(duty=duty):
            known = duties.get(duty.id) or Standing(
                duty, "owing", duty.due, 0, fact.receipt.at, (duty.due,)
            )
            opened = replace(known, duty=duty, status="owing", owing_since=fact.receipt.at)
            return {**duties, duty.id: opened.moved(duty.due)}
        case DutyMet(duty=name):
            known = duties[name]
            # A late word about an earlier round leaves the present round as it is.
            met = known.round == fact.round
            return {**duties, name: replace(known, status="met")} if met else duties
        case DutyExtended(duty=name):
            known = duties[name]
            moved = known.moved(fact.due)
            # An amended plan moves round 0, which a return may have left behind.
            return {**duties, name: moved if known.round == fact.round else moved.moved(known.due)}
        case DutyExcused(duty=name):
            return {**duties, name: replace(duties[name], status="excused")}
        case DutyReopened(duty=name):
            known = replace(
                duties[name], status="owing", round=fact.round, owing_since=fact.receipt.at
            )
            return {**duties, name: known.moved(fact.due)}
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
            return duties
        case _:
            assert_never(fact)


@dataclass(frozen=True)
class Part:
    """One unit's part in one plan, as the registry's facts say it.

    `addressed` is the unit's short name, `office` the name of the collecting office, `help_line`
    a sentence that says where to ask.
    """

    plan: Plan
    unit: str
    addressed: str
    office: str
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

    def needless(self, key: RungKey) -> Reason | None:
        """Why the instance is not needed any more; None while the duty is owing."""
        standing = self.duties[key.duty]
        if standing.due != key.due or self.rung(key) is None:
            return "moved"
        return None if standing.status == "owing" else standing.status

    def overtaken(self, key: RungKey, now: datetime) -> bool:
        """Whether a later rung of the same duty is due already, so that this one is not sent."""
        rung = self.rung(key)
        if rung is None:
            return False
        own = self.moment(rung, key.due)
        return any(own < self.moment(other, key.due) <= now for other in self.rungs(key.duty))
