"""What a page showed is let go with it: of a large plan it is megabytes for each page."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from weakref import ref

import pytest

from services.reporting.domain.consolidated import Consolidated
from services.reporting.pages.page import plan_page
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN

LATER = datetime(2022, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_garbage_is_collected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def test_a_plans_page_lets_go_of_its_report() -> None:
    campaign = Campaign().begin()
    campaign.declare("ly-son", "hd-9", 6)
    reading = reading_all(MemoryAnswers(await projected(campaign.log)))
    glance = await reading.glance(PLAN, LATER)
    shown: list[ref[Consolidated]] = []

    async def rest() -> Consolidated:
        report = await reading.consolidated(glance)
        shown.append(ref(report))
        return report

    assert [piece async for piece in plan_page(glance, rest)]
    assert [one() for one in shown] == [None]
