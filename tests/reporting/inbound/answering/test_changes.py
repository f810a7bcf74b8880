"""Server-sent events of the service as it is shipped: heard at once, and resumed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.local import parts
from services.reporting.settings import Settings
from tests.issuer import AUDIENCE, Issuer
from tests.reporting.conftest import Log
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN

pytestmark = pytest.mark.servers

FIRST = [("ba-to", "declare", 3)]
THEN = [*FIRST, ("ly-son", "submit", 10)]
AFTER = [*THEN, ("binh-son", "declare", 4)]


async def events(answer: httpx.Response) -> AsyncIterator[tuple[int, set[str | None]]]:
    """Each with its id and the units that it tells of."""
    told: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if not line and "data" in told:
            data = json.loads(told["data"])
            assert (told["event"], told["id"]) == ("changed", str(data["until"]))
            yield data["until"], {one["unit"] for one in data["changed"]}
            told = {}
        name, _, value = line.partition(": ")
        told[name] = value


async def heard(
    events: AsyncIterator[tuple[int, set[str | None]]], wanted: set[str | None]
) -> set[str | None]:
    """All that is told until what was wanted has been."""
    found: set[str | None] = set()
    async for _, units in events:
        found |= units
        if found >= wanted:
            break
    return found


async def test_what_changes_is_heard_and_nothing_in_between_is_missed(
    log: Log, settings: Settings, issuer: Issuer, tmp_path: Path
) -> None:
    """By `Last-Event-ID`, also what changed while nobody listened; by a unit, of itself alone."""
    env = {
        "NGAYSO_NATS_URL": settings.nats_url,
        "NGAYSO_MONGODB_URI": settings.mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": settings.mongodb_database,
        "NGAYSO_OIDC_ISSUER": issuer.url,
        "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
    }
    every, address = play(AFTER).log, f"/api/plans/{PLAN}/changes"
    first, then = len(play(FIRST).log), len(play(THEN).log)
    await log.append(every[:first])
    leader, unit = issuer.headers("leader"), issuer.headers("unit", unit="ba-to")
    with parts.service("reporting", env, log=tmp_path / "reporting.log") as service:
        async with httpx.AsyncClient(base_url=service.url, timeout=20) as http:
            await log.projected()
            async with http.stream("GET", address, headers=leader) as answer:
                assert answer.headers["content-type"].startswith("text/event-stream")
                listening = events(answer)
                assert (await anext(listening))[1] == set()
                await log.append(every[first:then])
                await log.projected()
                assert await heard(listening, {"ly-son"}) == {"ly-son"}
            await log.append(every[then:])
            await log.projected()
            for who, since, wanted in (
                (leader, then, {"binh-son"}),
                (leader, 1, {None, "ba-to", "binh-son", "ly-son"}),
                (unit, 1, {None, "ba-to"}),
                (leader, 10**9, {None}),
            ):
                headers = {**who, "Last-Event-ID": str(since)}
                async with http.stream("GET", address, headers=headers) as answer:
                    assert await heard(events(answer), wanted) == wanted
