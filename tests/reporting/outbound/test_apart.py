"""Views and log that came apart, on the real servers: recognised, shown, mended by one command."""

import asyncio
from typing import Any

import httpx
import pymongo
import pytest

from deploy.local.process import Process
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from services.reporting.settings import Settings
from tests.reporting.conftest import Log, Running
from tests.reporting.outbound.test_projection import busy
from tests.reporting.views import expected, kept

pytestmark = pytest.mark.servers

CONFIRM = {"X-Ngayso-Confirm": "rebuild"}


def taken(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Every record of the database, as a backup of it would hold them."""
    with pymongo.MongoClient[dict[str, Any]](settings.mongodb_uri) as client:
        database = client[settings.mongodb_database]
        return {name: list(database[name].find()) for name in database.list_collection_names()}


def put_back(settings: Settings, backup: dict[str, list[dict[str, Any]]]) -> None:
    with pymongo.MongoClient[dict[str, Any]](settings.mongodb_uri) as client:
        client.drop_database(settings.mongodb_database)
        for name, records in backup.items():
            if records:
                client[settings.mongodb_database][name].insert_many(records)


async def need(http: httpx.AsyncClient) -> str:
    """What /readyz says is to be done; the service is ready meanwhile, so that its page says it."""
    ready = await http.get("/readyz")
    assert ready.status_code == 200
    [found] = ready.json()["needs"]
    assert "ngayso views rebuild" in found["next"]
    assert '<p class="overdue">' in (await http.get("/")).text
    assert (await http.get("/api/views")).json()["apart"] == found["what"]
    return str(found["what"])


async def rebuilt(http: httpx.AsyncClient) -> None:
    await http.post("/api/views/rebuild", headers=CONFIRM)
    async with asyncio.timeout(60):
        while (await http.get("/api/views")).json()["filling"]:
            await asyncio.sleep(0.02)
    assert "needs" not in (await http.get("/readyz")).json()
    assert '<p class="overdue">' not in (await http.get("/")).text


@pytest.mark.parametrize("backup", ["none", "older"])
async def test_a_database_that_came_back_without_all_facts(
    log: Log, settings: Settings, running: Running, backup: str
) -> None:
    """What follows is not projected into it, and after a rebuild nothing is missing."""
    campaign = busy(40)
    half, later = campaign.log[: len(campaign.log) // 2], campaign.log[len(campaign.log) // 2 :]
    await log.append(half)
    async with running(settings):
        await log.projected()
    before = taken(settings) if backup == "older" else {}
    await log.append(later[:-1])
    async with running(settings):
        await log.projected()
    put_back(settings, before)
    async with running(settings) as http:
        assert await need(http) == ("view-older" if backup == "older" else "view-empty")
        await log.append(later[-1:])
        await rebuilt(http)
        await log.projected()
    assert kept(settings) == expected(campaign.log)


async def test_a_log_that_is_empty_is_not_taken_for_a_campaign_without_facts(
    log: Log, settings: Settings, running: Running, own_nats: Process
) -> None:
    """The page goes on showing what was there, and says so, until somebody decides."""
    campaign = busy(20)
    await log.append(campaign.log)
    async with running(settings):
        await log.projected()
    empty = settings.model_copy(update={"nats_url": own_nats.url})
    broker = make_broker(empty, "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    await broker.stop()
    async with running(empty) as http:
        assert await need(http) == "log-empty"
        assert kept(settings) == expected(campaign.log)
        await rebuilt(http)
    assert kept(settings) == expected([])
