"""Bench, campaign: a NATS whose streams are made anew for each measurement.

Moments are the server's own, of what it stored, unless a measurement says otherwise.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import nats.errors
from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, RawStreamMsg
from nats.js.errors import NotFoundError, ServerError

from bench.campaign.given import Outgoing
from contracts import topology
from deploy.local import parts
from deploy.local.process import Process
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.publish import Publisher
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings

NAME = "bench"
AT_ONCE = 200
LOOK_SECONDS, HEARD_WITHIN = 1.0, 60.0
NO_STORE, TRIES, RETRY_SECONDS = 10049, 50, 0.1


class Campaign:
    """A NATS, and a connection to it. `nats` are its servers.

    `log` is what a registry said of units, plan and duties: what a measurement begins on.
    """

    def __init__(self, nats: Sequence[Process], url: str, broker: NatsBroker, folder: Path) -> None:
        self.nats = nats
        self.url = url
        self.servers = len(nats)
        self.broker = broker
        self.js = js(broker)
        self.log: list[Outgoing] = []
        self.folder = folder
        self._publisher = Publisher(broker)

    async def begin(self, then: Iterable[Outgoing] = ()) -> None:
        """Make the streams anew, with the log, and `then`.

        A registry that starts finds nothing to do: that the plan was followed is acknowledged here.
        """
        for info in await self.js.streams_info():
            await self.js.delete_stream(info.config.name or "")
        await self._declare()
        if self.log:
            await self.send(self.log)
            follow = topology.REGISTRY_FOLLOW_PLANS
            plans = await self.js.pull_subscribe_bind(follow.name, follow.stream)
            for msg in await plans.fetch(1):
                await msg.ack_sync()
            await plans.unsubscribe()
        await self.send(then)

    async def _declare(self) -> None:
        """Again where the server is not done with removing the former streams' files."""
        for _ in range(TRIES):
            try:
                return await declare(self.js, self.servers)
            except ServerError as error:
                if error.err_code != NO_STORE:
                    raise
                await asyncio.sleep(RETRY_SECONDS)
        raise RuntimeError("the former streams' files do not go away")

    async def send(self, messages: Iterable[Outgoing]) -> None:
        """Publish in this order, 200 in flight. Raises what the server refuses."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(message: Outgoing) -> None:
            await self._publisher.publish(message.subject, message.data, message.headers)
            slots.release()

        async with asyncio.TaskGroup() as sending:
            for message in messages:
                await slots.acquire()
                sending.create_task(one(message))

    async def answers(self) -> int:
        """How many verdicts there are; on streams made anew also the last one's sequence."""
        return (await self.js.stream_info(topology.VERDICTS.name)).state.last_seq

    async def answered(self, sequence: int, by: Sequence[Process]) -> RawStreamMsg:
        """The verdict of this sequence, once it is stored; raises where one of `by` has failed."""
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=sequence,
            ack_policy=AckPolicy.NONE,
        )
        verdicts = await self.js.subscribe(
            topology.verdicts("*"), stream=topology.VERDICTS.name, config=config
        )
        heard = None
        while heard is None:
            with suppress(nats.errors.TimeoutError):
                heard = await verdicts.next_msg(LOOK_SECONDS)
            check(by)
        await verdicts.unsubscribe()
        return await self.verdict(sequence)

    async def hear(self, stream: str, subject: str, count: int) -> list[bytes]:
        """So many messages of a subject from its first on, as fast as the client hears them."""
        heard, done = list[bytes](), asyncio.Event()

        async def keep(msg: Msg) -> None:
            heard.append(msg.data)
            if len(heard) == count:
                done.set()

        reader = await self.js.subscribe(
            subject, stream=stream, ordered_consumer=True, cb=keep, pending_bytes_limit=-1
        )
        async with asyncio.timeout(HEARD_WITHIN):
            await done.wait()
        await reader.unsubscribe()
        return heard

    async def accepted(self) -> None:
        """Raise where a verdict is not that the command was accepted."""
        count, name = await self.answers(), topology.VERDICTS.name
        for data in await self.hear(name, topology.verdicts("*"), count):
            if (outcome := json.loads(data)["data"]["outcome"]) != "accepted":
                raise RuntimeError(f"a command was {outcome}")

    async def verdict(self, sequence: int) -> RawStreamMsg:
        """A verdict that is stored; of three servers the one that answers may not have it yet."""
        while True:
            with suppress(NotFoundError):
                return await self.js.get_msg(topology.VERDICTS.name, sequence)

    async def rate(self, count: int, by: Sequence[Process]) -> float:
        """Answers a second to the first `count` commands: from a tenth of the verdicts to nine
        tenths, so that what starting costs is not counted, nor the time in which the last few are
        answered.
        """
        await self.answered(count, by)
        begun, ended = count // 10, count - count // 10
        start, end = moment(await self.verdict(begun)), moment(await self.verdict(ended))
        return (ended - begun) / (end - start).total_seconds()


def check(processes: Iterable[Process]) -> None:
    """Raise, with the end of its log, for one that has failed."""
    for one in processes:
        if not one.alive and one.process.returncode:
            one.wait_ready()


def moment(message: RawStreamMsg) -> datetime:
    if message.time is None:
        raise ValueError("a stored message has a time")
    return message.time


@asynccontextmanager
async def on_servers(servers: int, folder: Path, *, synced: bool) -> AsyncIterator[Campaign]:
    """A NATS of one server, or of three with streams of three replicas.

    `synced`: what it acknowledges lies on the disk.
    """
    async with AsyncExitStack() as stack:
        nats, url = stack.enter_context(_nats(servers, folder / "nats", synced))
        broker = make_broker(RuntimeSettings(nats_url=url), NAME)
        await broker.connect()
        stack.push_async_callback(broker.stop)
        yield Campaign(nats, url, broker, folder)


@contextmanager
def _nats(servers: int, folder: Path, synced: bool) -> Iterator[tuple[Sequence[Process], str]]:
    if servers == 1:
        with parts.nats_server(folder, sync_always=synced) as nats:
            yield [nats], nats.url
    else:
        with parts.nats_cluster(folder, sync_always=synced) as cluster:
            yield cluster.members, cluster.url
