"""Notifier, outbound: what a request to a gateway ended with, as far as HTTP tells."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from services.notifier.domain.handover import Deferred, Uncertain

SECONDS = 15.0
"""For each answer of a gateway."""
NOT_TAKEN = "not-taken"
"""What a gateway that was asked about a message has never had."""


@dataclass(frozen=True)
class Busy(Deferred):
    """It has too many messages; `pause` is how many seconds it asked to be left alone."""

    pause: float = 60.0


async def asked(
    client: httpx.AsyncClient, request: httpx.Request
) -> httpx.Response | Deferred | Uncertain:
    """The answer; or that the request surely had no effect; or that nobody knows.

    A request is without effect where no connection was made, or a client's mistake was named
    (RFC 9110, 15.5). One that was cut short, or failed over there (5xx), may have been taken.
    """
    try:
        answer = await client.send(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Deferred("gateway-away")
    except httpx.HTTPError as error:
        return Uncertain(type(error).__name__)
    status = answer.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Busy("http-429", pause=_pause(answer.headers.get("Retry-After", "")))
    if answer.is_server_error or status == HTTPStatus.REQUEST_TIMEOUT:
        return Uncertain(f"http-{status}")
    return answer


def _pause(said: str) -> float:
    """Seconds, or a date (RFC 9110, 10.2.3); a minute where it says neither."""
    if said.isascii() and said.isdigit():
        return float(said[:6])
    try:
        then = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return Busy.pause
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
