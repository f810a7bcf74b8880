"""`views rebuild`: nobody reads fewer facts meanwhile, and what is rebuilt equals what was live."""

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from runtime.failure import Unavailable
from runtime.ports import Stored
from services.reporting.application.keeping import rebuilding
from services.reporting.application.keeping.rebuilding import Rebuilding
from services.reporting.application.projecting import Projecting
from services.reporting.domain.documents import PlanDocument
from tests.reporting.application.test_projecting import assert_replayed
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryStore, MemoryViews, ToldLog

chances = st.integers(0, 2**32).map(random.Random)


async def live(log: list[Stored]) -> MemoryStore:
    views = MemoryViews()
    await Projecting(views, ToldLog(log)).project(log)
    return MemoryStore(views)


@unhurried
@given(moves, chances)
def test_rebuilt_while_replicas_project_equals_live_in_every_field(moves, chance) -> None:
    """And no reader finds fewer plans at any moment than before."""
    log = play(moves).log
    half = chance.randrange(1, len(log))

    async def go() -> None:
        store, told = await live(log[:half]), ToldLog(log[:half])
        plans = len(store.views.all().all(PlanDocument))
        running = asyncio.create_task(Rebuilding(store, told).rebuild())
        projecting, at = Projecting(store, told), half
        while not running.done() or at < len(log):
            chunk = log[at : at + chance.randrange(1, 4)]
            told.messages += chunk  # said while the views are filled
            at += len(chunk)
            while not await projected(projecting, chunk):
                assert len(store.views.all().all(PlanDocument)) >= plans
        await running
        assert_replayed(store.views, log)

    asyncio.run(go())


async def projected(projecting: Projecting, messages: list[Stored]) -> bool:
    """Whether they were let in; they are handed over again where not."""
    await asyncio.sleep(0)
    try:
        await projecting.project(messages)
    except Unavailable:
        return False
    return True


async def test_what_is_projected_just_before_the_switch_is_in_the_rebuilt_views() -> None:
    """It was acknowledged, so it would never be delivered to them."""
    log = Campaign().begin().log
    store = await live(log[:-1])

    class Late(ToldLog):
        async def read_all(self, pattern, after=0, until=None, *, lenient=False):
            async for stored in super().read_all(pattern, after, until):
                yield stored
            if pattern == "evt.>" and self.messages != log:
                self.messages.append(log[-1])
                await Projecting(store, self).project(log[-1:])

    await Rebuilding(store, Late(log[:-1])).rebuild()
    assert_replayed(store.views, log)


async def test_messages_of_many_facts_are_put_into_the_views_some_at_a_time(monkeypatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 4)
    log = Campaign().begin().log
    wide = [replace(one, events=one.events * 3) for one in log]
    put: list[int] = []

    async def counted(_: Projecting, messages: list[Stored]) -> None:
        put.append(len(messages))

    monkeypatch.setattr(Projecting, "project", counted)
    await Rebuilding(MemoryStore(MemoryViews()), ToldLog(wide)).rebuild()
    assert (sum(put), max(put)) == (len(log), 2)


async def test_a_rebuild_that_another_one_followed_changes_nothing() -> None:
    log = Campaign().begin().log
    store = await live(log)
    rebuilt = Rebuilding(store, ToldLog(log))
    first = await store.begin()
    second = await store.begin()
    await rebuilt.finish(first)
    assert store.views is not first
    assert first.dropped
    await rebuilt.finish(second)
    assert store.views is second
    assert_replayed(store.views, log)


async def test_a_log_that_is_away_at_the_end_leaves_the_views_open_and_is_waited_for() -> None:
    log = Campaign().begin().log
    store = await live(log)
    before, fails = store.views, [Unavailable("away")]

    class Away(ToldLog):
        async def read_all(self, pattern, after=0, until=None, *, lenient=False):
            if before.shut and fails:
                raise fails.pop()
            async for stored in super().read_all(pattern, after, until):
                yield stored

    async with asyncio.timeout(20):
        task = asyncio.create_task(Rebuilding(store, Away(log)).rebuild())
        while fails:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.001)
        assert not before.shut
        await task
    assert store.views is not before
    assert_replayed(store.views, log)


@pytest.mark.parametrize("standing", ["unreadable", "quarantined"])
async def test_what_cannot_be_read_is_left_out_with_what_follows_on_its_subject(
    standing, monkeypatch
) -> None:
    """The directory's is passed over, and kept in mind as ever. Views that lack some are no point
    to start from.
    """
    monkeypatch.setattr(rebuilding, "EVERY", 1)
    log = Campaign().begin().log
    [unit, *_] = [one for one in log if one.subject.startswith("evt.unit.")]
    [record, *_] = [one for one in log if one.subject.startswith("evt.directory.")]
    bad = {one.sequence for one in (unit, record)}
    messages = [
        replace(one, events=(), previous=0, standing=standing) if one.sequence in bad else one
        for one in log
    ]
    store = MemoryStore(MemoryViews())
    await Rebuilding(store, ToldLog(messages)).rebuild()
    cursors = store.views.cursors
    waits = standing == "unreadable"
    assert (unit.subject in cursors) is not waits
    assert [*cursors[topology.WHOLE_DIRECTORY].unread] == ([record.sequence] if waits else [])
    assert len(cursors) == len({topology.lock_of(one.subject) for one in log}) - waits
    assert bool(store.views.kept) is not waits
