"""Notifier, application: takes an address off a channel, for whoever follows the link in a mail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from contracts.facts import MessageDeclined, ReminderFact
from contracts.outgoing import OptOutAsked
from contracts.plan import Channel
from contracts.words import Topic
from runtime.clock import Clock
from services.notifier.application.keeping import Keeping
from services.notifier.application.memory import Basis, Memory
from services.notifier.application.saying import Saying
from services.notifier.domain.reach import on_record

log = structlog.get_logger()

ASKER = "unsubscribe"


@dataclass(frozen=True)
class Declined:
    """Has the collecting office told of who wants no more and cannot be done without."""

    memory: Memory
    saying: Saying
    tell: Callable[[str, str], Awaitable[None]]
    clock: Clock

    async def tell_offices(self, unit: str, channel: Channel, person: str) -> None:
        """Of each plan by which the unit's person got a message of the channel; once."""
        for plan, one in await self.memory.everybody():
            if one != unit:
                continue

            async def facts(basis: Basis) -> list[ReminderFact]:
                messages = basis.reminders.messages.items()
                theirs = [
                    (name, posting)
                    for name, posting in messages
                    if (posting.channel, posting.person) == (channel, person)
                ]
                if not theirs or any(posting.declined for _, posting in theirs):
                    return []
                plan, unit = basis.about
                name, at = theirs[-1][0], self.clock.now()
                return [MessageDeclined(plan=plan, unit=unit, at=at, message=name)]

            await self.saying.say_surely(plan, unit, facts)
            await self.tell(plan, unit)


@dataclass(frozen=True)
class Stopping:
    """A person is an address: it is taken off wherever it stands, but where that would leave a role
    of a unit without anybody. That happens once somebody else is named, which the office is told.
    """

    keeping: Keeping
    declined: Declined

    async def stop(
        self, channel: Channel, person: str, topic: Topic | None = None, *, out: bool = True
    ) -> bool:
        """Whether it is as asked: nothing more is sent there, or nothing of a topic; or (not `out`)
        it is again. Asked again, it answers the same.
        """
        store, done = self.keeping.store, True
        for unit, contacts in (await store.several(await store.everybody())).items():
            for one in contacts.contacts:
                where = on_record(one, channel)
                if where is None or await store.person(channel, where) != person:
                    continue
                asked = OptOutAsked(contact=one.id, channel=channel, topic=topic, out=out)
                answer = await self.keeping.opt_out(ASKER, unit, asked, note=True)
                if answer.findings:
                    log.warning("unsubscribe-kept", unit=unit, code=answer.findings[0].code)
                    await self.declined.tell_offices(unit, channel, person)
                    done = False
        return done
