"""What is read apart of units in motion and of joint activities, on the real database."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Dated, Unit
from services.reporting.application.projecting import Projecting
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.documents import (
    DutyDocument,
    PlanDocument,
)
from services.reporting.domain.filing.documents import EntryDocument, ReportDocument
from services.reporting.domain.keeping.summary import Of
from services.reporting.outbound.answers import MongoAnswers
from services.reporting.outbound.generations import MongoStore
from services.reporting.outbound.kept.board import Board
from services.reporting.outbound.kept.ends import Ends
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import merge
from tests.reporting.given.records import PLAN
from tests.reporting.memory import ToldLog

pytestmark = pytest.mark.servers

LATER = datetime(2022, 11, 1, tzinfo=UTC)


async def test_totals_of_units_in_motion_and_joint_activities_are_those_in_memory(
    settings: Settings,
) -> None:
    campaign = Campaign().begin()
    campaign.declare("ly-son", "hd-9", 6)  # joint with ba-to's hd-0, which is not there yet
    campaign.submit("ba-to", "", 4)
    campaign.submit("ly-son", "", 5)
    merge(campaign, "ba-to", "ly-son", into="xa-moi")
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    await database.open()
    views = MongoViews(database)
    await views.declare()
    await Projecting(views, ToldLog([])).project(campaign.log)
    found, wanted = (
        MongoAnswers(database, Board(), Ends()),
        MemoryAnswers(await projected(campaign.log)),
    )
    assert await reading_all(found).totals(PLAN) == await reading_all(wanted).totals(PLAN)
    lineage = {one.key for one in await found.lineage(["ba-to"])}
    assert lineage == {one.key for one in await wanted.lineage(["ba-to"])} >= {"ba-to", "xa-moi"}
    await _some_units_are_read_alike(found, wanted)
    record = Unit(id="binh-son", names=[Dated(value="Huyện Bình Sơn")], valid_to="2022-10-01")
    told = UnitRecorded(record=record, receipt=campaign.receipt("x"))
    campaign.say(topology.directory_facts("binh-son"), told)
    await Projecting(views, ToldLog([])).project(campaign.log[-1:])
    reading = reading_all(found)
    report = await reading.consolidated(await reading.glance(PLAN, LATER))
    assert {one.unit.id: one.unit.until for one in (*report.rows, *report.before)} == {
        "binh-son": date(2022, 9, 30),  # the plan still names it
        "xa-moi": None,
        "ba-to": date(2022, 9, 14),
        "ly-son": date(2022, 9, 14),
    }
    campaign.declare("ba-to", "hd-0", 1)
    await Projecting(views, ToldLog([])).project(campaign.log[-1:])
    joint = await found.find(ActivityDocument, f"{PLAN}/ly-son/hd-9")
    assert joint is not None
    assert joint.shares  # in the lead's, which came last
    await database.close()


async def _some_units_are_read_alike(found: MongoAnswers, wanted: MemoryAnswers) -> None:
    """What a unit may see: whatever is before it and below it, its own documents, and no more."""
    around = await found.around("xa-moi")
    assert around.keys() == {"xa-moi", "ba-to", "ly-son"}
    some = frozenset({"xa-moi", "ba-to"})
    for kind in (DutyDocument, ReportDocument, ActivityDocument):
        page = await found.page(kind, PLAN, {}, None, 100, some)
        assert page == await wanted.page(kind, PLAN, {}, None, 100, some)
        assert len(page[0]) == await found.count(kind, PLAN, {}, some)
        assert {one.unit for one in page[0]} <= some
    plan = await wanted.find(PlanDocument, PLAN)
    assert plan is not None
    for kind in (DutyDocument, EntryDocument):
        read = (await found.documents(plan, some)).all(kind)
        assert {one.key for one in read} == {
            one.key for one in (await wanted.documents(plan, some)).all(kind)
        }
    for of in get_args(Of):
        for units in (None, some):
            kept = await found.summaries(PLAN, of, units)
            assert sorted(kept, key=lambda one: one.key) == await wanted.summaries(PLAN, of, units)


async def test_the_views_stand_elsewhere_after_each_change_and_nowhere_while_they_are_shut(
    settings: Settings,
) -> None:
    """By one look, so that whoever has an answer is told at once that it still holds."""
    campaign = Campaign().begin()
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    await database.open()
    views, store = MongoViews(database), MongoStore(database)
    await views.declare()

    async def position() -> str | None:
        return await MongoAnswers(database, Board(), Ends()).position()

    empty = await position()
    await Projecting(views, ToldLog([])).project(campaign.log)
    first = await position()
    assert first == await position() != empty
    beside = await store.begin()
    await store.shut(beside)
    assert await position() is None
    await store.switch(beside)
    assert await position() not in (None, empty, first)
    await database.close()
