"""Cli, integrate: the registry's own pure decisions on a state in memory, without a server."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from services.registry.domain.opening import open_duties, reason_for
from services.registry.domain.plans import PlanInForce

from contracts.commands import AmendPlan, PublishPlan, RecordUnit
from contracts.facts import PlanAmended, PlanPublished, UnitRecorded
from contracts.plan import Plan
from contracts.topology import OPERATOR
from contracts.unit import Unit
from contracts.values import Receipt
from contracts.verdicts import DutyStanding, Verdict
from services.registry.domain import directory, plans
from services.registry.domain.decide import UnitVerb, decide_in, standings
from services.registry.domain.decision import About, Decision, refuse
from services.registry.domain.directory import Directory
from services.registry.domain.door import Request, answer, read
from services.registry.domain.participation import Participation, absorb


@dataclass
class Offline:
    """What services/registry/outbound/ledger.py keeps in the log, kept here as long as we run."""

    directory: Directory = field(default_factory=Directory)
    plans: dict[str, PlanInForce] = field(default_factory=dict)
    parts: dict[tuple[str, str], Participation] = field(default_factory=dict)
    taken: int = 0

    def publish(self, plan: Plan, units: Iterable[Unit]) -> Decision:
        """Record the units and publish the plan, at the start of its day of issue."""
        start = datetime.combine(plan.issued_on, time(), plan.zone)
        by = Receipt(at=start, sequence=0, command="units", sender=OPERATOR)
        records = [UnitRecorded(record=unit, receipt=by) for unit in units]
        self.directory = directory.evolve(self.directory, records)
        by = Receipt(at=start, sequence=0, command="plan", sender=plan.issuer)
        return self._put_plan(PublishPlan(plan=plan), by)

    def take(self, subject: str, body: bytes, at: datetime) -> tuple[Request, Verdict]:
        """A message received at `at`, and the verdict it would get."""
        self.taken += 1
        request = read(subject, body, sequence=self.taken, at=at)
        decision, duties = self._settle(request)
        return request, answer(request, decision, duties, at)

    def _settle(self, request: Request) -> tuple[Decision, list[DutyStanding]]:
        command, receipt = request.command, request.receipt
        if command is None or receipt is None:
            return refuse(*request.faults), []
        match command:
            case RecordUnit():
                return self._record(command, receipt), []
            case PublishPlan() | AmendPlan():
                return self._put_plan(command, receipt), []
            case _:
                return self._take_part(command, receipt)

    def _record(self, command: RecordUnit, receipt: Receipt) -> Decision:
        decision = directory.record_unit(command, self.directory, receipt)
        facts = [fact for fact in decision.facts if isinstance(fact, UnitRecorded)]
        self.directory = directory.evolve(self.directory, facts)
        return decision

    def _put_plan(self, command: PublishPlan | AmendPlan, receipt: Receipt) -> Decision:
        name = command.plan.id
        state = self.plans.get(name)
        if isinstance(command, PublishPlan):
            decision = plans.publish(command, state, self.directory, receipt)
        else:
            decision = plans.amend(command, state, self.directory, receipt)
        for fact in decision.facts:
            if isinstance(fact, PlanPublished | PlanAmended):
                self.plans[name] = plans.evolve(self.plans.get(name), fact)
                self._open(name, self.plans[name])
        return decision

    def _open(self, name: str, plan: PlanInForce) -> None:
        for unit in plan.ever:
            part = self.parts.get((name, unit), Participation())
            about: About = {"plan": name, "unit": unit, "receipt": plan.receipt}
            reason = reason_for(unit, plan, self.directory)
            facts = open_duties(part, plan.participants.get(unit), about, reason)
            self.parts[name, unit] = absorb(part, [facts])

    def _take_part(
        self, command: UnitVerb, receipt: Receipt
    ) -> tuple[Decision, list[DutyStanding]]:
        key = (command.plan, command.unit)
        part = self.parts.get(key, Participation())
        decision = decide_in(command, part, self.plans.get(command.plan), self.directory, receipt)
        if decision.facts:
            self.parts[key] = part = absorb(part, [decision.facts])  # type: ignore[list-item]
        return decision, standings(part)
