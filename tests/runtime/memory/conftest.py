"""Everything here runs on the seeded loop: virtual time, and several orders of the same steps."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from runtime.memory.server import Server
from tests.seeded import LoopClock, SeededLoop

SEEDS = 5


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], SeededLoop]]:
    return {f"seed-{seed}": partial(SeededLoop, seed) for seed in range(SEEDS)}


@pytest.fixture
def clock() -> LoopClock:
    return LoopClock()


@pytest.fixture
def server(clock: LoopClock) -> Server:
    return Server(clock)
