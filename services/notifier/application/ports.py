"""Notifier, application: what it needs beside the ports of runtime."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from contracts.outgoing import Contacts, Erasure
from contracts.plan import Channel
from contracts.unit import Unit
from runtime.failure import Unavailable
from services.notifier.domain.ending import Returned
from services.notifier.domain.handover import Handover
from services.notifier.domain.letter import Letter
from services.notifier.domain.mail.contents import Contents
from services.notifier.domain.standing import Situation

Change = Callable[[Contacts | None], Contacts | None]


class ContactBook(Protocol):
    """Who is to be written to; asked at the moment of need, and never kept."""

    async def of(self, unit: str) -> Contacts | None:
        """The unit's contacts; None where there are none, or they cannot be understood."""

    async def person(self, channel: Channel, address: str) -> str:
        """The word that stands for whoever is reached there: the same for every unit, and nothing
        that an address could be found by without a key that lies beside the contacts'.
        """


class NotedBook(ContactBook, Protocol):
    """Where what is found out about an address is noted beside it."""

    async def replace(self, unit: str, change: Change) -> tuple[Contacts | None, Contacts | None]:
        """What stood, and what stands now: what `change` makes of it, None for nothing. Of two at
        once the second one sees what the first one left.

        What is replaced cannot be read any more, by anybody, from any copy.
        """


class ContactStore(NotedBook, Protocol):
    """Where contacts are kept and erased; nobody else has them."""

    async def everybody(self) -> list[str]:
        """The units that have contacts."""

    async def several(self, units: Collection[str]) -> dict[str, Contacts]:
        """As `of`, of many units at once, those alone that have contacts."""

    async def forget(self, unit: str) -> None:
        """What the unit had before cannot be read with any copy of the keys either."""

    async def note(self, erasure: Erasure) -> None:
        """Keep the record of an erasure."""

    async def erasures(self, unit: str) -> list[Erasure]:
        """The records of a unit's erasures, the oldest first."""


class Written(NamedTuple):
    """A mail's text, and the same as a page."""

    text: str
    html: str


class MailWriter(Protocol):
    """Who writes mails out."""

    def write(self, contents: Contents) -> Written:
        """The same contents as text and as a page."""


class WorkbookMaker(Protocol):
    """Who makes workbooks."""

    async def make(self, situation: Situation, units: Mapping[str, Unit]) -> bytes:
        """The .xlsx of a participant, of what it owes by the plan; `units` is the directory."""


class Connection(Protocol):
    """An open connection to a provider."""

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:
        """Hand one letter over, dated `at`. However that ends is an answer, never an error."""


class Provider(Protocol):
    """Who takes the messages of one channel: the mail relay, or the SMS gateway."""

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """A connection; entering it raises Unavailable when the provider is away."""


class Gateways(Provider, Protocol):
    """Who takes SMS: one gateway or several."""

    async def choose(self, letter: Letter) -> str:
        """The name of the gateway that is to take the letter now: where an attempt of unknown end
        is to be asked about, that one and no other. Raises Unavailable while there is none, Retry
        until one has room again.
        """


class Shut(Unavailable):
    """A server that we need will not let us in until somebody changes a setting or a secret."""


class OpenMailbox(Protocol):
    """What waits in the mailbox that mails come back to, by the server's number of it."""

    async def waiting(self) -> Sequence[tuple[str, Returned | None]]:
        """Some of what nobody read yet, each once, and what it says of ours; nothing is marked by
        it. None: all were given.
        """

    async def done(self, number: str) -> None:
        """What it says is said: it is marked as read."""

    async def leave(self, number: str) -> None:
        """It says nothing of ours: it stays unread, for whoever it is for."""


class Mailbox(Protocol):
    """Where mails come back to."""

    def open(self) -> AbstractAsyncContextManager[OpenMailbox]:
        """The mailbox, for one look; raises Unavailable where it is away, or goes meanwhile."""
