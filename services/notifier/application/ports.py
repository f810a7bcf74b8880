"""Notifier, application: what it needs beside the ports of runtime."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from contracts.outgoing import Contacts, OutgoingMessage
from services.notifier.domain.handover import Handover


class ContactBook(Protocol):
    """Who is to be written to; asked at the moment of need, and never kept."""

    async def of(self, unit: str) -> Contacts | None:
        """The unit's contacts; None where there are none, or they cannot be understood."""


class Connection(Protocol):
    """An open connection to a provider."""

    async def hand_over(self, message: OutgoingMessage, address: str, at: datetime) -> Handover:
        """Hand one message over, dated `at`. However that ends is an answer, never an error."""


class Provider(Protocol):
    """Who takes the messages of one channel: the mail relay, or the SMS gateway."""

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """A connection; entering it raises Unavailable when the provider is away."""
