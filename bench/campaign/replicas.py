"""Bench, campaign: processes that work on the streams: one registry, or several side by side."""

import asyncio
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from faststream.nats import NatsBroker
from prometheus_client.parser import text_string_to_metric_families

from bench.campaign import given
from bench.campaign.given import Outgoing
from bench.campaign.streams import LOOK_SECONDS, NAME, Campaign, check
from contracts import topology
from deploy.local import parts
from deploy.local.process import Process
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.log import direct_get
from runtime.partitions import MEMBER, PARTITION

STARTED_WITHIN = 60.0
PAGE = 500


def registry_of(campaign: Campaign, number: int = 0) -> Process:
    """A registry, not started yet."""
    env = {"NGAYSO_NATS_URL": campaign.url}
    return parts.service("registry", env, log=campaign.folder / f"registry-{number}.log")


def bare_loop(campaign: Campaign, count: int) -> Process:
    """The same traffic by the plain client, not started yet; see bench/bare.py."""
    return Process(
        "bare",
        campaign.url,
        [sys.executable, "-m", "bench.bare", campaign.url, str(count)],
        ready=lambda: False,  # it serves nothing
        log=campaign.folder / "bare.log",
    )


async def recorded(campaign: Campaign) -> list[Outgoing]:
    """The log of a registry that was told the units and the plan."""
    await campaign.begin()
    units, log, seq, more = given.directory(), list[Outgoing](), 0, True
    with registry_of(campaign).start() as registry:
        for messages in (units[:1], units[1:], [given.publication()]):
            await campaign.send(messages)
            await campaign.answered(await _sent(campaign), [registry])
        await campaign.answered(len(units) + 1 + len(given.NAMES), [registry])
    while more:
        request = {"seq": seq + 1, "next_by_subj": ">", "batch": PAGE}
        page, more = await direct_get(campaign.broker, topology.EVENTS.name, request)
        for msg in page:
            headers = msg.headers or {}
            seq = int(headers["Nats-Sequence"])
            log.append(Outgoing(headers["Nats-Subject"], msg.data))
    return log


async def _sent(campaign: Campaign) -> int:
    """How many commands were ever stored."""
    return (await campaign.js.stream_info(topology.COMMANDS.name)).state.last_seq


class Gate:
    """Holds every partition's lease, so that registries come up and deal the partitions out among
    themselves, but decide nothing. `open` gives all up at once: a planned hand-over.
    """

    def __init__(self, broker: NatsBroker) -> None:
        self._leases = StreamLeases(broker)
        self._held: dict[str, int] = {}
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        for number in range(topology.PARTITIONS):
            revision = await self._leases.take(key := f"{PARTITION}{number}", NAME)
            if revision is None:
                raise RuntimeError(f"{key} is not free")
            self._held[key] = revision

    async def keep(self) -> None:
        """Renew what is held, until cancelled."""
        while True:
            await asyncio.sleep(topology.LEASE_SECONDS / 3)
            async with self._turn:
                await asyncio.gather(*map(self._renew, list(self._held)))

    async def _renew(self, key: str) -> None:
        revision = await self._leases.renew(key, NAME, self._held[key])
        if revision is None:
            raise RuntimeError(f"{key} was lost: this machine stood still")
        self._held[key] = revision

    async def members(self, registries: Sequence[Process]) -> None:
        """Until so many registries have come up."""
        async with asyncio.timeout(STARTED_WITHIN):
            while await self._members() < len(registries):
                await self._leases.changed(LOOK_SECONDS)
                check(registries)

    async def _members(self) -> int:
        return sum(name.startswith(MEMBER) for name in await self._leases.current())

    async def open(self) -> None:
        """Raises where a partition is somebody else's, or nobody's, already."""
        async with self._turn:
            leases = await self._leases.current()
            holders = [lease.holder for key, lease in leases.items() if key.startswith(PARTITION)]
            if holders != [NAME] * topology.PARTITIONS:
                raise RuntimeError(f"the gate stood open: {holders}")
            held, self._held = self._held, {}
            await asyncio.gather(*(self._leases.give_up(*lease) for lease in held.items()))


@asynccontextmanager
async def registries(campaign: Campaign, count: int) -> AsyncIterator[tuple[list[Process], Gate]]:
    """So many registries behind a closed gate; killed at the end, since their streams go too."""
    gate = Gate(campaign.broker)
    await gate.close()
    keeping = asyncio.create_task(gate.keep())
    try:
        with launched([registry_of(campaign, number) for number in range(count)]) as running:
            await gate.members(running)
            yield running, gate
    finally:
        keeping.cancel()


@contextmanager
def launched(processes: list[Process]) -> Iterator[list[Process]]:
    """Processes that run from here to the end of the block, where they are killed."""
    try:
        yield [one.launch() for one in processes]
    finally:
        for one in processes:
            one.kill()


def metric(registries: Iterable[Process], name: str) -> float:
    """A sample of /metrics, added up over registries."""
    found = [
        sample.value
        for one in registries
        for family in text_string_to_metric_families(_metrics(one))
        for sample in family.samples
        if sample.name == name
    ]
    if not found:
        raise RuntimeError(f"no registry has a metric {name}")
    return sum(found)


def _metrics(registry: Process) -> str:
    with urllib.request.urlopen(f"{registry.url}/metrics") as answer:
        text: str = answer.read().decode()
    return text
