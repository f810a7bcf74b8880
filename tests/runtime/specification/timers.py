"""Timers, whatever holds them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from contracts import topology
from runtime.clock import Clock
from runtime.ports import Timers

NAME = topology.rung_timer("plan", "unit", "duty", "due", "rung")
TARGET = topology.rung_target("plan", "unit")
Fired = Callable[[int], Awaitable[list[bytes]]]
"""Waits for so many messages on their targets, and takes them."""


class TimersSpecification:
    """Given `timers`, the campaign's `clock`, and `fired`."""

    async def _set(self, timers: Timers, clock: Clock, name: str, data: bytes, s: float) -> None:
        await timers.set(name, TARGET, data, clock.now() + timedelta(seconds=s))

    async def test_a_timer_fires_on_its_target_once_it_is_due(
        self, timers: Timers, clock: Clock, fired: Fired
    ) -> None:
        """Also one whose moment has passed: an outage delays a reminder, it does not lose it."""
        await self._set(timers, clock, NAME, b"past", -3600)
        await self._set(timers, clock, NAME + "2", b"soon", 1.2)
        assert await fired(2) == [b"past", b"soon"]
        assert await timers.find(NAME) is None

    async def test_setting_again_replaces(self, timers: Timers, clock: Clock, fired: Fired) -> None:
        """A moved deadline moves its timers; the earlier one never fires."""
        await self._set(timers, clock, NAME, b"old", 0.8)
        await self._set(timers, clock, NAME, b"new", 1.6)
        await self._set(timers, clock, NAME + "2", b"last", 2.4)
        assert await fired(2) == [b"new", b"last"]

    async def test_a_removed_timer_does_not_fire(
        self, timers: Timers, clock: Clock, fired: Fired
    ) -> None:
        """A duty that was met reminds nobody; its neighbours do."""
        await self._set(timers, clock, NAME, b"cancelled", 0.8)
        await self._set(timers, clock, NAME + "2", b"last", 1.6)
        number = await timers.find(NAME)
        assert number is not None
        await timers.remove(number)
        await timers.remove(number)
        assert await timers.find(NAME) is None
        assert await fired(1) == [b"last"]

    async def test_removing_a_replaced_timer_leaves_the_new_one(
        self, timers: Timers, clock: Clock, fired: Fired
    ) -> None:
        """Whoever removes by number removes what was found, and nothing that came later."""
        await self._set(timers, clock, NAME, b"old", 0.8)
        number = await timers.find(NAME)
        await self._set(timers, clock, NAME, b"new", 0.8)
        assert number is not None
        assert await timers.find(NAME) != number
        await timers.remove(number)
        assert await fired(1) == [b"new"]
