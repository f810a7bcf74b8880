"""What is read apart of units in motion and of joint activities, on the real database."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import get_args

import pytest

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Dated, Unit
from services.reporting.application.projecting import Projecting
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import EntryDocument, ReportDocument
from services.reporting.domain.keeping.summary import Of
from services.reporting.outbound.answers import MongoAnswers
from services.reporting.outbound.generations import MongoStore
from services.reporting.outbound.kept.everything import Kept
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
    kept = Kept()
    found = MongoAnswers(database, kept)
    wanted = MemoryAnswers(await projected(campaign.log))
    assert await reading_all(found).totals(PLAN) == await reading_all(wanted).totals(PLAN)
    lineage = {one.key for one in await found.lineage(["ba-to"])}
    assert lineage == {one.key for one in await wanted.lineage(["ba-to"])} >= {"ba-to", "xa-moi"}
    await _some_units_are_read_alike(found, wanted)
    record = Unit(id="binh-son", names=[Dated(value="Huyện Bình Sơn")], valid_to="2022-10-01")
    told = UnitRecorded(record=record, receipt=campaign.receipt("x"))
    campaign.say(topology.directory_facts("binh-son"), told)
    await Projecting(views, ToldLog([])).project(campaign.log[-1:])
    reading = reading_all(MongoAnswers(database, kept))
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
        return await MongoAnswers(database, Kept()).position()

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


async def test_what_is_kept_of_the_views_is_forgotten_when_they_move(settings: Settings) -> None:
    """Message by message: what is asked for again and again is told as to who asks first."""
    campaign = Campaign().begin()
    campaign.declare("ba-to", "hd-1", 6)
    campaign.claim("ba-to", "hd-2", ("https://vi.du/anh", None))
    campaign.claim("ly-son", "hd-2", ("https://vi.du/anh", None))
    campaign.submit("ba-to", "", 4)
    merge(campaign, "ba-to", "ly-son", into="xa-moi")
    database, kept = Database(settings.mongodb, settings.mongodb_database, "test"), Kept()
    await database.open()
    views = MongoViews(database)
    await views.declare()
    marks = {f"link:{sha256(b'https://vi.du/anh').hexdigest()}"}
    for one in campaign.log:
        await Projecting(views, ToldLog([])).project([one])
        found = [
            await _all_that_is_kept(MongoAnswers(database, which), marks)
            for which in (kept, kept, Kept())
        ]
        assert found[0] == found[1] == found[2]
    await database.close()


async def _all_that_is_kept(answers: MongoAnswers, marks: set[str]) -> list[object]:
    told: list[object] = [
        await answers.plans(),
        await answers.find(PlanDocument, PLAN),
        await answers.find(UnitDocument, "ba-to"),
        await answers.counts(PLAN),
        await answers.count(DutyDocument, PLAN, {"status": "met"}),
        await answers.count(ReportDocument, PLAN, {"current": True}),
        await answers.summaries(PLAN, "duties"),
        await answers.summaries(PLAN, "activities", frozenset({"ba-to"})),
        await answers.sharing(PLAN, marks),
        await answers.units(None, 10),
        await answers.borne(PLAN, "ba-to"),
        await answers.lineage(["ba-to"]),
        await answers.entries(PLAN, ["report"]),
        await answers.unread(),
        await answers.directory(),
        await answers.around("ba-to"),
    ]
    if (plan := await answers.find(PlanDocument, PLAN)) is not None:
        told.append({repr(one) for one in (await answers.documents(plan)).all(Document)})
    return told
