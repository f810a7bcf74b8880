"""What is read once while the views stand still is never older than what would be read."""

from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.outbound.kept.still import Still, once


class Views:
    """Views that move; `reads` are the readings so far."""

    def __init__(self) -> None:
        self.stand = 0
        self.reads = 0

    async def read(self) -> int:
        self.reads += 1
        return self.stand


class Request:
    """One request, which reads the position when it begins, and what it asks for later."""

    def __init__(self, views: Views, still: Still, *, shut: bool = False) -> None:
        self.still = still
        self.began = views.stand
        self._views = views
        self._shut = shut

    async def position(self) -> str | None:
        return None if self._shut else f"a.{self.began}"

    @once
    async def told(self, what: object, more: object = None) -> int:
        return await self._views.read()


@given(st.lists(st.sampled_from(["begin", "move", "ask", "ask the first"]), max_size=30))
async def test_whenever_requests_begin_and_views_move(moves: list[str]) -> None:
    views, still = Views(), Still()
    requests = [Request(views, still)]
    for move in moves:
        if move == "begin":
            requests.append(Request(views, still))
        elif move == "move":
            views.stand += 1
        else:
            request = requests[0 if move == "ask the first" else -1]
            assert request.began <= await request.told("x") <= views.stand


async def test_it_is_read_once_for_a_position_whoever_asks() -> None:
    views, still = Views(), Still()
    for _ in range(3):
        await Request(views, still).told("x")
    assert views.reads == 1
    views.stand += 1
    assert await Request(views, still).told("x") == 1
    assert views.reads == 2


ASKED: list[Callable[[Request], Awaitable[int]]] = [
    lambda one: one.told("a"),
    lambda one: one.told("b"),
    lambda one: one.told("a", "b"),
    lambda one: one.told("a", more="b"),
    lambda one: one.told({"a": "b"}),
    lambda one: one.told({"a": None}),
    lambda one: one.told(["a", "b"]),
]


async def test_what_is_asked_for_otherwise_is_read_by_itself() -> None:
    views, still = Views(), Still()
    for ask in [*ASKED, *ASKED]:
        await ask(Request(views, still))
    assert views.reads == len(ASKED)
    for told in ({"b", "a"}, ("b", "a"), frozenset({"a", "b"})):
        await Request(views, still).told(told)
    assert views.reads == len(ASKED), "units are asked for in no order"


async def test_nothing_is_kept_while_the_views_are_shut() -> None:
    views, still = Views(), Still()
    for _ in range(2):
        await Request(views, still, shut=True).told("x")
    assert views.reads == 2


async def test_no_more_than_so_many_things_are_kept() -> None:
    views, still = Views(), Still(2)
    for what in "abcabc":
        await Request(views, still).told(what)
    assert views.reads > 3
    await Request(views, still).told("c")
    assert len(still._found) <= 2


async def test_what_cannot_be_told_apart_is_no_key() -> None:
    with pytest.raises(TypeError):
        await Request(Views(), Still()).told(_Unhashable())


class _Unhashable:
    __hash__ = None  # type: ignore[assignment]
