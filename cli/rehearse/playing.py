"""Cli, rehearse: the notifier over the parts in memory, through a whole campaign in seconds."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache

from cli.rehearse.assuming import Assumed, Facts
from cli.rehearse.carrying import Book, Carriers
from contracts import topology
from contracts.envelope import trusted_batch
from contracts.facts import ReminderFact, facts_on
from contracts.outgoing import Contacts
from runtime.delivery import Handler, Key
from runtime.jumping import JumpingClock, jump_through
from runtime.memory.consume import consume
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryLatest, MemoryOutbox, MemoryTimers
from runtime.memory.server import Server
from services.notifier.application.digest.inviting import Inviting
from services.notifier.assembly import Parts, assemble
from services.notifier.outbound.mail.written import Templates
from services.notifier.outbound.workbooks import Workbooks
from services.notifier.settings import Settings

LONGEST_AFTER = timedelta(days=120)
"""After the last due moment nobody waits longer for what is still to come."""
LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Played:
    """What the notifier said of each unit, in order; `waiting`: what had not come to an end."""

    said: Sequence[ReminderFact]
    waiting: int


Step = Callable[[], None]


def play(
    facts: Facts,
    contacts: Iterable[Contacts],
    assumed: Assumed,
    carriers: Carriers,
    settings: Settings,
    day: Step = lambda: None,
) -> Played:
    """Everything that follows from the facts, until nothing more does; `day` is called once a day.

    The carriers hold what they were handed.
    """
    return jump_through(_Campaign(facts, Book(contacts), assumed, carriers, settings, day).played())


def days_of(facts: Facts, assumed: Assumed) -> int:
    """About how many days there are to go through."""
    return ((facts.last_due or assumed.published) - assumed.published).days + 1


_templates = cache(Templates)
"""Tried with every kind of mail once, however many campaigns are played."""


async def _at_once(make: Callable[..., bytes], *of: object) -> bytes:
    """No other thread: the clock would jump on meanwhile."""
    return make(*of)


class _Campaign:
    def __init__(
        self,
        facts: Facts,
        book: Book,
        assumed: Assumed,
        carriers: Carriers,
        settings: Settings,
        day: Step,
    ) -> None:
        self._facts, self._assumed, self._day = facts, assumed, day
        self._clock = JumpingClock(assumed.published)
        self._server = server = Server(self._clock)
        self._parts = Parts(
            log=MemoryLog(server),
            timers=MemoryTimers(server),
            kept_timers=MemoryLatest(server, topology.REMINDERS),
            slots=MemoryLatest(server, topology.SLOTS),
            outbox=MemoryOutbox(server),
            book=book,
            relay=carriers,
            gateways=carriers,
            clock=self._clock,
            limits=settings.limits,
            gather_for=settings.gather_for,
            gather_ahead=settings.gather_ahead,
            help_line=settings.help_line,
            help_phone=settings.help_phone,
            writer=_templates(settings.templates),
            workbooks=Workbooks(_at_once),
            inviting=Inviting(parseaddr(settings.smtp_from)[1]),
        )

    async def played(self) -> Played:
        """What the log holds at the beginning the notifier finds there."""
        for one in self._facts.told:
            if one.at <= self._assumed.published:
                self._server.events.store(one.subject, one.data, {})
        tasks = [asyncio.create_task(one) for one in (self._tell(), self._stay(), self._days())]
        telling, staying, days = tasks
        await telling
        await staying
        last = max(self._facts.last_due or self._clock.now(), self._clock.now())
        for _ in range((last + LONGEST_AFTER - self._clock.now()) // LOOK_AGAIN):
            await asyncio.sleep(LOOK_AGAIN.total_seconds())
            if not self._busy():
                break
        days.cancel()
        return Played(self._said(), self._busy())

    async def _tell(self) -> None:
        """The registry's facts come, each at its moment."""
        for one in self._facts.told:
            if one.at > self._assumed.published:
                await self._until(one.at)
                await self._server.publish(one.subject, one.data, {})

    async def _stay(self) -> None:
        """The notifier is there, but for the outage; then it knows what the log says."""
        tasks = self._start()
        if self._assumed.outage:
            gone, back = self._assumed.outage
            await self._until(gone)
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task
            await self._until(back)
            self._start()

    def _start(self) -> list[asyncio.Task[None]]:
        self._tasks: list[asyncio.Task[None]] = []

        def take(durable: topology.Durable, handler: Handler, key: Key | None) -> None:
            self._tasks.append(asyncio.create_task(consume(self._server, durable, handler, key)))

        assemble(self._parts, take)
        return self._tasks

    async def _days(self) -> None:
        while True:
            self._day()
            await asyncio.sleep(timedelta(days=1).total_seconds())

    async def _until(self, moment: datetime) -> None:
        await asyncio.sleep(max((moment - self._clock.now()).total_seconds(), 0.0))

    def _busy(self) -> int:
        """How many timers and messages have not come to an end."""
        streams = self._server.streams
        queues = (topology.REMINDERS.name, topology.OUTBOX.name)
        taken = (len(one.pending) for one in self._server.events.durables.values())
        return sum(len(streams[name].records) for name in queues) + sum(taken)

    def _said(self) -> Sequence[ReminderFact]:
        found = self._server.events.after(topology.message_facts("*", "*"), 0)
        events = (e for one in found for e in trusted_batch(one.data, facts_on(one.subject)))
        return [event.data for event in events if isinstance(event.data, ReminderFact)]
