"""Notifier, application: whose contacts a unit's messages go to; once it ended, its successors'."""

from dataclasses import dataclass
from datetime import date

from contracts.outgoing import Contacts
from contracts.plan import Channel
from contracts.topology import NOTIFIER
from contracts.words import Topic
from services.notifier.application.keeping import read
from services.notifier.application.memory import Memory
from services.notifier.application.ports import ContactBook
from services.notifier.domain.digest.part import Reached
from services.notifier.domain.reach import MOST_CONTACTS, address, borrowed, borrowed_token


@dataclass(frozen=True)
class Addressees:
    """Looks up contacts at the moment they are needed; keeps none."""

    memory: Memory
    book: ContactBook

    async def to_write_to(self, unit: str) -> Contacts | None:
        """The unit's contacts; of one that has ended, its successors' where they have any.

        Asked when a timer fires, to choose whom messages are composed to.
        """
        theirs = await self._successors(unit)
        return theirs if theirs.contacts else await read(self.book, unit, NOTIFIER)

    async def behind_tokens(self, unit: str) -> Contacts:
        """Everybody that a message may have been composed to, before the unit's end or after.

        Asked when a message leaves, to find the address behind its token.
        """
        theirs, own = await self._successors(unit), await read(self.book, unit, NOTIFIER)
        everybody = [*(own.contacts if own else []), *theirs.contacts]
        return Contacts(unit=unit, contacts=everybody[:MOST_CONTACTS])

    async def person(self, channel: Channel, address: str) -> str:
        """Who is reached there, whichever units the person serves."""
        return await self.book.person(channel, address)

    async def reached(
        self, contacts: Contacts, token: str, channel: Channel, topic: Topic, today: date
    ) -> Reached | None:
        """Where whoever a message was composed to is reached by now, if anywhere."""
        one = next((one for one in contacts.contacts if one.id == token), None)
        where = address(one, channel, topic) if one else None
        if one is None or where is None:
            return None
        person = await self.person(channel, where)
        return Reached(where, person, one.role, await self._whose(contacts.unit, token, today))

    async def _whose(self, unit: str, token: str, today: date) -> str:
        """The name of the successor whose contact that is; of the unit's own none."""
        for heir in await self.memory.successors(unit):
            book = await read(self.book, heir, NOTIFIER)
            theirs = book.contacts if book else []
            if any(borrowed_token(heir, one.id) == token for one in theirs):
                return (await self.memory.units())[heir].name(today)
        return ""

    async def _successors(self, unit: str) -> Contacts:
        heirs = await self.memory.successors(unit)
        books = {heir: await read(self.book, heir, NOTIFIER) for heir in heirs}
        theirs = borrowed({heir: book.contacts for heir, book in books.items() if book})
        return Contacts(unit=unit, contacts=theirs)
