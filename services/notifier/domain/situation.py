"""Notifier, domain: a unit's situation in a plan, and whether one of its rungs is still needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from contracts.plan import Plan, Rung
from services.notifier.domain import ladder
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Duties

Needless = Literal["met", "excused", "moved"]
"""Why a rung instance is not needed any more."""


@dataclass(frozen=True)
class Situation:
    """What one unit owes by one plan, and how it is written to, as the registry's facts say it.

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

    def needless(self, key: RungKey) -> Needless | None:
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
