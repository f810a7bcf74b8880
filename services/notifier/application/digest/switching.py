"""Notifier, application: what an address did not take goes to the person by another channel."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from contracts.outgoing import Contact
from contracts.plan import Channel
from services.notifier.application.addressees import Addressees
from services.notifier.application.contacts.faults import Faults
from services.notifier.application.digest.gathering import Composed, Gathering
from services.notifier.domain.contacts.faults import NO_SUCH_ADDRESS
from services.notifier.domain.digest.part import Part, topic_of
from services.notifier.domain.digest.slots import Whom
from services.notifier.domain.ending import End, Failed
from services.notifier.domain.reach import address, on_record
from services.notifier.domain.rungs import Key
from services.notifier.domain.told.tell import may_go


@dataclass(frozen=True)
class Switching:
    """At once, within the person's budget and quiet hours; not where the provider is at fault."""

    addressees: Addressees
    gathering: Gathering
    faults: Faults

    async def after(
        self, part: Part, end: End, told: Collection[Key], now: datetime
    ) -> dict[Key, Composed]:
        """By what the message spoke of, in which other message it is, of a message that ended."""
        channel = part.posting.channel
        if not isinstance(end, Failed) or end.reason not in NO_SUCH_ADDRESS[channel]:
            return {}
        return await self.of(part, told, now)

    async def of(self, part: Part, told: Collection[Key], now: datetime) -> dict[Key, Composed]:
        """The same of a message whose address was found to be no good."""
        found: dict[Key, Composed] = {}
        if not told or self.faults.provider_at_fault(part.posting.channel):
            return found
        for key in (one for one in part.wanted(now) if one in told):
            if (whom := await self._elsewhere(part, key)) and (
                composed := await self.gathering.move(part, key, whom, now)
            ):
                found[key] = composed
        return found

    async def _elsewhere(self, part: Part, key: Key) -> Whom | None:
        """The recipient, if still behind the message's address, by a channel that works and by
        which nobody wrote of this yet.
        """
        posting, situation = part.posting, part.situation
        unit = posting.above or situation.addressee(key)
        book = await self.addressees.behind_tokens(unit)
        contact = next((one for one in book.contacts if one.id == posting.keys[key]), None)
        if contact is None or not await self._is(contact, part):
            return None
        for channel in get_args(Channel):
            where = address(contact, channel, topic_of(key, posting.above))
            if (
                channel != posting.channel
                and where
                and may_go(key, channel)
                and not situation.stopped(key, channel)
            ):
                whom = Whom(await self.addressees.person(channel, where), channel)
                return None if self._written(part, key, whom) else whom
        return None

    async def _is(self, contact: Contact, part: Part) -> bool:
        channel = part.posting.channel
        where = on_record(contact, channel)
        return (
            where is not None
            and await self.addressees.person(channel, where) == part.posting.person
        )

    def _written(self, part: Part, key: Key, whom: Whom) -> bool:
        of = (part.reminders.messages[one] for one in part.reminders.instances[key].messages)
        return any((one.person, one.channel) == whom and key in one.keys for one in of)
