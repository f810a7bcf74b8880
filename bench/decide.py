"""Bench, decide: commands decided a second by one registry and several, against the bare loop.

In each round, for the bare loop and for each number of registries: the streams are made anew, the
registries come up behind the gate, every command is stored, and then the gate opens. So nothing is
sent while it is decided, and nothing is decided before all replicas have their shares. The rate is
that between a tenth of the verdicts and nine tenths, see Campaign.rate. Commands are new activities
of each unit in turn; there are as many units in each partition. Since the commands are waiting, a
registry has several about one unit in hand, and appends them together, as the figure of its
appends says; the bare loop appends each.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.campaign.given import Outgoing, Size, declarations
from bench.campaign.replicas import bare_loop, launched, metric, registries
from bench.campaign.streams import Campaign
from bench.figures import Figure, figure

WORDS = {1: "one registry", 2: "two registries", 4: "four registries"}
BARE = "the bare loop"


@dataclass(frozen=True)
class Run:
    """Commands a second, the appends that they took, and those that were refused."""

    rate: float
    appends: float
    conflicts: float


async def bare(campaign: Campaign, commands: list[Outgoing]) -> Run:
    await campaign.begin(commands)
    with launched([bare_loop(campaign, len(commands))]) as running:
        rate = await campaign.rate(len(commands), running)
    return Run(rate, len(commands), 0)


async def decided(campaign: Campaign, commands: list[Outgoing], replicas: int) -> Run:
    await campaign.begin()
    async with registries(campaign, replicas) as (running, gate):
        await campaign.send(commands)
        await gate.open()
        rate = await campaign.rate(len(commands), running)
        await campaign.accepted()
        appends = metric(running, "ngayso_registry_append_seconds_count")
        return Run(rate, appends, metric(running, "ngayso_log_conflicts_total"))


async def measure(campaign: Campaign, size: Size) -> list[Figure]:
    commands, runs = declarations(size.commands), defaultdict[int, list[Run]](list)
    for _ in range(size.rounds):
        runs[0].append(await bare(campaign, commands))
        for replicas in size.registries:
            runs[replicas].append(await decided(campaign, commands, replicas))
    return list(_figures(campaign.servers, size, runs))


def _figures(servers: int, size: Size, runs: Mapping[int, Sequence[Run]]) -> Iterator[Figure]:
    commands = [float(size.commands)] * size.rounds
    bare_rates, one_rates = ([run.rate for run in runs[of]] for of in (0, 1))
    for replicas in size.registries:
        word, rates = WORDS[replicas], [run.rate for run in runs[replicas]]
        yield figure(f"decided by {word}", servers, "/s", rates, BARE, bare_rates)
        if replicas > 1:
            yield figure(f"decided by {word}", servers, "/s", rates, WORDS[1], one_rates)
    for replicas in size.registries:
        word, appends = WORDS[replicas], [run.appends for run in runs[replicas]]
        yield figure(f"appends of {word}", servers, "", appends, "their commands", commands)
        conflicts = [run.conflicts for run in runs[replicas]]
        yield figure(f"conflicts of {word}", servers, "", conflicts, "their commands", commands)
