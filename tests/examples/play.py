"""Plays an example's timeline over the registry's own loop, on the parts in memory."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from functools import cache

from cli.integrate.offline import Offline, Received, quietly
from contracts import topology
from contracts.verdicts import Verdict
from contracts.words import OUTCOMES
from deploy.local.campaign import EXAMPLES, Entry, Example
from runtime.memory.log import MemoryLog
from services.reporting.application.past import Past
from services.reporting.domain.consolidated import Consolidated


@dataclass(frozen=True)
class Played:
    """What was answered to each entry, and what the log holds after the last."""

    answered: list[tuple[Entry, Verdict]]
    log: MemoryLog

    @property
    def commands(self) -> dict[str, int]:
        """The entries by how they were answered."""
        said = Counter(verdict.outcome for _, verdict in self.answered)
        return {"sent": said.total(), **{outcome: said[outcome] for outcome in OUTCOMES}}


@cache
def played(name: str) -> Played:
    """The example's campaign, played once."""
    return quietly(_play(Example(EXAMPLES / name)))


async def _play(example: Example) -> Played:
    offline = Offline(example.start)
    async with offline.running():
        published = await offline.publish(example.plan, example.units)
        assert published.outcome == "accepted", published.findings
        answered = [(e, (await offline.take(_received(e)))[1]) for e in example.entries]
    return Played(answered, offline.log)


def _received(entry: Entry) -> Received:
    subject = topology.command(entry.unit, "system", entry.verb, entry.about)
    return Received(subject, entry.body(), entry.at)


@cache
def reported(name: str) -> Consolidated:
    """The report at the end of the example's time, folded from what was played."""
    example = Example(EXAMPLES / name)
    report = asyncio.run(Past(played(name).log).consolidated(example.plan.id, example.end))
    assert report is not None
    return report
