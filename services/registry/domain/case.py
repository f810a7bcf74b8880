"""Registry, domain: what a command is judged by, beside the history it is about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from contracts.calendar import WorkingDays
from contracts.owed import Owed, Participant
from contracts.plan import Plan
from contracts.values import Receipt
from services.registry.domain.decision import About, say_moment
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanInForce


@dataclass(frozen=True)
class Case:
    """A command's receipt, the directory, and, for a command about a unit's part in a plan, that
    unit and the plan as the unit's own history has it; where that is to begin, also the parts of
    the units that it took over from (`inherited`). `plans` names all that are published where there
    is none in force.
    """

    receipt: Receipt
    directory: Directory
    unit: str = ""
    in_force: PlanInForce | None = None
    inherited: Mapping[str, Participation] = field(default_factory=dict)
    plans: Collection[str] = ()

    @property
    def plan_in_force(self) -> PlanInForce:
        """The plan; commands about a part are judged only where there is one."""
        if self.in_force is None:
            raise LookupError(f"no plan for {self.receipt.command}")
        return self.in_force

    @property
    def plan(self) -> Plan:
        return self.plan_in_force.plan

    @property
    def participants(self) -> Mapping[str, Participant]:
        return self.plan_in_force.participants

    @property
    def participant(self) -> Participant | None:
        return self.participants.get(self.unit)

    def entry(self, owed: str) -> Owed | None:
        """The plan's entry of that id; None where an amendment dropped it."""
        return next((entry for entry in self.plan.owed if entry.id == owed), None)

    @property
    def about(self) -> About:
        return {"plan": self.plan.id, "unit": self.unit, "receipt": self.receipt}

    @property
    def day(self) -> date:
        """The civil day of the receipt, in the plan's zone."""
        return received_on(self.receipt, self.plan)

    @property
    def working_days(self) -> WorkingDays:
        return self.directory.working_days

    @property
    def soonest(self) -> datetime:
        """The soonest due moment that this command may set: one whole working day is left."""
        return self.working_days.one_working_day_after(self.receipt.at, self.plan.zone)

    def end_of(self, day: date) -> datetime:
        """The first instant after a civil day of the plan."""
        return datetime.combine(day + timedelta(days=1), time(), self.plan.zone)

    def heirs(self, unit: str) -> list[str]:
        """The successors of a unit that had ended when the command was received."""
        return self.directory.successors(unit, self.day)

    def local(self, moment: datetime) -> str:
        return say_moment(moment, self.plan.zone)


def received_on(receipt: Receipt, plan: Plan) -> date:
    """The civil day of a receipt, in the plan's zone."""
    return receipt.at.astimezone(plan.zone).date()
