"""Folds of the log are read a few at a time: a history being decoded is large."""

import asyncio
from collections.abc import Sequence
from typing import cast

from services.registry.outbound.folds import READ_AT_ONCE, Folds

from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored


class Log:
    """A log in which every subject is empty; it counts who reads at once."""

    def __init__(self) -> None:
        self.reading = self.most = 0

    async def read(self, subject: str, after: int = 0) -> list[Stored]:
        assert (subject.startswith("evt."), after) == (True, 0)
        self.reading += 1
        self.most = max(self.most, self.reading)
        await asyncio.sleep(0)
        self.reading -= 1
        return []


async def test_a_hundred_units_that_ask_at_once_are_read_a_few_at_a_time() -> None:
    """Measured without: 650 MiB for a hundred units of a thousand activities; with: 180."""
    log = Log()
    folds: Folds[Sequence[Stored]] = Folds(cast("JetStreamLog", log), (), lambda s, _: s, limit=1)
    subjects = [f"evt.unit.p.u-{number}" for number in range(100)]
    found = await asyncio.gather(*map(folds.get, subjects))
    assert [fold.sequence for fold in found] == [0] * 100
    assert log.most == READ_AT_ONCE
