"""The states folded from the log: what is believed, for how long, and what is forgotten."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from contracts import topology
from runtime.failure import Unavailable
from runtime.folds import Fold, Folds
from runtime.memory.log import MemoryLog
from runtime.memory.server import Server
from runtime.ports import Stored
from tests.runtime.specification.log import OTHER, SUBJECT, fill, names

State = tuple[str, ...]


class Counting:
    """The log, with what was asked of it; `stale`: the copy that is read lacks so many."""

    def __init__(self, server: Server) -> None:
        self._log = MemoryLog(server)
        self.asked_about: list[str] = []
        self.read_from: list[int] = []
        self.read_through: list[int | None] = []
        self.stale = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    @property
    def asked(self) -> int:
        return len(self.asked_about)

    async def last(self, subject: str) -> Any:
        self.asked_about.append(subject)
        return await self._log.last(subject)

    async def pages(self, subject: str, after: int = 0, **how: Any) -> AsyncIterator[list[Stored]]:
        self.read_from.append(after)
        self.read_through.append(how.get("through"))
        stored = await self._log.read(subject, after, **how)
        yield stored[: len(stored) - self.stale]


def advance(state: State, stored: Sequence[Stored]) -> State:
    return (*state, *names(stored))


def folding(log: Any, limit: int = 10, **more: Any) -> Folds[State]:
    return Folds(log, (), advance, limit=limit, **more)


@pytest.fixture
def log(server: Server) -> Counting:
    return Counting(server)


async def test_what_was_compared_a_moment_ago_is_believed_and_no_longer(log: Counting) -> None:
    folds = folding(log)
    first = await fill(log, SUBJECT, "a")  # type: ignore[arg-type]
    assert (await folds.recent(SUBJECT, 1.0)).state == ("a",)
    await fill(log, SUBJECT, "b", after=first)  # type: ignore[arg-type]
    await asyncio.sleep(0.5)
    assert (await folds.recent(SUBJECT, 1.0)).state == ("a",)
    assert log.asked == 1
    await asyncio.sleep(0.5)
    assert (await folds.recent(SUBJECT, 1.0)).state == ("a", "b")
    assert (await folds.recent(SUBJECT, 0)).state == ("a", "b")
    assert log.asked == 3


async def test_nothing_is_asked_for_behind_the_last_message(log: Counting) -> None:
    """It would be one more question to a server, whose answer is waited for."""
    last = await fill(log, SUBJECT, "a")  # type: ignore[arg-type]
    await folding(log).recent(SUBJECT, 0)
    assert log.read_through == [last]


async def test_only_what_is_new_is_read(log: Counting) -> None:
    """The last known message is read again, to see that it still is that one."""
    folds = folding(log)
    last = await fill(log, SUBJECT, "a", "b")  # type: ignore[arg-type]
    await folds.newest(SUBJECT)
    await folds.newest(SUBJECT)
    await fill(log, SUBJECT, "c", after=last)  # type: ignore[arg-type]
    assert (await folds.newest(SUBJECT)).state == ("a", "b", "c")
    assert log.read_from == [0, last - 1]


async def test_a_copy_that_is_behind_is_not_taken_for_the_newest(log: Counting) -> None:
    folds = folding(log)
    last = await fill(log, SUBJECT, "a", "b")  # type: ignore[arg-type]
    log.stale = 1
    with pytest.raises(Unavailable):
        await folds.newest(SUBJECT)
    log.stale = 0
    assert await folds.newest(SUBJECT) == folds.kept(SUBJECT)
    assert (await folds.newest(SUBJECT)).sequence == last


async def test_whoever_asks_while_a_read_is_under_way_is_told_of_what_was_there_before_it_asked(
    log: Counting,
) -> None:
    """The read that is under way may have looked before; and the next one serves all who wait."""
    folds = folding(log)
    first = await fill(log, SUBJECT, "a")  # type: ignore[arg-type]
    early = asyncio.create_task(folds.newest(SUBJECT))
    while log.read_from == []:
        await asyncio.sleep(0)
    await fill(log, SUBJECT, "b", after=first)  # type: ignore[arg-type]
    assert (await folds.newest(SUBJECT)).state == ("a", "b")
    assert (await early).state[:1] == ("a",)


async def test_one_look_at_a_pattern_shows_that_nothing_was_said_on_any_of_its_subjects(
    log: Counting,
) -> None:
    """And where something was said on one of them, each is looked at again."""
    pattern = topology.unit_facts("plan", "*")
    folds = folding(log, within=lambda _: pattern)
    first = await fill(log, SUBJECT, "a")  # type: ignore[arg-type]
    await fill(log, OTHER, "b")  # type: ignore[arg-type]
    await asyncio.gather(folds.newest(SUBJECT), folds.newest(OTHER))
    log.asked_about.clear()
    told = await asyncio.gather(folds.newest(SUBJECT), folds.newest(OTHER), folds.newest(OTHER))
    assert [one.state for one in told] == [("a",), ("b",), ("b",)]
    assert {*log.asked_about} == {pattern}
    await fill(log, SUBJECT, "c", after=first)  # type: ignore[arg-type]
    told = await asyncio.gather(folds.newest(SUBJECT), folds.newest(OTHER))
    assert [one.state for one in told] == [("a", "c"), ("b",)]


async def test_a_subject_without_messages_is_empty_and_forgotten(log: Counting) -> None:
    folds = folding(log)
    folds.put(SUBJECT, Fold(("a",), 7))
    assert await folds.newest(SUBJECT) == Fold(())
    assert folds.kept(SUBJECT) is None


async def test_the_least_recently_used_are_forgotten_by_weight(log: Counting) -> None:
    folds = folding(log, limit=5, weigh=len)
    for number, subject in enumerate(("x", "y", "z"), 1):
        folds.put(subject, Fold(("a",) * number, 1))
    assert folds.kept("x") is None  # 1 + 2 + 3 is more than 5
    assert folds.kept("y")
    folds.put("w", Fold(("a",) * 2, 1))
    assert folds.kept("z") is None  # "y" was asked for since
    folds.put("y", Fold(("a",), 1))
    folds.put("v", Fold(("a",) * 2, 1))
    assert all(folds.kept(subject) for subject in ("w", "y", "v"))
    folds.put("u", Fold(("a",) * 9, 1))
    assert folds.kept("u")
    assert not any(folds.kept(subject) for subject in ("w", "y", "v"))


async def test_a_failed_read_is_told_to_whoever_asked_and_to_nobody_later(log: Counting) -> None:
    folds = folding(log)
    await fill(log, SUBJECT, "a")  # type: ignore[arg-type]
    await fill(log, OTHER, "b")  # type: ignore[arg-type]
    log.stale = 1
    asked = asyncio.gather(folds.newest(SUBJECT), folds.newest(OTHER), return_exceptions=True)
    assert [type(answer) for answer in await asked] == [Unavailable, Unavailable]
    log.stale = 0
    assert (await folds.newest(SUBJECT)).state == ("a",)
    assert (await folds.newest(OTHER)).state == ("b",)
