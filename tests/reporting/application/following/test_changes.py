"""Whoever follows a plan misses nothing that changed, is told each thing once, and costs nothing
that grows.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from services.reporting.application.following import changes
from services.reporting.application.following.changes import (
    EVERYTHING,
    MOST_OF_ONE,
    MOST_TOLD,
    Change,
    Changes,
    Follower,
    Following,
    TooMany,
)
from tests.reporting.given.strategies import unhurried

PLAN = "ke-hoach"


class Views:
    """As the ports Moved and Delivered: what was committed, and up to where all was acknowledged.

    Commits come in any order, as of two replicas; the floor is below the first that is missing.
    """

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.done: set[int] = set()
        self.started_at = 0

    def commit(self, subject: str, sequence: int) -> None:
        self.at[subject] = max(sequence, self.at.get(subject, 0))
        self.done.add(sequence)

    async def all_until(self) -> int:
        floor = self.started_at
        while floor + 1 in self.done:
            floor += 1
        return floor

    async def since(self, after: int, plan: str | None = None) -> Mapping[str, int]:
        return {
            subject: at
            for subject, at in self.at.items()
            if at > after and (plan is None or plan in subject.split("."))
        }


def unit(name: str, plan: str = PLAN) -> str:
    return topology.unit_facts(plan, name)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views are looked at whenever there is nothing else to do."""
    monkeypatch.setattr(changes, "LOOK_SECONDS", 0)


async def heard(follower: Follower) -> Changes:
    told = await follower.news(5)
    assert told is not None
    return told


async def test_a_change_is_told_once_and_of_its_plan_alone() -> None:
    """However often the subject moves before it is told."""
    views = Views()
    async with Following(views, views).follow(PLAN, "a", None, None) as follower:
        views.commit(unit("ba-to"), 1)
        views.commit(unit("ba-to"), 2)
        views.commit(unit("ba-to", "khac"), 3)
        views.commit(topology.message_facts(PLAN, "ly-son"), 4)
        views.commit(topology.plan_facts(PLAN), 5)
        told = await heard(follower)
        assert {(one.what, one.unit) for one in told.changed} == {
            *(("unit", "ba-to"), ("messages", "ly-son"), ("plan", None)),
        }
        assert told.until == 5
        assert await follower.news(0.05) is None


async def test_a_unit_hears_of_its_own_part_and_of_the_plan() -> None:
    """Not that another unit did something."""
    views = Views()
    async with Following(views, views).follow(PLAN, "a", frozenset({"ba-to"}), 0) as follower:
        for sequence, subject in enumerate(
            (unit("ly-son"), unit("ba-to"), topology.plan_facts(PLAN)), start=1
        ):
            views.commit(subject, sequence)
        told = await heard(follower)
    assert {one.unit for one in told.changed} == {"ba-to", None}


async def test_what_is_committed_late_is_told_all_the_same() -> None:
    """Of two replicas one may be behind the other: the floor waits for it."""
    views = Views()
    async with Following(views, views).follow(PLAN, "a", None, None) as follower:
        views.commit(unit("ba-to"), 2)
        told = await heard(follower)
        assert (told.until, told.changed) == (0, (Change(what="unit", unit="ba-to"),))
        views.commit(unit("ly-son"), 1)
        told = await heard(follower)
    assert (told.until, told.changed) == (2, (Change(what="unit", unit="ly-son"),))


async def test_so_much_that_all_is_to_be_read_again() -> None:
    """Is told as that, and nothing longer is kept."""
    views = Views()
    for number in range(MOST_TOLD + 1):
        views.commit(unit(f"u-{number}"), number + 1)
    async with Following(views, views).follow(PLAN, "a", None, 0) as follower:
        assert (await heard(follower)).changed == (EVERYTHING,)


async def test_a_log_that_was_replaced_is_read_anew() -> None:
    """Whoever comes from beyond its end, and whoever follows while it starts over."""
    views = Views()
    async with Following(views, views).follow(PLAN, "a", None, 7) as follower:
        assert (await heard(follower)).changed == (EVERYTHING,)
        views.started_at = 9
        views.commit(unit("ba-to"), 10)
        assert (await heard(follower)).until == 10
        views.started_at = 3
        views.done.clear()
        assert (await heard(follower)) == Changes(until=3, changed=(EVERYTHING,))


async def test_followers_are_bounded_and_leave_nothing() -> None:
    """One reader has so many at once; when nobody follows, nobody looks."""
    views = Views()
    following = Following(views, views)
    before = asyncio.all_tasks()
    async with AsyncExitStack() as stack:
        for _ in range(MOST_OF_ONE):
            await stack.enter_async_context(following.follow(PLAN, "a", None, None))
        with pytest.raises(TooMany):
            await stack.enter_async_context(following.follow(PLAN, "a", None, None))
        await stack.enter_async_context(following.follow(PLAN, "b", None, None))
        assert len(asyncio.all_tasks() - before) == 1
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


steps = st.lists(
    st.tuples(st.sampled_from(["commit", "late", "hear", "leave"]), st.integers(0, 3)), max_size=30
)


@unhurried
@given(steps)
def test_whoever_comes_and_goes_misses_nothing(made: list[tuple[str, int]]) -> None:
    """By the id of the last thing heard: each subject's newest message is told after it is there,
    whatever was committed late meanwhile.
    """
    asyncio.run(_come_and_go(made))


async def _come_and_go(made: list[tuple[str, int]]) -> None:
    views, held = Views(), list[tuple[str, int]]()
    following, sequence, until = Following(views, views), 0, 0
    untold: set[str] = set()

    async def hear(follower: Follower) -> int:
        await following._look()
        told = follower.take()
        untold.difference_update(unit(one.unit) for one in told.changed if one.unit)
        return told.until

    async with AsyncExitStack() as stack:
        follower = await stack.enter_async_context(following.follow(PLAN, "a", None, until))
        for what, number in made:
            subject = unit(f"u-{number}")
            if what in ("commit", "late"):
                sequence += 1
                if what == "late":
                    held.append((subject, sequence))
                elif subject not in dict(held):
                    views.commit(subject, sequence)
                    untold.add(subject)
                else:
                    held.append((subject, sequence))  # one subject's are in order
            elif what == "hear":
                until = await hear(follower)
            else:
                await stack.aclose()
                for subject, at in held:
                    views.commit(subject, at)
                    untold.add(subject)
                held.clear()
                follower = await stack.enter_async_context(following.follow(PLAN, "a", None, until))
        for subject, at in held:
            views.commit(subject, at)
            untold.add(subject)
        await hear(follower)
    assert untold == set()
