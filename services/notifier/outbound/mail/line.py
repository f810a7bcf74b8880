"""Notifier, outbound: one line to the relay, kept between mails, and what each answer means."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Literal

from aiosmtplib import SMTP, SMTPException, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Handover,
    Refused,
    Uncertain,
)

FAULTS = (SMTPException, OSError, TimeoutError)
TEMPORARY, PERMANENT, TOO_LARGE = 400, 500, 600
START_INPUT, CLOSING = 354, 421
BLOCK = 64 * 1024
"""Bytes of a mail that are written at once."""
QUIT_SECONDS = 5.0
"""Nothing hangs on the answer to a farewell."""


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for an answer, by RFC 5321, 4.5.3.2. A relay may well take minutes after the
    last dot; who leaves before it answers does not know whether it took the mail.
    """

    greeting: float = 300.0
    envelope: float = 300.0
    data: float = 120.0
    block: float = 180.0
    end: float = 600.0


@dataclass(frozen=True)
class Relay:
    """Where the relay is, and as whom we write. `tls`: whose certificates are believed; the
    password's file is read whenever a line is opened. A line carries `most_mails` one after the
    other; one that nobody needed for `idle` seconds is closed.
    """

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    sender: str
    user: str | None = None
    password_file: Path | None = None
    tls: ssl.SSLContext | None = None
    lines: int = 8
    most_mails: int = 100
    idle: float = 30.0
    patience: Patience = Patience()


class Stale(Exception):
    """The relay gave a line up that was open already: nothing was sent, and another is opened."""


class Line:
    """An open connection to the relay."""

    def __init__(self, client: SMTP, relay: Relay) -> None:
        self._client = client
        self._patience = relay.patience
        self._most = relay.most_mails
        self._sender = parseaddr(relay.sender)[1]
        self._mails = 0
        self._in_order = True
        self.free_since = 0.0

    @property
    def usable(self) -> bool:
        """Whether another mail may go over it."""
        return self._in_order and self._mails < self._most and self._client.is_connected

    async def hand_over(self, name: str, address: str, mail: bytes) -> Handover:
        """Until its last dot is under way, a mail whose line broke has not been taken.

        Raises Stale where a line that carried mails before is given up, at the first command:
        closed while it was idle, or after as many mails as the relay takes on one.
        """
        before, self._mails, self._in_order = self._mails, self._mails + 1, False
        try:
            await self._client.mail(
                self._sender, options=self._notify("RET=HDRS", f"ENVID={name}"), timeout=self._wait
            )
        except FAULTS as error:
            if before and not _for_good(error):
                raise Stale from None
            # It is the sender that is refused, so an operator can mend it while the mail waits.
            return await self._not_taken(error, Deferred(code(error)))
        except ValueError:
            return Deferred("bad-sender")
        try:
            await self._client.rcpt(
                address, options=self._notify("NOTIFY=FAILURE"), timeout=self._wait
            )
            protocol = await self._begin()
            last = await self._blocks(protocol, mail)
            protocol.write(last + b".\r\n")
        except FAULTS as error:
            return await self._not_taken(error, refusal(error) or Deferred(code(error)))
        except ValueError:
            return await self._reset(Refused("bad-address"))
        return await self._answer(protocol)

    @property
    def _wait(self) -> float:
        return self._patience.envelope

    def _notify(self, *options: str) -> list[str]:
        """What a relay that knows RFC 3461 tells of a mail that does not arrive."""
        return list(options) if self._client.supports_extension("dsn") else []

    async def _begin(self) -> SMTPProtocol:
        start = await self._client.execute_command(b"DATA", timeout=self._patience.data)
        if start.code != START_INPUT:
            raise SMTPResponseException(start.code, start.message)
        if self._client.protocol is None:
            raise ConnectionResetError
        return self._client.protocol

    async def _blocks(self, protocol: SMTPProtocol, mail: bytes) -> bytes:
        """Writes all but the last block, which goes with the dot; raises TimeoutError."""
        text, start = mail.replace(b"\r\n.", b"\r\n.."), 0
        while len(text) - start > BLOCK:
            protocol.write(text[start : start + BLOCK])
            start += BLOCK
            async with asyncio.timeout(self._patience.block):
                await protocol._drain_helper()  # what asyncio's own StreamWriter.drain() waits for
        return text[start:]

    async def _answer(self, protocol: SMTPProtocol) -> Handover:
        """What became of a mail whose last dot was sent."""
        try:
            answer = await protocol.read_response(timeout=self._patience.end)
        except FAULTS as error:
            self._client.close()
            return Uncertain(code(error))
        if answer.code == CLOSING:
            self._client.close()
        self._in_order = True
        if answer.code < 0 or answer.code >= TOO_LARGE:
            self._in_order = False
            return Uncertain("bad-answer")
        if answer.code < TEMPORARY:
            return Accepted()
        name = f"smtp-{answer.code}"
        return Refused(name) if answer.code >= PERMANENT else Deferred(name)

    async def _not_taken(self, error: Exception, end: Handover) -> Handover:
        """A line that answered goes on; one that broke, or lost its order, is closed."""
        if isinstance(error, SMTPResponseException) and error.code > 0:
            return await self._reset(end)
        self._client.close()
        return end

    async def _reset(self, end: Handover) -> Handover:
        with suppress(*FAULTS):
            await self._client.rset(timeout=self._wait)
            self._in_order = True
        return end

    async def close(self) -> None:
        """Says good-bye where that is in order; raises nothing."""
        with suppress(*FAULTS):
            if self._in_order and self._client.is_connected:
                await self._client.quit(timeout=QUIT_SECONDS)
        self._client.close()


async def opened(relay: Relay) -> Line:
    """A line that greeted us and let us in; raises what aiosmtplib raises, and OSError."""
    password = relay.password_file.read_text().strip() if relay.password_file else None
    client = SMTP(
        hostname=relay.host,
        port=relay.port,
        username=relay.user,
        password=password,
        use_tls=relay.security == "tls",
        start_tls=relay.security == "starttls",
        tls_context=relay.tls,
        timeout=relay.patience.greeting,
    )
    await client.connect()
    try:
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
    except BaseException:
        client.close()
        raise
    return Line(client, relay)


def _for_good(error: Exception) -> bool:
    return isinstance(error, SMTPResponseException) and error.code >= PERMANENT


def refusal(error: Exception) -> Handover | None:
    """What the relay answered, where it did answer."""
    if not isinstance(error, SMTPResponseException) or error.code < 0:
        return None
    return Refused(code(error)) if error.code >= PERMANENT else Deferred(code(error))


def code(error: Exception) -> str:
    """A code without the relay's text, which may repeat the address."""
    number = getattr(error, "code", None)
    return f"smtp-{number}" if isinstance(number, int) and number > 0 else type(error).__name__
