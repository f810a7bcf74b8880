"""Given a plan in force and what was sent before, when a command arrives, then …"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.registry.domain.opening import open_duties

from contracts.facts import PlanPublished, UnitRecorded
from services.registry.domain import directory as directories
from services.registry.domain import plans
from services.registry.domain.decide import UnitVerb, decide
from services.registry.domain.decision import Case, Decision
from services.registry.domain.directory import Directory
from services.registry.domain.participation import Participation, absorb
from tests.registry.plans import OFFICE, PROVINCE, plan, receipt, units

DIRECTORY: Directory = directories.evolve(
    Directory(), [UnitRecorded(record=unit, receipt=receipt(-1.0)) for unit in units()]
)


def in_force(**changes: Any) -> plans.PlanInForce:
    """The plan as published at the start."""
    the_plan = plan(**changes)
    participants = plans.list_participants(the_plan, DIRECTORY)
    return plans.evolve(
        None,
        PlanPublished(plan=the_plan, participants=participants, receipt=receipt(0, PROVINCE)),
    )


class Part:
    """One unit's part in the plan, fed with commands."""

    def __init__(self, unit: str = "ba-to", *, opened: bool = True, **changes: Any) -> None:
        self.unit = unit
        self.plan = in_force(**changes)
        self.state = Participation()
        if opened:
            self.open()

    def open(self) -> Sequence[Any]:
        case = self.case(self.plan.receipt)
        facts = open_duties(self.state, case.participant, case.about, self.plan.reason)
        self.state = absorb(self.state, [facts])
        return facts

    def case(self, by: Any) -> Case:
        return Case(
            plan=self.plan.plan,
            participants=self.plan.participants,
            unit=self.unit,
            receipt=by,
            knows=DIRECTORY.__contains__,
        )

    def send(
        self, command: type[UnitVerb], at: datetime | float, by: str | None = None, **fields: Any
    ) -> Decision:
        """Decide a command about this unit, and keep what it caused."""
        about = {"plan": self.plan.plan.id, "unit": self.unit}
        order = receipt(at, by or self.unit)
        decision = decide(command(**{**about, **fields}), self.state, self.case(order))
        self.state = absorb(self.state, [decision.facts])  # type: ignore[list-item]
        return decision

    def office(self, command: type[UnitVerb], at: datetime | float, **fields: Any) -> Decision:
        return self.send(command, at, OFFICE, **fields)

    def duty(self, name: str) -> tuple[str, bool | None]:
        part = self.state.duties[name]
        return part.status, part.rounds[0].on_time


def facts(decision: Decision) -> list[str]:
    """The decision's facts by their short names."""
    return [name.split(".")[1] for name in decision.fact_names]


def codes(decision: Decision) -> list[tuple[str, str]]:
    """The decision's findings: code and pointer."""
    return [(found.code, found.pointer) for found in decision.findings]
