"""Runtime, JetStream: takes messages from a durable in batches and settles each by the policy."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.annotations import NatsMessage
from nats.aio.msg import Msg
from opentelemetry import propagate, trace

from contracts import topology
from runtime.ahead import Ahead, Taking
from runtime.clock import Clock, from_ns
from runtime.delivery import BatchHandler, Delivery, Handler, Key, restored_at
from runtime.failure import AWAY, Retry, Unreadable
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection
from runtime.jetstream.publish import Publisher
from runtime.jetstream.streams import consumer_config
from runtime.lasting import Lasting
from runtime.metrics import BATCH_SECONDS, HANDLED
from runtime.policy import Bury, Faults, Graveyard

log = structlog.get_logger()
tracer = trace.get_tracer("ngayso")

PLAIN_REPLY_WORDS = 9
FILL_SECONDS = 0.1
"""How long a batch may wait to fill: the latency under light load."""
MAX_CONCURRENT = 100
"""Handlers at once per durable."""
ACKNOWLEDGE, KEEP = b"+ACK", b"+WPI"


def put_back(delay: float) -> bytes:
    """The settlement that asks for redelivery after so many seconds."""
    return b'-NAK {"delay": %d}' % round(delay * 1e9)


def delivery(msg: Msg, clock: Clock) -> Delivery:
    """Reads JetStream's reply subject: $JS.ACK[.domain.account].stream.durable.n.seq.n.ns.n."""
    words = msg.reply.split(".")
    start = 2 if len(words) == PLAIN_REPLY_WORDS else 4
    stamp, headers = int(words[start + 5]), dict(msg.headers or {})
    return Delivery(
        subject=msg.subject,
        data=msg.data,
        headers=headers,
        sequence=int(words[start + 3]),
        stored_ns=stamp,
        stored_at=clock.campaign(restored_at(msg.subject, headers) or from_ns(stamp)),
        deliveries=int(words[start + 2]),
        reply=msg.reply,
    )


def delivered(msg: Msg) -> int:
    """How many messages its durable had delivered with this one, repeats included."""
    words = msg.reply.split(".")
    return int(words[6 if len(words) == PLAIN_REPLY_WORDS else 8])


class _Hand:
    """What is in hand of one durable: told to the server as being worked on until it is settled."""

    def __init__(self, broker: NatsBroker, durable: topology.Durable) -> None:
        self._broker = broker
        self._durable = durable
        self._graveyard = Graveyard(
            Publisher(broker), durable.service, durable.name, durable.stream
        )
        self._unsettled: dict[str, Delivery] = {}
        self._begun = time.monotonic()
        self._faults = Faults()
        self._away = Lasting("put-back")

    def take(self, items: Sequence[Delivery]) -> None:
        if not self._unsettled:
            self._begun = time.monotonic()
        self._unsettled |= {item.reply: item for item in items}

    async def keep(self) -> None:
        """Begin the acknowledgement time of everything in hand anew, again and again, also of what
        waits while one short batch after the other is worked on.
        """
        every = self._durable.ack_wait.total_seconds() / 3
        while True:
            await asyncio.sleep(self._begun + every - time.monotonic())
            self._begun = time.monotonic()
            for reply in list(self._unsettled):
                with suppress(*AWAY):
                    await self._say(reply, KEEP)

    async def settle(self, item: Delivery, error: Exception | None) -> None:
        """Acknowledge, put back with a growing delay, or bury; a lost settlement is redelivered."""
        with suppress(*AWAY):
            outcome, word = await self._end(item, error)
            await self._say(item.reply, word)
            HANDLED.labels(self._durable.name, outcome).inc()
            if word == ACKNOWLEDGE:
                self._faults.forget(item)
                self._away.over(durable=self._durable.name)
        self._unsettled.pop(item.reply, None)

    async def _end(self, item: Delivery, error: Exception | None) -> tuple[str, bytes]:
        if error is None:
            return "handled", ACKNOWLEDGE
        end = self._faults.judge(error, item)
        if isinstance(end, Bury):
            log.error("buried", **self._ids(item), error=repr(error))
            await self._graveyard.bury(item, item.subject, end)
            return "dead", ACKNOWLEDGE
        if isinstance(error, AWAY):
            self._away.goes_on(**self._ids(item), error=repr(error))
        elif not isinstance(error, Retry):
            log.warning("put-back", **self._ids(item), error=repr(error))
        return "retried" if isinstance(error, Retry) else "failed", put_back(end.delay)

    async def _say(self, reply: str, word: bytes) -> None:
        await reached(connection(self._broker).publish(reply, word))

    def _ids(self, item: Delivery) -> dict[str, object]:
        return {
            "durable": self._durable.name,
            "sequence": item.sequence,
            "deliveries": item.deliveries,
        }


def subscribe(
    broker: NatsBroker,
    durable: topology.Durable,
    handler: Handler,
    clock: Clock,
    key: Key | None = None,
) -> None:
    """Handle each message of `durable`; those of one key in order, keys at once with a bound."""
    hand = _Hand(broker, durable)
    slots = asyncio.Semaphore(MAX_CONCURRENT)

    async def one(item: Delivery) -> None:
        error: Exception | None = None
        with tracer.start_as_current_span(durable.name, context=propagate.extract(item.headers)):
            try:
                await handler(item)
            except Exception as raised:
                error = raised
        await hand.settle(item, error)

    async def in_order(items: Sequence[Delivery]) -> None:
        async with slots:
            for item in items:
                await one(item)

    async def batch(items: Sequence[Delivery]) -> None:
        groups: dict[str, list[Delivery]] = defaultdict(list)
        for item in items:
            groups[key(item) if key else str(item.sequence)].append(item)
        await asyncio.gather(*(in_order(group) for group in groups.values()))

    _pull(broker, durable, _kept(durable, batch, hand), hand, clock)


def subscribe_batch(
    broker: NatsBroker, durable: topology.Durable, handler: BatchHandler, clock: Clock
) -> Ahead:
    """Handle the messages of `durable` many at once, all or nothing, and one batch ahead.

    A batch that fails for no known reason, or for a record that cannot be read, is handled again
    in halves, so that one bad message is found and stops nobody else.
    """
    hand = _Hand(broker, durable)

    async def batch(items: Sequence[Delivery]) -> None:
        error: Exception | None = None
        try:
            with tracer.start_as_current_span(durable.name):
                await handler(items)
        except Exception as raised:
            error = raised
        if error is not None and len(items) > 1 and _to_blame(error):
            middle = len(items) // 2
            await batch(items[:middle])
            await batch(items[middle:])
            return
        await asyncio.gather(*(hand.settle(item, error) for item in items))

    ahead = Ahead(_kept(durable, batch, hand), durable.batch)
    _pull(broker, durable, ahead.take, hand, clock)
    return ahead


def _to_blame(error: Exception) -> bool:
    """Whether one of the messages is, and not a server that is away or somebody who was first."""
    return isinstance(error, Unreadable) or not isinstance(error, (*AWAY, Retry))


def _messages(msg: NatsMessage) -> list[Msg]:
    """FastStream types a batch's raw message as one message; it is a list."""
    return cast("list[Msg]", msg.raw_message)


def _kept(durable: topology.Durable, batch: Taking, hand: _Hand) -> Taking:
    """As `batch`, while the server is told that it is being worked on; timed."""

    async def kept(items: Sequence[Delivery]) -> None:
        started = time.monotonic()
        keeper = asyncio.create_task(hand.keep())
        try:
            await batch(items)
        finally:
            keeper.cancel()
        BATCH_SECONDS.labels(durable.name).observe(time.monotonic() - started)

    return kept


def _pull(
    broker: NatsBroker, durable: topology.Durable, batch: Taking, hand: _Hand, clock: Clock
) -> None:
    """Register one batch pull subscriber; the streams are declared elsewhere, never here."""

    async def raw(msg: NatsMessage) -> list[Msg]:
        return _messages(msg)  # undecoded: one bad item must not fail its batch

    @broker.subscriber(
        durable.filters[0],
        stream=JStream(durable.stream, declare=False),
        durable=durable.name,
        config=consumer_config(durable),
        decoder=raw,
        ack_policy=AckPolicy.MANUAL,
        pull_sub=PullSub(batch_size=durable.batch, timeout=FILL_SECONDS, batch=True),
        inbox_prefix=cast("bytes", None),  # the connection's; FastStream's own is everybody's
        title=durable.name,
    )
    async def take(msg: NatsMessage) -> None:
        items = [delivery(one, clock) for one in _messages(msg)]
        hand.take(items)
        await batch(items)
