"""A stream that keeps the last message of each subject, and pages of it, whatever keeps it."""

import asyncio

import pytest

from contracts import topology
from runtime.ports import Conflict, Held, Latest, Pages

MINE, OTHER = topology.part("plan", "mine"), topology.part("plan", "other")
EVERY = topology.part("*", "mine")


def told(held: list[Held]) -> list[tuple[str, bytes]]:
    return [(one.subject, one.data) for one in held]


class KeptSpecification:
    """Given the `latest` of a stream and its `pages`."""

    async def test_the_last_message_takes_the_place_of_the_one_before(
        self, latest: Latest, pages: Pages
    ) -> None:
        """A subject holds one message however often something is said there."""
        assert await latest.find(MINE) is None
        first = await latest.replace(MINE, b"one", 0)
        second = await latest.replace(MINE, b"two", first)
        assert await latest.find(MINE) == Held(MINE, second, b"two")
        assert await pages.page(MINE, 0, 10) == ([Held(MINE, second, b"two")], False)

    async def test_of_many_that_looked_at_one_message_one_replaces_it(self, latest: Latest) -> None:
        """Whoever looked before another wrote has to look again; other subjects do not matter."""
        await latest.replace(OTHER, b"x", 0)
        tries = (latest.replace(MINE, b"%d" % n, 0) for n in range(20))
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(result, Conflict) for result in results) == 19
        stands = await latest.find(MINE)
        assert stands is not None
        for expected in (0, stands.sequence - 1, stands.sequence + 1):
            with pytest.raises(Conflict):
                await latest.replace(MINE, b"late", expected)
        assert await latest.find(MINE) == stands

    async def test_a_pattern_is_read_page_by_page_in_order(
        self, latest: Latest, pages: Pages
    ) -> None:
        """From after a sequence, with word of what is left; none is there but what matches."""
        names = [topology.part(f"plan-{n}", "mine") for n in range(3)]
        for name in names:
            await latest.replace(name, name.encode(), 0)
            await latest.replace(name.replace("mine", "other"), b"x", 0)
        page, more = await pages.page(EVERY, 0, 2)
        assert (told(page), more) == ([(name, name.encode()) for name in names[:2]], True)
        rest, more = await pages.page(EVERY, page[-1].sequence, 2)
        assert (told(rest), more) == ([(names[2], names[2].encode())], False)
        assert await pages.page(EVERY, rest[-1].sequence, 2) == ([], False)
