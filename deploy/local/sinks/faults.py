"""Deployment, local: what a mail relay may do to its clients, at each step of a mail.

An address of `loi.example` (lỗi, fault) names the step and what happens there: `rcpt-450`,
`data-hang`, `end-drop`. Steps: mail (of the sender's address), rcpt, data (before the text), body
(in it; it knows `drop` alone), end (after its last dot).

With a seed it misbehaves now and then to anybody, also once a mail is kept: MOODS.
"""

import asyncio
import re
import ssl
from dataclasses import dataclass
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

FOREVER = 3600.0
MOODS = {
    "greeting": ("drop", "hang", "421"),
    "mail": ("451", "drop"),
    "rcpt": ("450", "drop", "hang"),
    "data": ("451", "drop"),
    "body": ("drop",),
    "end": ("451", "452", "drop", "hang"),
    "kept": ("drop", "hang", "drop"),
}
"""What goes wrong at each step; a mail that is kept is the sink's, whatever its sender hears."""
OFTEN, FOR_GOOD = 0.1, 0.01
"""The part of the steps at which something goes wrong, and of the recipients who are refused."""


class Moods:
    """What a relay does at its steps by a seed: the same draws, whoever meets them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - to be drawn again, not to be secret

    def at(self, step: str) -> str | None:
        drawn = self._random.random()
        if step == "rcpt" and drawn > 1 - FOR_GOOD:
            return "550"
        return self._random.choice(MOODS[step]) if drawn < OFTEN else None


@dataclass(frozen=True)
class Manners:
    """How a relay behaves to everybody: what it says instead of a greeting (`drop`, `hang`, or a
    code), how many mails it takes on one connection, whom it lets in, whether it knows RFC 3461,
    its moods, how many seconds it hangs before it cuts a line.
    """

    greeting: str | None = None
    most_mails: int | None = None
    password: str | None = None
    tls: ssl.SSLContext | None = None
    dsn: bool = False
    moods: Moods | None = None
    hangs: float = FOREVER


def fault_of(step: str, text: str) -> str | None:
    """What an address in `text` asks for at this step."""
    found = re.search(rf"<{step}-(\w+)@loi\.example>", text, re.IGNORECASE)
    return found[1] if found else None


class Faulty(SMTP):
    """aiosmtpd calls the smtp_ methods, one for each command."""

    def __init__(self, handler: object, *, manners: Manners, **more: Any) -> None:
        self._manners = manners
        self._mails = 0
        if manners.password is not None:
            more |= {
                "authenticator": self._lets_in,
                "auth_required": True,
                "auth_require_tls": manners.tls is not None,
            }
        super().__init__(handler, tls_context=manners.tls, **more)

    def _lets_in(self, *seen: Any) -> AuthResult:
        data = seen[-1]
        wanted = (self._manners.password or "").encode()
        right = isinstance(data, LoginPassword) and data.password == wanted
        return AuthResult(success=right, handled=False)

    async def misbehave(self, what: str) -> str:
        """The answer to give, unless it is none."""
        if what == "hang":
            await asyncio.sleep(self._manners.hangs)
        if what in ("drop", "hang"):
            self._cut()
            return "421 gone"
        return f"{what} as asked"

    def mood(self, step: str) -> str | None:
        """What it does now at this step, without being asked."""
        return self._manners.moods.at(step) if self._manners.moods else None

    def _cut(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def _handle_client(self) -> None:
        if (what := self._manners.greeting or self.mood("greeting")) is not None:
            await self.push(await self.misbehave(what))
            return
        await super()._handle_client()

    def knows(self, responses: list[str]) -> list[str]:
        """What it answers to EHLO."""
        known = ["250-DSN"] if self._manners.dsn else []
        return [responses[0], *known, *responses[1:]]

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 (aiosmtpd's name)
        if self._mails == self._manners.most_mails:
            await self.push("421 4.7.0 too many mails on this connection")
            self._cut()
            return
        self._mails += 1
        if not await self._fault("mail", arg):
            await super().smtp_MAIL(re.sub(r" (RET|ENVID)=\S+", "", arg or ""))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._fault("rcpt", arg):
            await super().smtp_RCPT(re.sub(r" NOTIFY=\S+", "", arg or ""))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        to = " ".join(f"<{one}>" for one in self.envelope.rcpt_tos) if self.envelope else ""
        if fault_of("body", to) or self.mood("body"):
            await self.push("354 go on")
            self._cut()
        elif not await self._fault("data", to):
            await super().smtp_DATA(arg)

    async def _fault(self, step: str, text: str | None) -> bool:
        if (what := fault_of(step, text or "") or self.mood(step)) is None:
            return False
        await self.push(await self.misbehave(what))
        return True
