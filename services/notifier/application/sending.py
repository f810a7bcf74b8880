"""Notifier, application: each message is composed, handed over, and its end said to every unit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from contracts.facts import ReminderFact
from contracts.outgoing import OutgoingMessage
from runtime.clock import Clock
from runtime.failure import Retry, Unreadable
from services.notifier.application.counting import count_retry
from services.notifier.application.digest.connecting import connecting_to
from services.notifier.application.digest.inviting import Inviting
from services.notifier.application.digest.shares import Looked, Share, Shares
from services.notifier.application.digest.writing import Writing
from services.notifier.application.memory import Basis
from services.notifier.application.ports import Provider
from services.notifier.application.saying import Saying
from services.notifier.domain import handover
from services.notifier.domain.digest.part import Part
from services.notifier.domain.ending import End, Taken
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Finish,
    Handover,
    Leave,
    Limits,
    Postpone,
    Refused,
    Send,
    Step,
    Uncertain,
    Unit,
    unit_of,
)
from services.notifier.domain.letter import Letter

log = structlog.get_logger()

Unread = Mapping[Unit, Unreadable]
Choose = Callable[[Letter], Awaitable[str]]
"""As Gateways.choose."""
Tell = Callable[[str, str], Awaitable[None]]
"""As Reminding.tell."""
FIRST_WAIT = 1.0
"""Seconds (real) after which a message that was not taken is tried again; then ever later."""
LONGEST_WAIT = 3600.0
"""Seconds (real) after which a message that waits for the morning looks at the clock again."""
SHORTLY = timedelta(seconds=10)
"""How long (real) before a message leaves it is not looked at any more."""


@dataclass(frozen=True)
class Sending:
    """Sends the messages of one channel by its provider."""

    shares: Shares
    saying: Saying
    provider: Provider
    limits: Limits
    clock: Clock
    writing: Writing
    tell: Tell
    """Has told what follows of a message that nobody took, or that left out what is in it."""
    choose: Choose | None = None
    """Which gateway is to take an SMS; there is one mail relay."""
    inviting: Inviting | None = None
    """Of mails: what they change in their readers' calendars."""
    in_hand: set[str] = field(default_factory=set)

    async def send(self, message: OutgoingMessage, stored_at: datetime) -> None:
        """Takes one message of the outbox to its end; raises Retry where that is not reached yet.

        `stored_at` is when it left its slot, in campaign time. A message that is given here a
        second time, while it still is in hand, waits its turn. What is about a unit whose history
        cannot be read is left out, and the message comes again for that alone.
        """
        if message.message in self.in_hand:
            raise Retry("in hand")
        self.in_hand.add(message.message)
        try:
            await self._until_it_leaves(message)
            unread, whole = await self._send(message, stored_at)
            if not whole:
                for about in dict.fromkeys((one.plan, one.unit) for one in message.entries):
                    if about not in unread:
                        await self.tell(*about)
            for (plan, unit), error in unread.items():
                log.warning("left-without", letter=message.message, plan=plan, unit=unit)
                raise error
        finally:
            self.in_hand.discard(message.message)

    async def _until_it_leaves(self, message: OutgoingMessage) -> None:
        """Raises Retry until then. What it is decided on is read meanwhile, each time by another
        replica perhaps: at that moment there is little left to read.
        """
        if message.leaves_at is None or message.leaves_at <= self.clock.now():
            return
        await self.shares.look(message)
        left = self.clock.real(message.leaves_at) - self.clock.real(self.clock.now())
        left = left / 2 if left > SHORTLY else left
        raise Retry("not yet", min(max(left.total_seconds(), 0.0), LONGEST_WAIT))

    async def _send(self, message: OutgoingMessage, stored_at: datetime) -> tuple[Unread, bool]:
        """Looks once there is a connection, since that takes time in which a duty may be met; but
        before it too where there is none soon, so that what is not sent needs no provider to be
        settled. Whose history cannot be read; whether it was taken, and told of all that is in it.
        """
        async with connecting_to(self.provider) as connecting:
            if not connecting.done() or connecting.exception():
                looked, step = await self._decide(message, stored_at)
                if not isinstance(step, Send):
                    return await self._keep_back(looked, step)
            connection = await connecting
            looked, step = await self._decide(message, stored_at)
            if isinstance(step, Send) and await self.writing.prepared(message, looked.shares, step):
                looked, step = await self._decide(message, stored_at)
            if not isinstance(step, Send):
                return await self._keep_back(looked, step)
            now, shares = self.clock.now(), looked.shares
            if self.inviting:
                step = self.inviting.decide(shares, step, now)
            written = await self.writing.letter(message, shares, step, now)
            if self.inviting:
                written = self.inviting.attach(written, shares, step, now)
            if self.choose:
                step = step.by(await self.choose(written))
                written = replace(written, via=step.provider)
            shares = await self._say_attempt(looked, step, now)
            end = await connection.hand_over(written, step.address, self.clock.now())
            await self._say_end(shares, step, end)
        match end:
            case Accepted() | Refused():
                taken = isinstance(end, Accepted)
                return looked.unread, taken and all(_told_all(one, step) for one in shares)
            case Deferred(reason) | Uncertain(reason):
                count_retry(message.channel)
                raise Retry(reason, FIRST_WAIT, grows=True)
            case _:
                assert_never(end)

    async def _decide(self, message: OutgoingMessage, stored_at: datetime) -> tuple[Looked, Step]:
        looked = await self.shares.look(message)
        now = self.clock.now()
        step = handover.decide(
            [share.part for share in looked.shares],
            now=now,
            age=self.clock.real(now) - self.clock.real(stored_at),
            limits=self.limits,
        )
        return looked, step

    async def _keep_back(
        self, looked: Looked, step: Leave | Postpone | Finish
    ) -> tuple[Unread, bool]:
        """The message does not go out now: it has ended, ends here, or waits for the morning.

        Its home comes first: what is said there is how it ended for all others, whenever they hear.
        """
        match step:
            case Leave():
                pass
            case Finish(end, told):
                for number, share in enumerate(looked.shares):
                    keys, now = told.get(unit_of(share.part), ()), self.clock.now()
                    home = not number or not share.part.posting.shared
                    facts = await self.shares.ended(share.part, end, keys, now, home=home)
                    await self.saying.say(share.basis, facts)
            case Postpone(until):
                wait = self.clock.real(until) - self.clock.real(self.clock.now())
                raise Retry("quiet hours", min(max(wait.total_seconds(), 0.25), LONGEST_WAIT))
            case _:
                assert_never(step)
        return looked.unread, False

    async def _say_attempt(self, looked: Looked, step: Send, now: datetime) -> list[Share]:
        """To its home last: only what is said there may have been handed over. What is known
        then, the home first.
        """
        home, *others = looked.shares
        known = list[Share]()
        for share in (*others, home):
            first = share is home
            said = handover.attempted(
                share.part, step, now, home=first, stands_in=first and looked.stands_in
            )
            known.append(share.at(await self.saying.say(share.basis, said)))
        return [known.pop(), *known]

    async def _say_end(self, shares: Sequence[Share], step: Send, end: Handover) -> None:
        """It happened outside and cannot be taken back, so it is said however long that takes: to
        its home first, by which the others are told after a crash.
        """
        at = self.clock.now()
        match end:
            case Accepted() | Refused():
                for number, share in enumerate(shares):
                    await self._say_ended(share, step, handover.end(step, end), at, home=not number)
            case Deferred():
                await self._say_deferred(shares[0].part, step, end, at)
            case Uncertain():
                return
            case _:
                assert_never(end)

    async def _say_ended(
        self, share: Share, step: Send, end: End, at: datetime, *, home: bool
    ) -> None:
        """All that was told of is settled by that alone; else it is looked at anew, since minutes
        may have passed.
        """
        part, told = share.part, step.told[unit_of(share.part)]

        async def facts(basis: Basis) -> list[ReminderFact]:
            anew = basis is not share.basis
            now = await self.shares.part(basis, part.message) if anew else part
            return await self.shares.ended(now, end, told, at, home=home)

        settled = isinstance(end, Taken) and _told_all(share, step)
        await self.saying.say_surely(*unit_of(part), facts, share.basis if settled else None)

    async def _say_deferred(self, home: Part, step: Send, end: Deferred, at: datetime) -> None:
        async def facts(basis: Basis) -> list[ReminderFact]:
            now = await self.shares.part(basis, home.message)
            return [*handover.deferred(now, step, end, at)]

        await self.saying.say_surely(*unit_of(home), facts)


def _told_all(share: Share, step: Send) -> bool:
    """Whether the message speaks of all that is in a unit's part of it."""
    return set(step.told[unit_of(share.part)]) >= set(share.part.inside())
