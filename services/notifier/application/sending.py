"""Notifier, application: each message is checked once more, handed over, and its end said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from contracts.facts import ReminderFact
from contracts.outgoing import OutgoingMessage
from runtime.clock import Clock
from runtime.failure import Retry, growing_delay
from services.notifier.application.addressees import Addressees
from services.notifier.application.counting import count_retry
from services.notifier.application.memory import Basis, Memory
from services.notifier.application.ports import Provider
from services.notifier.application.saying import Saying
from services.notifier.domain import handover
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Drop,
    Handover,
    Leave,
    Limits,
    Postpone,
    Refused,
    Send,
    Step,
    Uncertain,
)
from services.notifier.domain.letter import Letter
from services.notifier.domain.reach import address_of

LONGEST_WAIT = 3600.0
"""Seconds (real) after which a message that waits for the morning looks at the clock again."""


@dataclass(frozen=True)
class Sending:
    """Sends the messages of one channel by its provider."""

    memory: Memory
    saying: Saying
    addressees: Addressees
    provider: Provider
    limits: Limits
    clock: Clock
    in_hand: set[str] = field(default_factory=set)

    async def send(self, message: OutgoingMessage, stored_at: datetime, tries: int) -> None:
        """Takes one message of the outbox to its end; raises Retry where that is not reached yet.

        `stored_at` is when it was composed, in campaign time; `tries` counts this one. A message
        that is given here a second time, while it still is in hand, waits its turn.
        """
        if message.message in self.in_hand:
            raise Retry("in hand")
        self.in_hand.add(message.message)
        try:
            await self._send(message, stored_at, tries)
        finally:
            self.in_hand.discard(message.message)

    async def _send(self, message: OutgoingMessage, stored_at: datetime, tries: int) -> None:
        """Looks first without a connection, so that what is not sent needs no provider to be
        settled, and once more with it, since connecting takes time in which a duty may be met.
        """
        basis, step = await self._decide(message, stored_at)
        if not isinstance(step, Send):
            return await self._keep_back(basis, step)
        async with self.provider.connect() as connection:
            basis, step = await self._decide(message, stored_at)
            if not isinstance(step, Send):
                raise Retry("no longer to be sent")
            letter = _letter(message)
            await self.saying.say(basis, step.facts)
            end = await connection.hand_over(letter, step.address, self.clock.now())
            await self._say_end(message, step, end)
        match end:
            case Accepted() | Refused():
                return None
            case Deferred(reason) | Uncertain(reason):
                count_retry(message.channel)
                raise Retry(reason, growing_delay(tries + 2))
            case _:
                assert_never(end)

    async def _decide(self, message: OutgoingMessage, stored_at: datetime) -> tuple[Basis, Step]:
        basis = await self.memory.know(message.plan, message.unit)
        contacts = await self.addressees.behind_tokens(basis.situation.bearer(message.duty))
        now = self.clock.now()
        step = handover.decide(
            basis.situation,
            basis.reminders,
            message,
            address_of(contacts, message.recipient, message.channel),
            now=now,
            age=self.clock.real(now) - self.clock.real(stored_at),
            limits=self.limits,
        )
        return basis, step

    async def _keep_back(self, basis: Basis, step: Leave | Postpone | Drop) -> None:
        """The message does not go out now: it has ended, ends here, or waits for the morning."""
        match step:
            case Leave():
                return
            case Drop(facts):
                await self.saying.say(basis, facts)
            case Postpone(until):
                wait = self.clock.real(until) - self.clock.real(self.clock.now())
                raise Retry("quiet hours", min(max(wait.total_seconds(), 0.25), LONGEST_WAIT))
            case _:
                assert_never(step)

    async def _say_end(self, message: OutgoingMessage, step: Send, end: Handover) -> None:
        """It happened outside and cannot be taken back, so it is said however long that takes."""
        at = self.clock.now()

        def facts(basis: Basis) -> list[ReminderFact]:
            return handover.settle(basis.situation, basis.reminders, message, step, end, at)

        await self.saying.say_surely(message.plan, message.unit, facts)


def _letter(message: OutgoingMessage) -> Letter:
    return Letter(
        id=message.message,
        channel=message.channel,
        category=message.category,
        subject=message.subject,
        text=message.text,
    )
