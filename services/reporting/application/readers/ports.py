"""Reporting, application: the port behind which the issuer of tokens stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from services.reporting.domain.readers.reader import Reader

Fault = Literal[
    "token-wanted",
    "token-unreadable",
    "token-expired",
    "token-elsewhere",
    "token-long",
    "sign-in-stale",
]
"""Why somebody is not known: no token; one that the issuer's keys did not sign; one whose time is
over or has not come; one of another issuer or for another audience; one that no browser keeps; a
sign-in that cannot go on.
"""


class Refused(Exception):
    """Whoever asks is not known."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True)
class SignIn:
    """A way to the issuer's page and back, kept by the browser meanwhile.

    `state` ties the answer to this browser, `nonce` the token to this sign-in, `verifier` is the
    secret half of PKCE.
    """

    state: str
    nonce: str
    verifier: str
    to: str


@dataclass(frozen=True)
class Entered:
    """A sign-in that came to its end: the token, and for how many seconds it holds."""

    token: str
    seconds: int


class Issuer(Protocol):
    """Who knows people; every call raises Unavailable where it is away and that matters. `told`
    names it and the audience of its tokens, for whoever is refused.
    """

    told: Mapping[str, str]

    async def reader(self, token: str) -> Reader:
        """Whose token this is; raises Refused."""

    async def page(self, sign_in: SignIn) -> str:
        """The address of the issuer's sign-in page."""

    async def enter(self, sign_in: SignIn, code: str) -> Entered:
        """The token for the code that came back from the page; raises Refused."""
