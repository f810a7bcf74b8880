"""Bench, history: what a command costs when its unit has declared few activities, and many.

The histories are put straight into the log, one activity to a message, as a unit's system sends
them. All units here are of one partition.

Cold: a registry that has started, and has decided about another unit, so that it has read plan and
directory, gets one command about a unit that it has not looked at yet. Told is the time from the
server's storing the command to its storing the verdict: the history is read, decoded and folded,
and the decision appended. Beside it stands the plain client's reading of the same messages in the
same round, undecoded: one after the other, and as fast as a callback hears them. Each round starts
the registry anew.

Warm: the registry has every history in memory, and a burst of commands, each of which changes a
known activity, is stored while the registry's process is stopped by a signal (not for long: its
lease holds three seconds). Told is the time from the signal that it may go on to the last verdict,
per command. Few activities stand beside the bare loop's burst about one unit, more beside few.
"""

import json
import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.campaign.given import NAMES, PLAN, Outgoing, Size, changes, declaration, history
from bench.campaign.replicas import bare_loop, launched, registry_of
from bench.campaign.streams import LOOK_SECONDS, Campaign, moment
from bench.figures import Figure, figure
from contracts import topology
from deploy.local.process import Process

TOUCHED, BARE = NAMES[4], NAMES[5]
BARE_LOOP = "the bare loop"
ONE_BY_ONE, HEARD = "reading it one by one", "hearing it"
Rounds = dict[int, list[float]]
"""By the number of activities, a time for each round."""


@dataclass
class Cold:
    """Milliseconds until a first verdict, and those of plain reads."""

    first: Rounds = field(default_factory=lambda: defaultdict(list))
    read: Rounds = field(default_factory=lambda: defaultdict(list))
    heard: Rounds = field(default_factory=lambda: defaultdict(list))


async def read(campaign: Campaign, name: str) -> float:
    """Milliseconds to read a unit's part of the log by the plain client, one message after the
    other, undecoded.
    """
    subject, count = await extent(campaign, name)
    started = time.perf_counter()
    reader = await campaign.js.subscribe(subject, ordered_consumer=True)
    for _ in range(count):
        await reader.next_msg(LOOK_SECONDS)
    milliseconds = (time.perf_counter() - started) * 1_000
    await reader.unsubscribe()
    return milliseconds


async def hear(campaign: Campaign, name: str) -> float:
    """As read, but handed to a callback: as fast as the client can do nothing."""
    subject, count = await extent(campaign, name)
    started = time.perf_counter()
    await campaign.hear(topology.EVENTS.name, subject, count)
    return (time.perf_counter() - started) * 1_000


async def extent(campaign: Campaign, name: str) -> tuple[str, int]:
    """The subject of a unit's part, and how many messages it has."""
    subject = topology.unit_facts(PLAN, name)
    info = await campaign.js.stream_info(topology.EVENTS.name, subject)
    return subject, (info.state.subjects or {})[subject]


async def first(campaign: Campaign, registry: Process, name: str) -> float:
    """Milliseconds from the storing of a command about a unit to that of its verdict."""
    before = await campaign.answers()
    await campaign.send([declaration(name, 0, f"{registry.process.pid}")])
    stored = await campaign.answered(before + 1, [registry])
    received = datetime.fromisoformat(json.loads(stored.data or b"")["data"]["received_at"])
    return (moment(stored) - received).total_seconds() * 1_000


async def cold(campaign: Campaign, registry: Process, size: Size) -> Cold:
    """First uses and plain reads of each history; the registry goes on running."""
    times = Cold()
    for _ in range(size.rounds):
        registry.stop()
        registry.start()
        await first(campaign, registry, TOUCHED)
        for name, count in zip(NAMES, size.history, strict=False):
            times.read[count].append(await read(campaign, name))
            times.heard[count].append(await hear(campaign, name))
            times.first[count].append(await first(campaign, registry, name))
    return times


async def burst(campaign: Campaign, registry: Process, commands: Sequence[Outgoing]) -> float:
    """Microseconds for each of the commands, which are waiting when the first is taken."""
    before = await campaign.answers()
    registry.process.send_signal(signal.SIGSTOP)
    await campaign.send(commands)
    started = datetime.now(UTC)
    registry.process.send_signal(signal.SIGCONT)
    last = await campaign.answered(before + len(commands), [registry])
    return (moment(last) - started).total_seconds() * 1e6 / len(commands)


async def warm(campaign: Campaign, registry: Process, size: Size) -> Rounds:
    times = defaultdict[int, list[float]](list)
    for number in range(size.rounds):
        for name, count in zip(NAMES, size.history, strict=False):
            commands = changes(name, count, size.burst, f"{number}")
            times[count].append(await burst(campaign, registry, commands))
    return times


async def bare(campaign: Campaign, size: Size) -> list[float]:
    """Microseconds for each command of a burst about one unit in the bare loop."""
    times, commands = [], changes(BARE, size.history[0], size.burst, "bare")
    for _ in range(size.rounds):
        await campaign.begin(commands)
        with launched([bare_loop(campaign, size.burst)]) as running:
            times.append(1e6 / await campaign.rate(size.burst, running))
    return times


async def measure(campaign: Campaign, size: Size) -> list[Figure]:
    bares = await bare(campaign, size)
    await campaign.begin()
    for name, count in zip(NAMES, size.history, strict=False):
        await campaign.send(history(name, count, 1))
    with registry_of(campaign) as registry:
        firsts = await cold(campaign, registry, size)
        warms = await warm(campaign, registry, size)
    await campaign.accepted()
    return list(_figures(campaign.servers, size, bares, warms, firsts))


def _figures(
    servers: int, size: Size, bares: list[float], warms: Rounds, colds: Cold
) -> Iterator[Figure]:
    few, *more = size.history
    yield figure(f"warm, {few} activities", servers, "µs", warms[few], BARE_LOOP, bares)
    for count in more:
        against = f"warm, {few} activities"
        yield figure(
            f"warm, {count:,} activities", servers, "µs", warms[count], against, warms[few]
        )
    for against, reads in ((ONE_BY_ONE, colds.read), (HEARD, colds.heard)):
        for count in size.history:
            name = f"cold, {count:,} activities"
            yield figure(name, servers, "ms", colds.first[count], against, reads[count])
