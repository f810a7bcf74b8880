"""Views and log that are not of each other are noticed, and left alone until a rebuild."""

from dataclasses import replace
from datetime import timedelta

import pytest

from runtime.failure import Unavailable
from runtime.ports import Stored
from services.reporting.application.keeping.agreeing import Agreeing
from services.reporting.application.keeping.rebuilding import Rebuilding
from services.reporting.application.projecting import Projecting
from tests.reporting.application.test_projecting import assert_replayed
from tests.reporting.given.facts import Campaign
from tests.reporting.memory import MemoryStore, MemoryViews, ToldLog

LOG = Campaign().begin().log
LATER = [replace(one, stored_at=one.stored_at + timedelta(days=1)) for one in LOG]
LONGER = [*LATER, replace(LATER[-1], sequence=len(LOG) + 1, previous=LATER[-1].sequence)]


class Delivered:
    def __init__(self, until: int) -> None:
        self.until = until

    async def all_until(self) -> int:
        return self.until


async def holding(log: list[Stored]) -> MemoryStore:
    store = MemoryStore(MemoryViews())
    await Projecting(store, ToldLog(log)).project(log)
    return store


@pytest.mark.parametrize("delivered", [0, 3, len(LOG)])
@pytest.mark.parametrize("held", [len(LOG), len(LOG) - 1])
async def test_views_of_the_log_agree_however_far_they_are(held: int, delivered: int) -> None:
    """Behind the log, ahead of what is acknowledged: that is every moment of a good day."""
    store = await holding(LOG[:held])
    agreeing = Agreeing(store, ToldLog(LOG), Delivered(min(delivered, held)))
    assert await agreeing.look() is None
    assert agreeing.told() == {}


async def test_a_first_start_agrees() -> None:
    assert await Agreeing(await holding([]), ToldLog([]), Delivered(0)).look() is None
    assert await Agreeing(await holding([]), ToldLog(LOG), Delivered(0)).look() is None


async def test_a_rehearsal_that_is_looked_at_by_another_clock_agrees() -> None:
    """Its messages' moments are then told otherwise."""
    store = await holding(LOG)
    assert await Agreeing(store, ToldLog(LATER), Delivered(0), moments=False).look() is None


CASES = {
    "view-empty": ([], LOG, len(LOG)),
    "view-older": (LOG[:-1], LOG, len(LOG)),
    "log-empty": (LOG, [], 0),
    "log-older": (LOG, LOG[:-1], 0),
    "log-other": (LOG, LATER, 0),
    "log-other and longer": (LOG, LONGER, 0),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_came_apart_is_told_and_mended_by_a_rebuild(case: str) -> None:
    """Nothing is projected meanwhile: the view would lose its mark, and not what is wrong."""
    held, now, delivered = CASES[case]
    store = await holding(held)
    agreeing = Agreeing(store, ToldLog(now), Delivered(delivered))
    assert await agreeing.look() == case.partition(" ")[0]
    [need] = agreeing.told()["needs"]
    assert "ngayso views rebuild" in need["next"]
    with pytest.raises(Unavailable):
        await Projecting(store, ToldLog(now)).project(now)
    delivered_since = Agreeing(store, ToldLog(now), Delivered(0))
    assert await delivered_since.look() == case.partition(" ")[0]
    await Rebuilding(store, ToldLog(now)).rebuild()
    assert await agreeing.look() is None
    assert agreeing.told() == {}
    assert_replayed(store.views, now)
