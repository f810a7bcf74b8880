"""Plays an example's timeline over the registry's own loop, on the parts in memory."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import structlog

from contracts import topology
from contracts.commands import Command, PublishPlan, RecordUnit, about, verb
from contracts.envelope import encode, wrap
from contracts.verdicts import Verdict
from contracts.words import OUTCOMES
from deploy.local.campaign import EXAMPLES, Entry, Example
from runtime.clock import SystemClock
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryOutbox
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.partitions import Partitions
from services.registry.application.working import assemble
from services.reporting.application.past import Past
from services.reporting.domain.consolidated import Consolidated

CACHE_BYTES = 100_000_000


@dataclass
class _Clock(SystemClock):
    """Stands at the moment at which the present message is received."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class _Heard:
    """The verdicts by the number of their command."""

    def __init__(self) -> None:
        self.verdicts: dict[int, Verdict] = {}
        self.more = asyncio.Condition()

    async def publish(self, verdict: Verdict, name: str) -> None:
        async with self.more:
            self.verdicts[verdict.command.sequence] = verdict
            self.more.notify_all()

    async def of(self, sequence: int) -> Verdict:
        async with self.more:
            await self.more.wait_for(lambda: sequence in self.verdicts)
        return self.verdicts[sequence]

    async def until(self, count: int) -> None:
        async with self.more:
            await self.more.wait_for(lambda: len(self.verdicts) >= count)


@dataclass(frozen=True)
class Played:
    """What was answered to each entry, and what the log holds after the last."""

    answered: list[tuple[Entry, Verdict]]
    published: Verdict
    log: MemoryLog

    @property
    def commands(self) -> dict[str, int]:
        """The entries by how they were answered."""
        said = Counter(verdict.outcome for _, verdict in self.answered)
        return {"sent": said.total(), **{outcome: said[outcome] for outcome in OUTCOMES}}


@cache
def played(name: str) -> Played:
    """The example's campaign, played once."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return asyncio.run(_play(Example(EXAMPLES / name)))


async def _play(example: Example) -> Played:
    plan, clock = example.plan, _Clock(example.start)
    server, heard = Server(clock), _Heard()
    queue, log = MemoryQueue(server), MemoryLog(server)
    registry, opening = assemble(log, queue, MemoryOutbox(server), heard, clock, CACHE_BYTES)

    async def take(sender: str, door: str, command: Command) -> Verdict:
        subject = topology.command(sender, door, verb(type(command)), about(command))
        event = encode(wrap(command, id="example", source="urn:test"))
        return await heard.of(await queue.send(subject, event))

    async def hear(entry: Entry) -> Verdict:
        clock.moment = entry.at
        subject = topology.command(entry.unit, "system", entry.verb, entry.about)
        return await heard.of(await queue.send(subject, entry.body()))

    partitions = Partitions(queue, MemoryLeases(Bucket()), "example", registry.work)
    async with partitions.running():
        for unit in example.units:
            await take(topology.OPERATOR, "operator", RecordUnit(record=unit))
        published = await take(plan.issuer, "operator", PublishPlan(plan=plan))
        assert published.outcome == "accepted", published.findings
        before, in_force = len(heard.verdicts), await opening.newest(plan.id)
        await opening.open_plan(plan.id, in_force.revision)
        await heard.until(before + len(in_force.ever))
        answered = [(entry, await hear(entry)) for entry in example.entries]
    return Played(answered, published, log)


@cache
def reported(name: str) -> Consolidated:
    """The report at the end of the example's time, folded from what was played."""
    example = Example(EXAMPLES / name)
    report = asyncio.run(Past(played(name).log).consolidated(example.plan.id, example.end))
    assert report is not None
    return report
