"""What all replicas together do in a minute is bounded."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from runtime.memory.publish import MemoryLatest
from runtime.memory.server import Server
from runtime.rates import BURST, Rates, next_of
from tests.notifier.campaign import OPENED
from tests.seeded import LoopClock


@given(st.integers(1, 600), st.lists(st.floats(0, 3), max_size=200))
def test_no_minute_has_more_than_its_rate_and_one_burst(per_minute, gaps):
    """However the asking is spread."""
    kept, now, done = 0.0, 1000.0, []
    for gap in gaps:
        now += gap
        kept, wait = next_of(kept, now, per_minute)
        if not wait:
            done.append(now)
    for first in done:
        inside = sum(first <= one < first + 60 for one in done)
        assert inside <= per_minute + max(1, BURST * per_minute / 60) + 1


@given(st.integers(1, 600), st.floats(0, 3))
def test_who_waits_as_long_as_told_is_let_through(per_minute, gap):
    """No longer, and no sooner."""
    kept, now = 0.0, 1000.0 + gap
    wait = 0.0
    while not wait:
        kept, wait = next_of(kept, now, per_minute)
    assert next_of(kept, now + wait + 1e-6, per_minute)[1] == 0
    assert next_of(kept, now + wait / 2, per_minute)[1] > 0


def test_replicas_count_together():
    """Ten at once, of which each sees what the others did."""
    latest = MemoryLatest(Server(LoopClock(OPENED)), topology.RATES)
    replicas = [Rates(latest, lambda: 1000.0) for _ in range(10)]

    async def all_at_once():
        return await asyncio.gather(*(one.take("esms", 60) for one in replicas))

    waits = asyncio.run(all_at_once())
    assert sum(wait == 0 for wait in waits) == BURST
