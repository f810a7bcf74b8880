"""Registry, application: publishes verdicts and lets the commands go, while others are decided."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog
from prometheus_client import Counter

from contracts.commands import COMMANDS, verb
from runtime.clock import Clock
from runtime.failure import AWAY, growing_delay
from runtime.lasting import Lasting
from runtime.metrics import HANDLED
from runtime.owned import OwnedPartition
from services.registry.application.ports import Verdicts
from services.registry.application.run import Settled
from services.registry.domain.door import also_told, word_verdict

log = structlog.get_logger()

NAME = "registry-decide"
"""What metrics and dead letters call the deciding loop, whichever durable it pulls by."""
DECIDED = Counter(
    "ngayso_registry_commands", "Commands answered, by verb and outcome.", ["verb", "outcome"]
)
VERBS = {verb(model) for model in COMMANDS.values()}


class Answering:
    """The answers of one partition on their way. Those of one lane are published in its order."""

    def __init__(self, verdicts: Verdicts, clock: Clock, partition: OwnedPartition) -> None:
        self._verdicts = verdicts
        self._clock = clock
        self._partition = partition
        self._last: dict[str, asyncio.Task[None]] = {}
        self._under_way = 0
        self._moved = asyncio.Event()
        self._away = Lasting("cannot-answer-yet")

    def answer(self, lane: str, settled: Sequence[Settled]) -> None:
        """Send the verdicts on their way, after those of the same lane before."""
        before = self._last.get(lane)
        self._under_way += len(settled)

        async def answer() -> None:
            try:
                if before is not None:
                    await asyncio.wait([before])
                await asyncio.gather(*map(self._say, settled))
            finally:
                self._under_way -= len(settled)
                self._moved.set()
                if self._last.get(lane) is task:
                    del self._last[lane]

        task = self._last[lane] = asyncio.create_task(answer())

    async def _say(self, settled: Settled) -> None:
        """Publish one verdict however long the server is away, then let the command go.

        Where the partition is left meanwhile, whoever has it next answers from the history.
        """
        item, tries = settled.item, 0
        now = self._clock.now()
        verdict = word_verdict(settled.request, settled.answer, settled.duties, now)
        while not self._partition.lost:
            try:
                name = f"v-{item.sequence}-{item.stored_ns}"
                await self._verdicts.publish(verdict, name)
                if unit := also_told(settled.request, settled.answer):
                    told = verdict.model_copy(update={"unit": unit})
                    await self._verdicts.publish(told, f"{name}-{unit}")
            except Exception as error:
                if self._partition.leaving:
                    return
                tries += 1
                fault = None if isinstance(error, AWAY) else error
                self._away.goes_on(sequence=item.sequence, error=repr(error), exc_info=fault)
                await pause(self._partition, growing_delay(tries))
                continue
            self._away.over()
            await self._partition.acknowledge(item)
            word = settled.request.verb if settled.request.verb in VERBS else "other"
            DECIDED.labels(word, settled.answer.outcome).inc()
            HANDLED.labels(NAME, "handled").inc()
            return

    async def room(self, most: int) -> None:
        """Wait until fewer than `most` answers are on their way, or the partition is left."""
        while self._under_way >= most and not self._partition.leaving:
            self._moved.clear()
            await self._moved.wait()

    async def finish(self) -> None:
        """Wait until all is answered."""
        await asyncio.gather(*self._last.values(), return_exceptions=True)

    async def cancel(self) -> None:
        """Say nothing more."""
        for task in list(self._last.values()):
            task.cancel()
        await self.finish()


async def pause(partition: OwnedPartition, seconds: float) -> None:
    """Wait, but no longer than the partition is ours to work on."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await partition.left.wait()
