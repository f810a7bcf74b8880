"""Notifier, inbound: whose contacts a unit's messages go to, once it has ended its successors'."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from contracts.outgoing import Contacts
from services.notifier.domain.reach import MOST_CONTACTS, borrowed
from services.notifier.inbound.ledger import Ledger


@dataclass(frozen=True)
class Addressees:
    """Looks up contacts at the moment they are needed; keeps none."""

    ledger: Ledger
    book: Callable[[str], Awaitable[Contacts | None]]

    async def to_write_to(self, unit: str) -> Contacts | None:
        """The unit's contacts; of one that has ended, its successors' where they have any."""
        theirs = await self._successors(unit)
        return theirs if theirs.contacts else await self.book(unit)

    async def behind_tokens(self, unit: str) -> Contacts | None:
        """Everybody that a message may have been composed to, before the unit's end or after."""
        theirs, own = await self._successors(unit), await self.book(unit)
        everybody = [*(own.contacts if own else []), *theirs.contacts]
        return Contacts(unit=unit, contacts=everybody[:MOST_CONTACTS])

    async def _successors(self, unit: str) -> Contacts:
        heirs = await self.ledger.successors(unit)
        return borrowed(unit, {heir: await self.book(heir) for heir in heirs})
