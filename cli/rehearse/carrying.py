"""Cli, rehearse: who is written to, and a relay and gateways that take whatever they are handed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cli.console import Trouble
from contracts import topology
from contracts.outgoing import Contacts
from contracts.plan import Channel
from runtime.clock import SystemClock
from runtime.memory.publish import MemoryLatest
from runtime.memory.server import Server
from runtime.rates import Rates
from services.notifier.application.ports import Change
from services.notifier.domain.handover import Accepted, Handover, Refused
from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.segments import as_sent, segments

if TYPE_CHECKING:
    from services.notifier.outbound.gateways.pool import Pool

UNREGISTERED = "unregistered-text"
ANY = "gateway"
"""The gateway where no file names one."""
Answer = Callable[[Letter, str], Handover]
"""How a relay or gateway answers to a letter that is handed to it, for which address."""


def taken(letter: Letter, address: str) -> Handover:  # noqa: ARG001 - whatever they are
    """Whatever it is, it is taken."""
    return Accepted()


class Book:
    """As the notifier's NotedBook, in memory."""

    def __init__(self, records: Iterable[Contacts]) -> None:
        self._records = {one.unit: one for one in records}

    async def of(self, unit: str) -> Contacts | None:
        return self._records.get(unit)

    async def person(self, channel: Channel, address: str) -> str:
        return sha256(f"{channel} {address.casefold()}".encode()).hexdigest()[:32]

    async def replace(self, unit: str, change: Change) -> tuple[Contacts | None, Contacts | None]:
        before = self._records.get(unit)
        after = change(before)
        if after is not None:
            self._records[unit] = after
        return before, after


@dataclass(frozen=True)
class Handed:
    """One message as it left: a mail's subject and text, without its page, and what its `files` are
    called; an SMS as the gateway is handed it, with what it is charged as and what that costs
    (đồng; None: not known).
    """

    at: datetime
    message: str
    channel: Channel
    address: str
    subject: str
    text: str
    segments: int = 0
    price: int | None = None
    refused: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What an SMS costs, where no file of gateways says it."""

    price: int | None = None
    accents: bool = False


@dataclass
class Carriers:
    """The relay and the gateways at once, as the notifier's ports; keeps what they were handed."""

    terms: Terms = Terms()
    pool: "Pool | None" = None
    answer: Answer = taken
    handed: list[Handed] = field(default_factory=list)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["Carriers"]:
        yield self

    async def choose(self, letter: Letter) -> str:
        """By the file's terms, as when it is sent."""
        return await self.pool.choose(letter) if self.pool else letter.via or ANY

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:
        unregistered = self.pool and letter.via and not self.pool.gateways[letter.via].takes(letter)
        end = Refused(UNREGISTERED) if unregistered else self.answer(letter, address)
        reason = None if isinstance(end, Accepted) else getattr(end, "reason", "")
        self.handed.append(self._handed(letter, address, at, reason))
        return end

    def _handed(self, letter: Letter, address: str, at: datetime, refused: str | None) -> Handed:
        what = (at, letter.id, letter.channel, address, letter.subject)
        if letter.channel == "email":
            files = tuple(one.name for one in letter.attachments)
            return Handed(*what, letter.text, refused=refused, files=files)
        terms = self._terms(letter)
        text = as_sent(letter.text, terms.accents)
        parts = segments(text)
        price = None if terms.price is None else parts * terms.price
        return Handed(*what, text, parts, price, refused)

    def _terms(self, letter: Letter) -> Terms:
        if self.pool is None or letter.via is None:
            return self.terms
        found = self.pool.gateways[letter.via].terms
        return Terms(found.price, found.accents)


def pool_of(file: Path) -> "Pool":
    """The gateways of an office's file, as the notifier chooses among them; none is connected to.
    Raises Trouble where the file is wrong.
    """
    from services.notifier.outbound.gateways.contract import read_contract  # noqa: PLC0415 - most name none
    from services.notifier.outbound.gateways.pool import Pool  # noqa: PLC0415

    try:
        contract = read_contract(file)
    except SystemExit as error:
        raise Trouble("gateways-wrong", detail=error) from error
    kept = MemoryLatest(Server(SystemClock()), topology.RATES)
    return Pool.of(contract, None, Rates(kept, lambda: asyncio.get_running_loop().time()))
