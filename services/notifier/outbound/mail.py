"""Notifier, outbound: hands mails to the province's relay by SMTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Literal

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from runtime.failure import Unavailable
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Handover,
    Refused,
    Uncertain,
)
from services.notifier.domain.letter import Letter

SECONDS = 15.0
"""For each answer of the relay."""
CONNECTIONS = 8
"""Connections to the relay at once."""
PERMANENT = 500


@dataclass(frozen=True)
class Relay:
    """Where the relay is, and as whom we write."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    sender: str
    user: str | None
    password: str | None


class _MailPolicy(EmailPolicy):
    """Folds a long subject without losing the space between two encoded words, as the library's own
    folding does (CPython 3.11 to 3.13; RFC 2047, section 6.2).
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject":
            return super().fold_binary(name, value)
        folded = Header(str(value), header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


def mime(letter: Letter, address: str, sender: str, at: datetime) -> EmailMessage:
    """The mail as sent; its Message-ID is the message's own id, also when it is sent again."""
    mail = EmailMessage(policy=_MailPolicy(linesep="\r\n"))
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "vi"
    mail["X-Ngayso-Category"] = letter.category
    mail.set_content(letter.text, cte="base64")
    return mail


class MailConnection:
    """An open connection to the relay."""

    def __init__(self, client: SMTP, relay: Relay) -> None:
        self._client = client
        self._relay = relay

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:
        """Until the text is under way, a connection that broke has sent nothing."""
        try:
            text = mime(letter, address, self._relay.sender, at).as_bytes()
            await self._client.mail(parseaddr(self._relay.sender)[1])
            await self._client.rcpt(address)
        except ValueError:
            return Refused("bad-address")
        except (SMTPException, OSError) as error:
            return _refusal(error) or Deferred(_code(error))
        try:
            await self._client.data(text)
        except (SMTPException, OSError) as error:
            return _refusal(error) or Uncertain(_code(error))
        return Accepted()


def _refusal(error: Exception) -> Handover | None:
    """What the relay answered, where it did answer."""
    if not isinstance(error, SMTPResponseException) or error.code < 0:
        return None
    return Refused(_code(error)) if error.code >= PERMANENT else Deferred(_code(error))


def _code(error: Exception) -> str:
    """A code without the relay's text, which may repeat the address."""
    code = getattr(error, "code", None)
    return f"smtp-{code}" if isinstance(code, int) and code > 0 else type(error).__name__


class MailRelay:
    """Opens connections to the relay, a bounded number at once."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._slots = asyncio.Semaphore(CONNECTIONS)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[MailConnection]:
        """Raises Unavailable when the relay does not answer or does not let us in."""
        relay = self._relay
        client = SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user,
            password=relay.password,
            use_tls=relay.security == "tls",
            start_tls=relay.security == "starttls",
            timeout=SECONDS,
        )
        async with self._slots:
            try:
                await client.connect()
            except (SMTPException, OSError) as error:
                raise Unavailable(f"mail relay: {_code(error)}") from None
            try:
                yield MailConnection(client, relay)
            finally:
                with suppress(SMTPException, OSError):
                    await client.quit()
