"""Registry, inbound: turns each command into facts and one verdict."""

from typing import Protocol, assert_never

from prometheus_client import Counter

from contracts.commands import (
    COMMANDS,
    AcceptReport,
    AmendPlan,
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
from contracts.values import Receipt
from contracts.verdicts import DutyStanding, Verdict
from runtime.clock import Clock
from runtime.consume import Delivery
from services.registry.domain.decide import UnitVerb
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.door import Request, answer, read

DECIDED = Counter(
    "ngayso_registry_commands", "Commands answered, by verb and outcome.", ["verb", "outcome"]
)
VERBS = {verb(model) for model in COMMANDS.values()}


def sender_of(item: Delivery) -> str:
    """The second word of a command's subject: who sent it, by NATS' own permissions."""
    return item.subject.split(".")[1]


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
        request = read(
            item.subject,
            item.data,
            sequence=item.sequence,
            at=item.stored_at,
            message_id=item.headers.get("Nats-Msg-Id"),
        )
        decision, duties = await self._settle(request)
        verdict = answer(request, decision, duties, self._clock.now())
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
