"""What a gateway says of when to come back, as it says it."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from services.notifier.outbound.gateways.line import Busy, asked


def pause(said: str | None) -> float:
    """Seconds after a 429 with this Retry-After."""
    headers = {} if said is None else {"Retry-After": said}

    async def go() -> object:
        transport = httpx.MockTransport(lambda _: httpx.Response(429, headers=headers))
        async with httpx.AsyncClient(transport=transport) as client:
            return await asked(client, client.build_request("POST", "http://gateway.example"))

    end = asyncio.run(go())
    assert isinstance(end, Busy)
    return end.pause


def test_a_date_is_as_good_as_a_number_of_seconds() -> None:
    then = datetime.now(UTC) + timedelta(minutes=5)
    assert 290 < pause(format_datetime(then, usegmt=True)) <= 300
    assert pause(format_datetime(then - timedelta(days=1), usegmt=True)) == 0
    assert pause("7") == 7


@pytest.mark.parametrize(
    "said", [None, "", "soon", "-5", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"]
)
def test_what_is_neither_is_a_minute(said: str | None) -> None:
    """Whatever it is: the message waits, and nobody stumbles over it."""
    assert pause(said) == 60
