"""Reporting, outbound, issuer: what the issuer says of itself, and the keys it signs with now."""

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from prometheus_client import Gauge

from runtime.failure import Unavailable
from runtime.lasting import Lasting

log = structlog.get_logger()

SECONDS = 5.0
READ_AGAIN = 600.0
"""Keys older than this (s) are read again at the next token; a withdrawn key is worth no more."""
AGE = 3600.0
"""Keys older than this (s) are worth nothing, also where the issuer is away."""
APART = 10.0
"""Least time (s) between two readings, whatever is asked for: unknown keys are cheap to make up."""
KINDS = {"RSA", "EC"}

ANSWERS = Gauge(
    "ngayso_issuer_answers", "1 when the issuer of tokens gave its keys at the last try, else 0."
)


class Provider:
    """One OpenID Connect issuer, by its address; raises Unavailable where it is away."""

    def __init__(
        self, issuer: str, keys: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`keys`: the address of its JWKS where that is not to be asked for."""
        self.issuer = issuer
        self._keys_at = keys
        self._clock = clock
        self._told: Mapping[str, str] | None = None
        self._keys: KeySet | None = None
        self._read_at = self._tried_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()
        self._away = Lasting("issuer-away")

    async def keys(self, wanted: str | None = None, *, anew: bool = False) -> KeySet:
        """The keys; read again where they are old, the wanted one is not among them, or none of
        them fitted (`anew`).
        """
        if anew or self._clock() - self._read_at > READ_AGAIN or not self._has(wanted):
            await self._read_again()
        if self._keys is None or self._clock() - self._read_at > AGE:
            raise Unavailable(f"{self.issuer} gives no keys")
        return self._keys

    async def endpoint(self, name: str) -> str:
        """One of the addresses that the issuer says of itself."""
        if self._told is None:
            self._told = await self._discover()
        return self._told[name]

    async def exchange(
        self, form: Mapping[str, str], login: tuple[str, str] | None
    ) -> Mapping[str, Any] | None:
        """What the issuer gives for a code; None where it refuses that. `login`: of a client that
        has a secret.
        """
        address = await self.endpoint("token_endpoint")
        try:
            async with httpx.AsyncClient(timeout=SECONDS, auth=login, verify=_trusted()) as client:
                answer = await client.post(address, data=dict(form))
            if answer.is_client_error:
                return None
            given: Mapping[str, Any] = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable(f"{address}: {error!r}") from error
        return given

    def _has(self, wanted: str | None) -> bool:
        if self._keys is None:
            return False
        return wanted is None or any(key.kid == wanted for key in self._keys.keys)

    async def _read_again(self) -> None:
        """Once, however many ask at the same time; where it fails the keys stay as they were."""
        async with self._one_at_a_time:
            if self._clock() - self._tried_at < APART:
                return
            self._tried_at = self._clock()
            try:
                self._keys = await self._fetch_keys()
            except (Unavailable, JoseError) as error:
                ANSWERS.set(0)
                self._away.goes_on(issuer=self.issuer, error=str(error))
                return
            self._away.over(issuer=self.issuer)
            ANSWERS.set(1)
            self._read_at = self._clock()

    async def _fetch_keys(self) -> KeySet:
        if self._keys_at is None:
            self._told = await self._discover()  # anew: it may have moved them
        told = await _get(self._keys_at or (self._told or {})["jwks_uri"])
        listed = told.get("keys")
        signing = [
            JWKRegistry.import_key(key)
            for key in (listed if isinstance(listed, list) else [])
            if key.get("kty") in KINDS and key.get("use", "sig") == "sig"
        ]
        if not signing:
            raise Unavailable("no key to sign with is among them")
        return KeySet(signing)

    async def _discover(self) -> Mapping[str, str]:
        address = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        told = await _get(address)
        missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - told.keys()
        if told.get("issuer") != self.issuer or missing:
            raise Unavailable(f"{address} is not about {self.issuer}")
        return told


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that are believed: read once, since that takes 20 ms of the event loop."""
    return httpx.create_ssl_context()


async def _get(address: str) -> Mapping[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=SECONDS, verify=_trusted()) as client:
            told = (await client.get(address)).raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unavailable(f"{address}: {error!r}") from error
    if not isinstance(told, dict):
        raise Unavailable(f"{address} is no JSON object")
    return told
