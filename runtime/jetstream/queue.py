"""Runtime, JetStream: the queue of commands, pulled by durables that are named after leases."""

import asyncio
import json
from collections import deque
from contextlib import suppress

from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import APIError, NotFoundError

from contracts import topology
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import AWAY
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection, js
from runtime.jetstream.consume import ACKNOWLEDGE, KEEP, delivered, delivery
from runtime.jetstream.publish import Publisher
from runtime.ports import Gone, Overlap

STREAM = topology.COMMANDS.name
OVERLAPS = 10100
ASKED_AT_ONCE = 512
"""Messages asked for ahead, so that the next batch is fetched while this one is decided."""
EXPIRES_SECONDS = 10.0
LOOK_SECONDS = 0.5
"""How often a puller that hears nothing looks whether its connection was made anew."""


class StreamQueue:
    """As runtime.ports.Queue: the COMMANDS stream of a connected broker."""

    def __init__(self, broker: NatsBroker, clock: Clock) -> None:
        self._broker = broker
        self._clock = clock

    async def durables(self) -> list[str]:
        names: list[str] = []
        total = 1
        while len(names) < total:
            page, total = await self._names(len(names))
            names += page
        return [name for name in names if name.startswith(topology.DECIDERS)]

    async def _names(self, offset: int) -> tuple[list[str], int]:
        """A page of the stream's durables, and how many there are in all."""
        subject, body = f"$JS.API.CONSUMER.NAMES.{STREAM}", json.dumps({"offset": offset})
        answer = await reached(connection(self._broker).request(subject, body.encode(), timeout=5))
        page = json.loads(answer.data)
        if "error" in page:
            APIError.from_error(page["error"])  # raises
        return page["consumers"] or [], page["total"]

    async def create(self, durable: str, partition: int) -> None:
        config = ConsumerConfig(
            name=durable,
            durable_name=durable,
            filter_subject=topology.commands_in(partition),
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=topology.DECIDE_ACK_WAIT.total_seconds(),
            max_deliver=-1,
            max_ack_pending=topology.DECIDE_MAX_PENDING,
        )
        try:
            await reached(js(self._broker).add_consumer(STREAM, config))
        except APIError as error:
            if error.err_code == OVERLAPS:
                raise Overlap(durable) from error
            raise

    async def delete(self, durable: str) -> None:
        with suppress(NotFoundError):
            await reached(js(self._broker).delete_consumer(STREAM, durable))

    def pull(self, durable: str) -> "StreamPuller":
        return StreamPuller(self._broker, self._clock, durable)

    async def oldest(self, pattern: str) -> int | None:
        try:
            first = await reached(
                js(self._broker).get_msg(STREAM, seq=1, subject=pattern, next=True)
            )
        except NotFoundError:
            return None
        return first.seq

    async def waiting(self) -> int:
        """How many commands are stored and not settled yet."""
        return (await reached(js(self._broker).stream_info(STREAM))).state.messages

    async def send(self, subject: str, data: bytes) -> int:
        return await Publisher(self._broker).publish(subject, data)


class StreamPuller:
    """As runtime.ports.Puller: asks for messages ahead of need, and hears them by a callback."""

    def __init__(self, broker: NatsBroker, clock: Clock, durable: str) -> None:
        self._broker = broker
        self._clock = clock
        self._durable = durable
        self._subscription: Subscription | None = None
        self._inbox = ""
        self._asked = 0
        self._connections = -1
        self._delivered = 0
        self._moved_at = 0.0
        self._heard: deque[Delivery] = deque()
        self._news = asyncio.Event()
        self._gone = self._stopped = False

    async def take(self, most: int) -> list[Delivery]:
        while not self._heard and not self._stopped:
            await self._wait()
        if self._stopped:
            return []
        items = [self._heard.popleft() for _ in range(min(most, len(self._heard)))]
        await self._ask()
        return items

    async def _wait(self) -> None:
        """Until something is heard. What was asked over a connection that broke is asked again."""
        if self._gone:
            raise Gone(self._durable)
        self._news.clear()
        await self._ask()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._news.wait()

    async def _ask(self) -> None:
        nc = connection(self._broker)
        if not nc.is_connected:
            return
        if self._subscription is None:
            self._inbox = nc.new_inbox()
            self._subscription = await nc.subscribe(
                self._inbox, cb=self._hear, pending_msgs_limit=-1, pending_bytes_limit=-1
            )
        if self._connections != nc.stats["reconnects"] or self._silent():
            self._connections, self._asked = nc.stats["reconnects"], 0
        if self._asked + len(self._heard) > ASKED_AT_ONCE // 2:
            return
        more = ASKED_AT_ONCE - self._asked
        self._asked += more
        self._moved_at = asyncio.get_running_loop().time()
        request = {"batch": more, "expires": round(EXPIRES_SECONDS * 1e9)}
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{self._durable}"
        with suppress(*AWAY):
            await reached(nc.publish(subject, json.dumps(request).encode(), self._inbox))

    async def _hear(self, msg: Msg) -> None:
        status = (msg.headers or {}).get("Status") if not msg.data else None
        self._moved_at = asyncio.get_running_loop().time()
        if status is None:
            self._hear_message(msg)
        else:
            await self._hear_end(status, msg)
        self._news.set()

    def _hear_message(self, msg: Msg) -> None:
        """A delivery was lost where its number is not the next one: it would come again later,
        behind what was stored after it. So this durable is given up; the next brings all in order.
        """
        number = delivered(msg)
        if number != self._delivered + 1:
            self._gone = True
        if not self._gone:
            self._delivered = number
            self._asked -= 1
            self._heard.append(delivery(msg, self._clock))

    def _silent(self) -> bool:
        """Whether what was asked must have been answered, or have ended, and was not heard."""
        waited = asyncio.get_running_loop().time() - self._moved_at
        return self._asked > 0 and waited > EXPIRES_SECONDS + 1

    async def _hear_end(self, status: str, msg: Msg) -> None:
        """A request has ended; the headers say how many messages it still wanted."""
        left = int((msg.headers or {}).get("Nats-Pending-Messages", self._asked))
        self._asked = max(self._asked - left, 0)
        if status in ("409", "503"):  # deleted, or another leader: only the server knows which
            try:
                await reached(js(self._broker).consumer_info(STREAM, self._durable))
            except NotFoundError:
                self._gone = True
            except AWAY:
                self._asked = 0

    async def acknowledge(self, item: Delivery) -> None:
        await self._say(item, ACKNOWLEDGE)

    async def keep(self, item: Delivery) -> None:
        await self._say(item, KEEP)

    async def _say(self, item: Delivery, word: bytes) -> None:
        with suppress(*AWAY):  # it is delivered again, and answered again
            await reached(connection(self._broker).publish(item.reply, word))

    async def stop(self) -> None:
        self._stopped = True
        self._news.set()
        with suppress(*AWAY):
            if self._subscription is not None:
                await reached(self._subscription.unsubscribe())
            await reached(connection(self._broker).flush(1))
