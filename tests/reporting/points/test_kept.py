"""Points on a real MongoDB: what was put aside gives the views as they were, whatever changes."""

import asyncio

import pytest

from services.reporting.application.past import Past
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.points.reading import MongoPoints
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings
from tests.reporting.given.records import PLAN
from tests.reporting.memory import ToldLog
from tests.reporting.outbound.test_projection import busy
from tests.reporting.points.test_past import Counted
from tests.reporting.views import expected, kept

pytestmark = pytest.mark.servers


async def test_the_past_of_each_point_is_that_of_the_whole_log(settings: Settings) -> None:
    """While the projection goes on; and the views themselves are those of a clean replay."""
    log = busy(90).log
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    await database.open()
    views, points = MongoViews(database), MongoPoints(database, Counted())
    await views.declare()
    projecting = Projecting(views, ToldLog([]))
    moments = [log[at - 1].stored_at for at in range(15, len(log), 15)]

    async def project() -> None:
        for at in range(0, len(log), 5):
            await projecting.project(log[at : at + 5], at if at % 15 == 10 else None)

    async def compare() -> None:
        for as_of in moments:
            whole = await Past(ToldLog(log)).taken(PLAN, as_of)
            assert await Past(ToldLog(log), points).taken(PLAN, as_of) == whole

    await asyncio.gather(project(), compare())
    await compare()
    assert await points.nearest(log[-1].stored_at)
    assert kept(settings) == expected(log)
    await database.close()
