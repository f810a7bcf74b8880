"""Notifier, outbound: the lines to the relay, a bounded number, each for many mails."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar

import structlog
from aiosmtplib import SMTPResponseException

from runtime.failure import Unavailable
from services.notifier.domain.handover import Deferred, Handover, Refused
from services.notifier.domain.letter import Letter
from services.notifier.outbound.gateways.looking import USABLE
from services.notifier.outbound.mail.line import FAULTS, PERMANENT, Line, Relay, Stale, code, opened
from services.notifier.outbound.mail.mime import mime

log = structlog.get_logger()
T = TypeVar("T")

PROBE_SECONDS = 30.0
"""How often a line is opened only to see whether the relay lets us in, where no mail shows it; so
readiness is answered from what is known, and the relay is not asked for each probe of it.
"""
NOT_PASSING = (ssl.SSLError, FileNotFoundError, PermissionError)
"""A certificate that is not believed; a password's file that cannot be read."""
REMEDY = "check NGAYSO_SMTP_USER, _PASSWORD_FILE and _SECURITY, and NGAYSO_MAIL_CA_FILE"


Pace = Callable[[], Awaitable[float]]
"""0.0 where the next mail may go, which is counted; else in how many seconds to ask again."""


class MailConnection:
    """A line to the relay, for one mail."""

    def __init__(self, line: Line, sender: str, another: Callable[[], Awaitable[Line]]) -> None:
        self.line = line
        self._sender = sender
        self._another = another

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:
        """Once more over another line where the relay had closed this one before it was used."""
        try:
            mail = mime(letter, address, self._sender, at)
        except ValueError:
            return Refused("bad-address")
        try:
            return await self.line.hand_over(letter.id, address, mail)
        except Stale:
            await self.line.close()
        try:
            self.line = await self._another()
        except Unavailable:
            return Deferred("relay-away")
        return await self.line.hand_over(letter.id, address, mail)


class MailRelay:
    """Keeps lines open between mails, and looks whether the relay lets us in.

    `running` is entered once mails are taken, and left before that ends: from then on no mail
    begins, and those under way are finished.
    """

    def __init__(self, relay: Relay, pace: Pace | None = None) -> None:
        self._relay = relay
        self._pace = pace
        self._slots = asyncio.Semaphore(relay.lines)
        self._turns = asyncio.Lock()
        self._free: list[Line] = []
        self._leaving = asyncio.Event()
        self._wrong: str | None = None
        self._seen_at = float("-inf")

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[MailConnection]:
        """Raises Unavailable when the relay does not answer, does not let us in, or we leave."""
        async with self._slots:
            if self._pace:
                await self._unless_leaving(self._turn(self._pace))
            connection = MailConnection(await self._line(), self._relay.sender, self._open)
            try:
                yield connection
            finally:
                await self._put_back(connection.line)

    async def _turn(self, pace: Pace) -> None:
        """One asks at a time, so that the count is contended by other replicas alone; each sleeps
        for as long as it is told, and asks again, since one of them may have been quicker.
        """
        async with self._turns:
            while wait := await pace():  # noqa: ASYNC110 - what is waited for is time
                await asyncio.sleep(wait)

    async def _line(self) -> Line:
        """The one that was used last, so that the others may become idle."""
        while self._free:
            if (line := self._free.pop()).usable:
                return line
            await line.close()
        return await self._open()

    async def _open(self) -> Line:
        try:
            line = await self._unless_leaving(opened(self._relay))
        except FAULTS as error:
            self._tell(error)
            raise Unavailable(f"mail relay: {code(error)}") from None
        self._wrong, self._seen_at = None, time.monotonic()
        USABLE.labels("relay").set(1)
        return line

    def _tell(self, error: Exception) -> None:
        """Remembers what a person can mend apart from what passes."""
        self._seen_at = time.monotonic()
        why = f"does not let us in ({code(error)}): {REMEDY}" if _shut(error) else code(error)
        if self._wrong != why:
            log.warning("relay-not-usable", why=why)
        self._wrong = why
        USABLE.labels("relay").set(0)

    async def _unless_leaving(self, work: Coroutine[Any, Any, T]) -> T:
        """Raises Unavailable as soon as we leave, whatever the relay does."""
        doing = asyncio.create_task(work)
        leaving = asyncio.create_task(self._leaving.wait())
        try:
            await asyncio.wait((doing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise Unavailable("stopping")
        finally:
            leaving.cancel()
            doing.cancel()

    async def _put_back(self, line: Line) -> None:
        if line.usable and not self._leaving.is_set():
            line.free_since = time.monotonic()
            self._free.append(line)
        else:
            await line.close()

    def notes(self) -> dict[str, object]:
        """What /readyz says of a relay that takes no mails: they wait, and all else goes on."""
        return {"relay": self._wrong} if self._wrong else {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        looking = asyncio.create_task(self._looking())
        try:
            yield
        finally:
            self._leaving.set()
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await asyncio.gather(*(line.close() for line in self._free))

    async def _looking(self) -> None:
        while True:
            now = time.monotonic()
            idle = [line for line in self._free if now - line.free_since >= self._relay.idle]
            self._free = [line for line in self._free if line not in idle]
            await asyncio.gather(*(line.close() for line in idle))
            if now - self._seen_at >= PROBE_SECONDS:
                await self._probe()
            await asyncio.sleep(self._relay.idle / 4)

    async def _probe(self) -> None:
        """Nothing is sent; what was seen is told by `check` and `notes`."""
        async with self._slots:
            with suppress(Unavailable):
                await self._put_back(await self._open())


def _shut(error: Exception) -> bool:
    """Whether it will stay so until somebody changes a setting, a password or a certificate."""
    if isinstance(error, NOT_PASSING) or isinstance(error.__cause__, NOT_PASSING):
        return True
    if isinstance(error, SMTPResponseException):
        return error.code >= PERMANENT
    return not isinstance(error, (OSError, TimeoutError))
