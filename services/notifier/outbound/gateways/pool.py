"""Notifier, outbound: all gateways as one: which one takes a message, and what its answer means."""

import hashlib
import math
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import httpx
from prometheus_client import Counter

from runtime.failure import Retry, Unavailable
from runtime.rates import Rates
from services.notifier.domain.ending import Told
from services.notifier.domain.handover import Accepted, Deferred, Handover, Refused, Uncertain
from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.segments import as_sent, segments
from services.notifier.outbound.gateways.breaker import Breaker
from services.notifier.outbound.gateways.callback import CallbackUrl
from services.notifier.outbound.gateways.contract import Contract, EsmsTerms, HttpTerms
from services.notifier.outbound.gateways.esms import Esms
from services.notifier.outbound.gateways.line import NOT_TAKEN, Busy
from services.notifier.outbound.gateways.plain import Plain

SEGMENTS = Counter("ngayso_sms_segments", "Segments that gateways accepted.", ["gateway"])
DONG = Counter("ngayso_sms_dong", "What these cost by the file of gateways, in đồng.", ["gateway"])


class Gateway(Protocol):
    """One gateway: it is sent to, asked, and heard."""

    @property
    def terms(self) -> EsmsTerms | HttpTerms:
        """The contract with it."""

    @property
    def client(self) -> httpx.AsyncClient:
        """Keeps the connections."""

    def takes(self, letter: Letter) -> bool:
        """Whether the letter's text is one that was registered with it."""

    async def send(self, letter: Letter, phone: str) -> Handover:
        """Hand the letter over."""

    async def ask(self, letter: Letter, phone: str, since: datetime) -> Handover:
        """What became of an attempt that began at `since` (real time) and never ended."""

    async def check(self) -> str | None:
        """What is wrong with our account there, found out without sending; None: nothing."""

    def told(self, query: Mapping[str, str], leg: str) -> Told | None:
        """What a callback says; None: nothing that is an end."""


@dataclass(frozen=True)
class Pool:
    """The gateways of the office's file."""

    gateways: Mapping[str, Gateway]
    breakers: Mapping[str, Breaker]
    rates: Rates

    @classmethod
    def of(cls, contract: Contract, callback: CallbackUrl | None, rates: Rates) -> "Pool":
        """As the file says."""
        named: dict[str, Gateway] = {
            terms.name: (
                Esms(terms, callback) if isinstance(terms, EsmsTerms) else Plain(terms, callback)
            )
            for terms in contract.gateways
        }
        return cls(named, {name: Breaker() for name in named}, rates)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Their connections."""
        async with AsyncExitStack() as stack:
            for one in self.gateways.values():
                await stack.enter_async_context(one.client)
            yield

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["Pool"]:
        """The clients keep their own connections."""
        yield self

    async def choose(self, letter: Letter) -> str:
        """Of those that may have it the one that a draw by the message's id gives it to.

        A gateway that was asked before is asked about it first. One that turned the message down
        for now comes last, one that rests or has no room not at all. The draw is weighted by share
        and always falls the same way, so that a message does not wander.
        """
        if letter.asked_since and letter.via:
            if letter.via not in self.gateways:
                raise Unavailable(f"gateway {letter.via} has a message: put it back into the file")
            await self._room([letter.via])
            return letter.via
        left = [name for name in self.gateways if name not in letter.closed]
        takers = [name for name in left if self.gateways[name].takes(letter)]
        awake = [name for name in takers or left if not self.breakers[name].resting()]
        if not awake:
            raise Unavailable("no SMS gateway is to be had")
        awake.sort(key=lambda name: (name == letter.avoid, -self._draw(name, letter.id)))
        name = await self._room(awake)
        self.breakers[name].chosen()
        return name

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:  # noqa: ARG002 - the gateway dates
        """Hands the letter to the gateway that was chosen, or asks it what became of it.

        What one gateway will never take another one may, while there is one. Who is asked about an
        attempt, and cannot say that it was not taken, leaves its end unknown: no other one may.
        """
        name = letter.via or ""
        gateway, breaker = self.gateways[name], self.breakers[name]
        start = time.monotonic()
        if letter.asked_since:
            end = await gateway.ask(letter, address, letter.asked_since)
        else:
            end = await gateway.send(letter, address)
        match end:
            case Busy(pause=pause):
                breaker.bad(pause)
            case Deferred(reason) if reason != NOT_TAKEN:
                breaker.bad()
            case Uncertain():
                breaker.bad()
            case _:
                breaker.good(time.monotonic() - start)
        if isinstance(end, Accepted):
            _count(letter, gateway.terms)
        return self._known(letter, end)

    def _known(self, letter: Letter, end: Handover) -> Handover:
        """What the answer says of the message, beside what it says of this request."""
        others = self.gateways.keys() - {letter.via, *letter.closed}
        match end:
            case Deferred(reason) if letter.asked_since and reason != NOT_TAKEN:
                return Uncertain(reason)
            case Refused(reason) if others and not letter.asked_since:
                return Deferred(reason, for_good=True)
            case _:
                return end

    async def _room(self, names: Sequence[str]) -> str:
        """The first of them that has room in its minute."""
        waits = []
        for name in names:
            most = self.gateways[name].terms.per_minute
            wait = await self.rates.take(f"gateway-{name}", most) if most else 0.0
            if not wait:
                return name
            waits.append(wait)
        raise Retry("the gateway's minute is full", min(waits))

    def _draw(self, name: str, message: str) -> float:
        """By weighted rendezvous hashing: the largest of all names has the message."""
        drawn = hashlib.sha256(f"{name}/{message}".encode()).digest()
        chance = (int.from_bytes(drawn[:8]) + 1) / 2**64
        weight = self.gateways[name].terms.weight * self.breakers[name].share
        return -weight / math.log(chance) if chance < 1 else math.inf


def _count(letter: Letter, terms: EsmsTerms | HttpTerms) -> None:
    parts = segments(as_sent(letter.text, terms.accents))
    SEGMENTS.labels(terms.name).inc(parts)
    DONG.labels(terms.name).inc(parts * terms.price)
