"""Given a plan in force and what was sent before, when a command arrives, then …"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from contracts.commands import OpenDuties, UnitCommand
from contracts.facts import PlanAmended, PlanPublished, UnitRecorded
from contracts.topology import OPERATOR, REGISTRY
from contracts.unit import Unit
from contracts.values import Receipt
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part
from services.registry.domain.decision import Decision
from services.registry.domain.history import directory as directories
from services.registry.domain.history import participation, plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce
from services.registry.domain.owing import instances
from services.registry.domain.participants import list_participants
from tests.registry.plans import DOCUMENT, OFFICE, PROVINCE, plan, receipt, units

EMPTY = Directory()


def recorded(*records: Unit, before: Directory | None = None) -> Directory:
    """The directory after the operator recorded some units."""
    by = receipt(-1.0, OPERATOR)
    facts = [UnitRecorded(record=record, receipt=by) for record in records]
    return directories.evolve(DIRECTORY if before is None else before, facts)


DIRECTORY = recorded(*units(), before=EMPTY)


def published(directory: Directory = DIRECTORY, **changes: Any) -> PlanHistory:
    """The plan's history after its publication at the start."""
    the_plan = plan(**changes)
    fact = PlanPublished(
        plan=the_plan,
        participants=list_participants(the_plan, directory),
        instances=instances(the_plan, directory.working_days),
        receipt=receipt(0, PROVINCE),
    )
    return plan_history.evolve(PlanHistory(), [fact])


class Part:
    """One unit's part in the plan, fed with commands."""

    def __init__(
        self,
        unit: str = "ba-to",
        *,
        opened: bool = True,
        directory: Directory = DIRECTORY,
        **changes: Any,
    ) -> None:
        self.unit = unit
        self.directory = directory
        self.plans = published(directory, **changes)
        self.state = Participation()
        if opened:
            self.open()

    @property
    def newest(self) -> PlanInForce:
        assert self.plans.newest is not None
        return self.plans.newest

    @property
    def in_force(self) -> PlanInForce:
        """The plan as the unit's own history has it; the newest before it has any."""
        return self.plans.at(self.state.revision) or self.newest

    def case(self, by: Receipt, in_force: PlanInForce | None = None) -> Case:
        return Case(by, self.directory, self.unit, in_force or self.in_force)

    def take(self, command: UnitCommand, by: Receipt) -> Decision:
        """Decide a command about this unit, and keep what it caused."""
        named = self.plans.at(command.revision) if isinstance(command, OpenDuties) else None
        decision = decide_part(command, self.state, self.case(by, named))
        self.state = participation.evolve(self.state, decision.facts)  # type: ignore[arg-type]
        return decision

    def send(
        self, command: type[UnitCommand], at: datetime | float, by: str | None = None, **fields: Any
    ) -> Decision:
        about = {"plan": self.newest.plan.id, "unit": self.unit}
        return self.take(command(**{**about, **fields}), receipt(at, by or self.unit))

    def office(self, command: type[UnitCommand], at: datetime | float, **fields: Any) -> Decision:
        return self.send(command, at, OFFICE, **fields)

    def open(self, revision: int | None = None) -> Decision:
        """The registry's own command, a second after the plan's newest revision."""
        at = self.newest.receipt.at + timedelta(seconds=1)
        return self.send(OpenDuties, at, REGISTRY, revision=revision or self.newest.revision)

    def amend(self, at: float, **changes: Any) -> list[str]:
        """Amend the plan and follow it for this unit; the short names of what was said."""
        amended = plan(**changes)
        fact = PlanAmended(
            revision=self.newest.revision + 1,
            plan=amended,
            participants=list_participants(amended, self.directory),
            instances=instances(amended, self.directory.working_days),
            reason="Điều chỉnh",
            document=DOCUMENT,
            receipt=receipt(at, PROVINCE),
        )
        self.plans = plan_history.evolve(self.plans, [fact])
        return facts(self.open())

    def duty(self, name: str) -> tuple[str, bool | None]:
        part = self.state.duties[name]
        return part.status, part.rounds[0].on_time


def facts(decision: Decision) -> list[str]:
    """The decision's facts by their short names."""
    return short(fact.wire for fact in decision.facts)


def short(wires: Iterable[str]) -> list[str]:
    return [wire.split(".")[1] for wire in wires]


def codes(decision: Decision) -> list[tuple[str, str]]:
    """The decision's findings: code and pointer. No sentence has a word that is missing."""
    assert not any("None" in f"{found.vi} {found.en}" for found in decision.findings)
    return [(found.code, found.pointer) for found in decision.findings]
