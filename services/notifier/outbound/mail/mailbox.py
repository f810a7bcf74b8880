"""Notifier, outbound: the mailbox that mails come back to, read by IMAP in threads of their own."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from typing import Literal

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from runtime.failure import Unavailable
from services.notifier.application.ports import Shut
from services.notifier.domain.ending import Returned
from services.notifier.outbound.mail.returned import read

SECONDS = 10.0
"""For each answer of the mailbox; a stop waits no longer."""
AT_ONCE = 50
MOST_BYTES = 4 * 1024 * 1024
LEFT = "NgaysoLeft"
"""The keyword of a mail that says nothing of ours: it stays unread, for whoever it is for."""
SEEN = "\\Seen"
FAULTS = (ImapToolsError, IMAP4.error, OSError, TimeoutError)


@dataclass(frozen=True)
class Account:
    """Whose mailbox; `domain` ends the ids of our mails, `tls` says whose certificates hold."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    user: str
    password_file: Path | None
    domain: str
    tls: ssl.SSLContext | None = None


class OpenMailbox:
    """As application.ports.OpenMailbox."""

    def __init__(self, box: BaseMailBox, domain: str) -> None:
        self._box = box
        self._domain = domain
        self._given: set[str] = set()

    async def waiting(self) -> list[tuple[str, Returned | None]]:
        return await asyncio.to_thread(self._waiting)

    def _waiting(self) -> list[tuple[str, Returned | None]]:
        wanted = AND(seen=False, no_keyword=LEFT, size_lt=MOST_BYTES)
        numbers = [one for one in self._box.uids(wanted) if one not in self._given][:AT_ONCE]
        self._given.update(numbers)
        if not numbers:
            return []
        found = self._box.fetch(AND(uid=numbers), mark_seen=False, bulk=True)
        return [(one.uid, read(one.obj, self._domain)) for one in found if one.uid]

    async def done(self, number: str) -> None:
        await asyncio.to_thread(self._box.flag, number, SEEN, True)

    async def leave(self, number: str) -> None:
        """Where the server keeps such marks it is not given again."""
        with suppress(ImapToolsError, IMAP4.error):
            await asyncio.to_thread(self._box.flag, number, LEFT, True)


class ImapMailbox:
    """As application.ports.Mailbox: opened anew for each look, with the password of that moment."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @asynccontextmanager
    async def open(self) -> AsyncIterator[OpenMailbox]:
        try:
            box = await asyncio.to_thread(self._opened)
            try:
                yield OpenMailbox(box, self._account.domain)
            finally:
                with suppress(*FAULTS):
                    await asyncio.to_thread(box.logout)
        except (MailboxLoginError, ssl.SSLError, FileNotFoundError, PermissionError) as error:
            raise Shut(type(error).__name__) from None
        except FAULTS as error:
            raise Unavailable(type(error).__name__) from None

    def _opened(self) -> BaseMailBox:
        account = self._account
        box: BaseMailBox
        if account.security == "tls":
            box = MailBox(account.host, account.port, SECONDS, ssl_context=account.tls)
        elif account.security == "starttls":
            box = MailBoxStartTls(account.host, account.port, SECONDS, ssl_context=account.tls)
        else:
            box = MailBoxUnencrypted(account.host, account.port, SECONDS)
        try:
            file = account.password_file
            return box.login(account.user, file.read_text().strip() if file else "")
        except BaseException:
            with suppress(*FAULTS):
                box.client.shutdown()
            raise
