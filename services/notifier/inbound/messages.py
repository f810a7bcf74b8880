"""Notifier, inbound: each composed message is checked once more, handed over, and its fate said."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from prometheus_client import Counter

from contracts.envelope import decode
from contracts.facts import ReminderFact
from contracts.outgoing import OUTGOING, Contacts, OutgoingMessage
from runtime.clock import Clock, from_ns
from runtime.delivery import Delivery
from runtime.failure import Retry, growing_delay
from services.notifier.domain import sending
from services.notifier.domain.reach import address_of
from services.notifier.domain.sending import (
    Deferred,
    End,
    Hand,
    Leave,
    Limits,
    Outcome,
    Step,
    Unknown,
    Wait,
)
from services.notifier.inbound.ledger import Known, Ledger

RETRIES = Counter("ngayso_reminder_retries", "Messages put back to be tried again.", ["channel"])
LONGEST_WAIT = 3600.0
"""Seconds (real) after which a message that waits for the morning looks at the clock again."""


class Line(Protocol):
    """An open line to a relay or gateway."""

    async def send(self, message: OutgoingMessage, address: str, at: datetime) -> Outcome: ...


OpenLine = Callable[[], AbstractAsyncContextManager[Line]]
"""Opens a line; raises Unavailable when the relay or gateway is away."""


@dataclass(frozen=True)
class Sender:
    """Sends the messages of one channel."""

    ledger: Ledger
    clock: Clock
    contacts: Callable[[str], Awaitable[Contacts | None]]
    open_line: OpenLine
    limits: Limits
    in_hand: set[str] = field(default_factory=set)

    async def on_message(self, item: Delivery) -> None:
        """One message of the outbox; a redelivery while it is in hand here waits its turn."""
        message = cast("OutgoingMessage", decode(item.data, OUTGOING).data)
        if message.message in self.in_hand:
            raise Retry("in hand")
        self.in_hand.add(message.message)
        try:
            await self._pass_on(message, item)
        finally:
            self.in_hand.discard(message.message)

    async def _pass_on(self, message: OutgoingMessage, item: Delivery) -> None:
        """Looks first without a line, so that what is not sent needs no relay to be settled."""
        known, step = await self._decide(message, item)
        if not isinstance(step, Hand):
            return await self._keep_back(known, step)
        async with self.open_line() as line:
            known, step = await self._decide(message, item)
            if not isinstance(step, Hand):
                raise Retry("no longer to be sent")
            await self.ledger.say(known, step.facts)
            outcome = await line.send(message, step.address, self.clock.now())
            await self._say_outcome(message, step, outcome)
        if isinstance(outcome, Deferred | Unknown):
            RETRIES.labels(message.channel).inc()
            raise Retry(outcome.reason, growing_delay(item.deliveries + 2))
        return None

    async def _decide(self, message: OutgoingMessage, item: Delivery) -> tuple[Known, Step]:
        contacts = await self.contacts(message.unit)
        known = await self.ledger.know(message.plan, message.unit)
        now = self.clock.now()
        step = sending.decide(
            known.part,
            known.story,
            message,
            address_of(contacts, message.recipient, message.channel),
            now=now,
            age=self.clock.real(now) - from_ns(item.stored_ns),
            limits=self.limits,
        )
        return known, step

    async def _keep_back(self, known: Known, step: Leave | Wait | End) -> None:
        match step:
            case Leave():
                return
            case End(facts):
                await self.ledger.say(known, facts)
            case Wait(until):
                wait = self.clock.real(until) - self.clock.real(self.clock.now())
                raise Retry("quiet hours", min(max(wait.total_seconds(), 0.25), LONGEST_WAIT))

    async def _say_outcome(self, message: OutgoingMessage, step: Hand, outcome: Outcome) -> None:
        """It happened outside and cannot be taken back, so it is said however long that takes."""
        at = self.clock.now()

        def facts(known: Known) -> list[ReminderFact]:
            return sending.settle((known.part, known.story), message, step, outcome, at)

        await self.ledger.say_surely(message.plan, message.unit, facts)
