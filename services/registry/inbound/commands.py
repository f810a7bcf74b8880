"""Registry, inbound: turns each command into facts and one verdict."""

from typing import Protocol, assert_never

from prometheus_client import Counter

from contracts.commands import (
    COMMANDS,
    AcceptReport,
    AmendPlan,
    Command,
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    PublishPlan,
    RecordUnit,
    ReturnReport,
    SubmitReport,
    WithdrawActivity,
    verb,
)
from contracts.findings import MAX_FINDINGS
from contracts.values import Receipt
from contracts.verdicts import DutyStanding, Verdict
from runtime.clock import Clock
from runtime.consume import Delivery
from services.registry.domain.decide import UnitVerb
from services.registry.domain.decision import Decision, refuse
from services.registry.inbound.request import Request, read

DECIDED = Counter(
    "ngayso_registry_commands", "Commands answered, by verb and outcome.", ["verb", "outcome"]
)
VERBS = {verb(model) for model in COMMANDS.values()}


class Ledger(Protocol):
    """Where commands are settled: decided on the newest state, and appended."""

    async def record_unit(self, command: RecordUnit, receipt: Receipt) -> Decision: ...

    async def put_plan(self, command: PublishPlan | AmendPlan, receipt: Receipt) -> Decision: ...

    async def take_part(
        self, command: UnitVerb, receipt: Receipt
    ) -> tuple[Decision, list[DutyStanding]]: ...


class Verdicts(Protocol):
    """Where answers go."""

    async def publish(self, verdict: Verdict, name: str) -> None: ...


class Commands:
    """Answers every command exactly once; the same message again gets the same answer's name."""

    def __init__(self, ledger: Ledger, verdicts: Verdicts, clock: Clock) -> None:
        self._ledger = ledger
        self._verdicts = verdicts
        self._clock = clock

    async def handle(self, item: Delivery) -> None:
        request = read(item)
        decision, duties = await self._settle(request)
        verdict = Verdict(
            command=request.reference,
            unit=request.sender,
            plan=_plan(request.command),
            outcome=decision.outcome,
            findings=list(decision.findings[:MAX_FINDINGS]),
            facts=list(decision.fact_names),
            duties=duties,
            received_at=item.stored_at,
            decided_at=self._clock.now(),
        )
        await self._verdicts.publish(verdict, f"v-{item.sequence}-{item.stored_ns}")
        word = request.verb if request.verb in VERBS else "other"
        DECIDED.labels(word, decision.outcome).inc()

    async def _settle(self, request: Request) -> tuple[Decision, list[DutyStanding]]:
        if request.command is None or request.receipt is None:
            return refuse(*request.faults), []
        match request.command:
            case RecordUnit():
                return await self._ledger.record_unit(request.command, request.receipt), []
            case PublishPlan() | AmendPlan():
                return await self._ledger.put_plan(request.command, request.receipt), []
            case (
                DeclareActivity()
                | WithdrawActivity()
                | SubmitReport()
                | ReturnReport()
                | AcceptReport()
                | ExtendDuty()
                | ExcuseDuty()
            ):
                return await self._ledger.take_part(request.command, request.receipt)
            case _:
                assert_never(request.command)


def _plan(command: Command | None) -> str | None:
    match command:
        case None | RecordUnit():
            return None
        case PublishPlan() | AmendPlan():
            return command.plan.id
        case _:
            return command.plan
