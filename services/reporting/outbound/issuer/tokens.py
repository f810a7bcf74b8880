"""Reporting, outbound, issuer: whose token it is, by the issuer's keys; and the way to get one."""

import asyncio
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, get_args
from urllib.parse import urlencode

from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, JoseError
from joserfc.jwt import JWTClaimsRegistry
from pydantic import ValidationError

from runtime.failure import Unavailable
from services.reporting.application.readers.ports import Entered, Fault, Refused, SignIn
from services.reporting.domain.readers.reader import Reader, Role
from services.reporting.outbound.issuer.provider import APART, Provider

ALGORITHMS = ["RS256", "ES256"]
"""No other is believed, whatever a token says of itself."""
LEEWAY = 30
"""Seconds (real time) by which clocks may differ."""
LONGEST = 8192
"""Bytes of a token."""
ROLES: frozenset[str] = frozenset(get_args(Role))


class Tokens:
    """As application.readers.ports.Issuer: OpenID Connect tokens, verified without asking anybody
    but for keys. `back` is the address to which the issuer's page sends people back; `secret` that
    of the client which asks for their tokens, where it has one, read each time that it is needed.
    """

    def __init__(
        self,
        provider: Provider,
        audience: str,
        back: str,
        secret: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.told: Mapping[str, str] = {"issuer": provider.issuer, "audience": audience}
        self._provider = provider
        self._audience = audience
        self._back = back
        self._secret = secret

    async def reader(self, token: str) -> Reader:
        return _reader(await self._claims(token))

    async def page(self, sign_in: SignIn) -> str:
        challenge = urlsafe_b64encode(sha256(sign_in.verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self._audience,
            "redirect_uri": self._back,
            "scope": "openid",
            "state": sign_in.state,
            "nonce": sign_in.nonce,
            "code_challenge": challenge.decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{await self._provider.endpoint('authorization_endpoint')}?{urlencode(query)}"

    async def enter(self, sign_in: SignIn, code: str) -> Entered:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "client_id": self._audience,
            "code_verifier": sign_in.verifier,
        }
        secret = self._secret()
        login = None if secret is None else (self._audience, secret)
        given = await self._provider.exchange(form, login)
        if given is None:
            raise Refused("sign-in-stale")
        token = str(given.get("id_token", ""))
        claims = await self._claims(token)
        if claims.get("nonce") != sign_in.nonce:
            raise Refused("sign-in-stale")
        return Entered(token, max(int(claims["exp"] - time.time()), 1))

    async def keep_up(self) -> None:
        """Until cancelled, reads the keys before anybody needs them, and again while the issuer is
        away: that this is so is told by a metric.
        """
        while True:
            with suppress(Unavailable):
                await self._provider.keys()
            await asyncio.sleep(APART)

    async def _claims(self, token: str) -> dict[str, Any]:
        """What a token says, once all of it is verified; raises Refused or Unavailable."""
        if len(token) > LONGEST:
            raise Refused("token-unreadable")
        try:
            kid = jws.extract_compact(token.encode()).headers().get("kid")
            claims = await self._verified(token, kid)
        except (JoseError, ValueError, TypeError) as error:
            raise Refused("token-unreadable") from error
        if fault := _fault(claims, self._provider.issuer, self._audience):
            raise Refused(fault)
        return claims

    async def _verified(self, token: str, kid: str | None) -> dict[str, Any]:
        """By the key that the token names; where it names none the issuer may have a new one."""
        keys = await self._provider.keys(kid)
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except BadSignatureError:
            if kid is not None:
                raise
        keys = await self._provider.keys(anew=True)
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims


def _fault(claims: dict[str, Any], issuer: str, audience: str) -> Fault | None:
    """What speaks against a token that the issuer's key did sign."""
    expected = JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        expected.validate(claims)
    except ExpiredTokenError:
        return "token-expired"
    except (JoseError, TypeError, ValueError) as error:
        early = getattr(error, "claim", None) in ("nbf", "iat")
        return "token-expired" if early else "token-elsewhere"
    return None


def _reader(claims: dict[str, Any]) -> Reader:
    """The claims `roles` (a list, or one word) and `unit`; what is not known here counts for
    nothing.
    """
    told = claims.get("roles", [])
    named = {told} if isinstance(told, str) else {one for one in told if isinstance(one, str)}
    known = {"subject": str(claims["sub"]), "roles": frozenset(named & ROLES)}
    try:
        return Reader.model_validate({**known, "unit": claims.get("unit")})
    except ValidationError:
        return Reader.model_validate(known)
