"""The notifier as it is assembled, over the parts in memory, with an office to play with.

What it cannot catch: what a real server or network does, and what relays and gateways answer;
tests/notifier/test_kills.py and tests/notifier/test_carriers.py look at those.
"""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager, suppress
from datetime import time, timedelta
from functools import cache
from hashlib import sha256

from contracts import topology
from contracts.envelope import decode, encode, trusted_batch, wrap
from contracts.facts import PlanPublished, facts_on
from contracts.outgoing import Contacts, OutgoingMessage
from runtime.memory.consume import consume
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryLatest, MemoryOutbox, MemoryTimers
from runtime.memory.server import Server
from services.notifier.application.digest.inviting import Inviting
from services.notifier.assembly import Parts, assemble
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Accepted, Limits, Uncertain
from services.notifier.outbound.mail.written import Templates
from tests.notifier.campaign import CONTACTS, OFFICER, OPENED, participant, plan, receipt
from tests.seeded import LoopClock

PLAN, UNIT = "ncds-2022", "binh-son"
WHOLE_DAY = Limits(timedelta(days=3650), Manners(10**6, 10**6, time.min, time.max))
GATHER, AHEAD = timedelta(seconds=2), timedelta(minutes=5)
ELSEWHERE = OFFICER.model_copy(update={"email": "moi@binhson.example", "phone": "0914 000 009"})
"""Another person who has the officer's place, and is reached only there."""
ORGANIZER = "nhacviec@so.example"
A_YEAR = 400 * 24 * 3600.0
templates = cache(Templates)
"""Made once: to try them all takes longer than a campaign."""


class Book:
    """Who is to be written to, by unit."""

    def __init__(self, **contacts: Contacts) -> None:
        self.contacts = contacts or {UNIT: CONTACTS}

    async def of(self, unit):
        await asyncio.sleep(0)
        return self.contacts.get(unit)

    async def person(self, channel, address):
        await asyncio.sleep(0)
        return sha256(f"{channel} {address}".encode()).hexdigest()[:32]

    async def replace(self, unit, change):
        before = self.contacts.get(unit)
        self.contacts[unit] = change(before)
        return before, self.contacts[unit]


class Provider:
    """Takes messages, unless `answers` says otherwise; `taken` counts them by id.

    A gateway (`asks`) knows its request ids, a relay takes a mail as often as it comes. `check` is
    called with the message of the outbox, and with the letter that is made of it.
    """

    def __init__(self, outbox, *, asks):
        self._outbox = outbox
        self._asks = asks
        self.answers = Accepted
        self.check = lambda message, letter: None
        self.heard = lambda address: None
        self.delay = lambda: 0
        self.taken = Counter()

    @asynccontextmanager
    async def connect(self):
        await asyncio.sleep(self.delay())
        yield self

    async def choose(self, letter):
        return letter.via or "gateway"

    async def hand_over(self, letter, address, at):
        self.check(self._message(letter), letter)
        self.heard(address)
        await asyncio.sleep(0)
        if self._asks and self.taken[letter.id]:
            return Accepted()
        answer = self.answers()
        if isinstance(answer, Accepted | Uncertain):
            self.taken[letter.id] += 1
        await asyncio.sleep(0)
        return answer

    def _message(self, letter):
        subject = topology.outbox(letter.channel, letter.id)
        data = next(one.data for one in self._outbox.records.values() if one.subject == subject)
        return decode(data, {OutgoingMessage.wire: OutgoingMessage}).data


class Trial:
    """One log, one outbox, one relay and one gateway; any number of notifiers."""

    def __init__(self, limits=WHOLE_DAY, log=MemoryLog, start=OPENED, **more):
        """`more`: further Parts of each notifier."""
        self.clock = LoopClock(start)
        self.server = Server(self.clock)
        self.log = MemoryLog(self.server)
        outbox = self.server.streams[topology.OUTBOX.name]
        self.relay, self.gateway = Provider(outbox, asks=False), Provider(outbox, asks=True)
        self.book = Book()
        self._limits = limits
        self._theirs = log
        self._more = more
        self._running = []

    async def append(self, subject, *facts):
        last = await self.log.last(topology.lock_of(subject))
        expected = last.sequence if last else 0
        events = [
            encode(wrap(fact, id=f"{expected}-{n}", source="test")) for n, fact in enumerate(facts)
        ]
        return await self.log.append(subject, events, expected)

    async def publish(self, of=None, units=(UNIT,)):
        fact = PlanPublished(
            plan=of or plan(), participants=[participant(u) for u in units], receipt=receipt(OPENED)
        )
        await self.append(topology.plan_facts(fact.plan.id), fact)

    async def unit_says(self, *facts, unit=UNIT, plan=PLAN):
        return await self.append(topology.unit_facts(plan, unit), *facts)

    def start(self):
        """One more notifier, which knows nothing yet."""
        parts = Parts(
            log=self._theirs(self.server),
            timers=MemoryTimers(self.server),
            kept_timers=MemoryLatest(self.server, topology.REMINDERS),
            slots=MemoryLatest(self.server, topology.SLOTS),
            outbox=MemoryOutbox(self.server),
            book=self.book,
            relay=self.relay,
            gateways=self.gateway,
            clock=self.clock,
            limits=self._limits,
            gather_for=GATHER,
            inviting=Inviting(ORGANIZER),
            **{"gather_ahead": AHEAD, "writer": templates(), **self._more},
        )
        tasks = []

        def take(durable, handler, key):
            if durable is topology.NOTIFIER_EMAIL:
                self.mails = handler.__self__._sending
            tasks.append(asyncio.create_task(consume(self.server, durable, handler, key)))

        assembled = assemble(parts, take)
        self.renewing, self.hearing = assembled.renewing, assembled.hearing
        self.declined = assembled.declined
        self._running.append(tasks)

    async def kill(self, which=0):
        """End one at whatever it is about to do."""
        if not self._running:
            return
        for task in (tasks := self._running.pop(which % len(self._running))):
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def end(self):
        """Time runs out; then all are ended."""
        await asyncio.sleep(A_YEAR)
        while self._running:
            await self.kill()

    async def said(self, unit=UNIT):
        stored = await self.log.read(topology.message_facts(PLAN, unit))
        return [event.data for one in stored for event in one.events]

    def told(self, plan, unit):
        """What stands in the log right now of what was said to one unit by one plan."""
        subject = topology.message_facts(plan, unit)
        stored = self.server.events.after(subject, 0)
        return [e.data for one in stored for e in trusted_batch(one.data, facts_on(subject))]

    def waiting(self, stream):
        """How many messages a stream holds."""
        return len(self.server.streams[stream].records)
