"""The projection on the real servers: whatever happens, the views are those of a clean replay."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from contracts import topology
from deploy.local import parts
from runtime.failure import Unavailable
from runtime.jetstream.connection import js
from runtime.jetstream.streams import declare_durable
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings
from tests.reporting.conftest import Log, Running
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import MOVES, play
from tests.reporting.given.records import UNITS
from tests.reporting.memory import ToldLog
from tests.reporting.views import expected, kept

pytestmark = pytest.mark.servers


def busy(moves: int, seed: int = 1) -> Campaign:
    chance = random.Random(seed)
    units = sorted(UNITS)
    return play(
        [(chance.choice(units), chance.choice(MOVES), chance.randrange(20)) for _ in range(moves)]
    )


async def test_facts_reach_the_view_and_repeats_change_nothing(
    log: Log, settings: Settings, running: Running
) -> None:
    """After a durable is made anew every fact comes again, and the view stays as it is."""
    campaign = busy(120)
    await log.append(campaign.log)
    async with running(settings):
        await log.projected()
    assert kept(settings) == expected(campaign.log)

    durable = topology.REPORTING_PROJECT
    await js(log.broker).delete_consumer(durable.stream, durable.name)
    await declare_durable(js(log.broker), durable)
    async with running(settings):
        await log.projected()
    assert kept(settings) == expected(campaign.log)


async def test_older_facts_that_come_again_do_not_take_the_view_back(settings: Settings) -> None:
    """Any stretch of the log may be redelivered, long after what followed it was folded."""
    campaign = busy(120)
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    await database.open()
    views = MongoViews(database)
    await views.declare()
    projecting = Projecting(views, ToldLog([]))
    await projecting.project(campaign.log)
    for start in range(0, len(campaign.log), 20):
        await projecting.project(campaign.log[start : start + 10])
    await database.close()
    assert kept(settings) == expected(campaign.log)


async def test_what_a_replica_holds_in_memory_is_not_believed_once_another_one_wrote(
    settings: Settings,
) -> None:
    """Two take batches in turn, and none of them follows the one that the same replica wrote."""
    campaign = busy(120)
    databases = [
        Database(settings.mongodb, settings.mongodb_database, name) for name in ("one", "two")
    ]
    replicas = []
    for database in databases:
        await database.open()
        views = MongoViews(database)
        await views.declare()
        replicas.append(Projecting(views, ToldLog([])))
    for number, start in enumerate(range(0, len(campaign.log), 10)):
        await replicas[number // 2 % 2].project(campaign.log[start : start + 10])
    for database in databases:
        await database.close()
    assert kept(settings) == expected(campaign.log)


async def test_two_replicas_at_once_count_everything_once(
    log: Log, settings: Settings, running: Running
) -> None:
    """Replicas take batches in turn, out of order; gaps come from the log, conflicts go again."""
    campaign = busy(300)
    async with running(settings), running(settings):
        await log.append(campaign.log)
        await log.projected()
    assert kept(settings) == expected(campaign.log)


@pytest.mark.slow
async def test_sigkill_in_the_middle_loses_and_doubles_nothing(
    log: Log, settings: Settings, tmp_path: Path
) -> None:
    """Killed again and again while it projects, the service ends with a clean replay's totals."""
    campaign = busy(400)
    env = {
        "NGAYSO_NATS_URL": settings.nats_url,
        "NGAYSO_MONGODB_URI": settings.mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": settings.mongodb_database,
    }
    part = parts.service("reporting", env, log=tmp_path / "reporting.log")
    size = len(campaign.log) // 4
    with part:
        for start in range(0, len(campaign.log), size):
            await log.append(campaign.log[start : start + size])
            part.restart()  # SIGKILL while the batch just appended is on its way
        await log.projected()
    assert part.restarts >= 4
    assert kept(settings) == expected(campaign.log)


async def test_rebuild_while_it_runs_gives_the_same_views(
    log: Log, settings: Settings, running: Running
) -> None:
    """Filled beside under a running service, while facts still come in and plans are read."""
    campaign = busy(150)
    half = len(campaign.log) // 2
    await log.append(campaign.log[:half])
    async with running(settings) as http:
        await log.projected()
        refused = await http.post("/api/views/rebuild")
        assert refused.status_code == 422
        asked = await http.post("/api/views/rebuild", headers={"X-Ngayso-Confirm": "rebuild"})
        assert asked.status_code == 202
        await log.append(campaign.log[half:])
        while (await http.get("/api/views")).json()["filling"]:
            assert (await http.get("/api/plans")).json()["total"] == 1
        await log.projected()
        assert {*(await http.get("/readyz")).json().values()} == {"ok"}
    assert kept(settings) == expected(campaign.log)


async def test_a_log_that_started_over_is_not_taken_for_repeats(settings: Settings) -> None:
    """After a restore sequences begin again; skipping them as repeats would lose every fact."""
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    views = MongoViews(database)
    await database.open()
    await views.declare()
    first = busy(30)
    projecting = Projecting(views, ToldLog(first.log))
    await projecting.project(first.log)
    restored = replace(first.log[0], stored_at=first.log[-1].stored_at)
    with pytest.raises(Unavailable, match="started over"):
        await projecting.project([restored])
    await database.close()


async def test_a_record_that_cannot_be_read_holds_up_its_own_subject_alone(
    log: Log, settings: Settings, running: Running
) -> None:
    """It is our own log, so nothing is buried: what follows on its subject waits for its mending,
    and everything else is in the view.
    """
    campaign = busy(40)
    async with running(settings):
        await log.append(campaign.log[:20])
        await js(log.broker).publish(topology.unit_facts("other-plan", "nobody"), b"not json")
        await log.append(campaign.log[20:])
        await log.projected(but=1)
    letters = await js(log.broker).stream_info(topology.DEAD_LETTERS.name)
    assert letters.state.messages == 0
    assert kept(settings) == expected(campaign.log)
