"""Runtime, consume: takes messages from a durable in batches and settles each by one policy."""

import asyncio
import base64
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.annotations import NatsMessage
from nats.aio.msg import Msg
from opentelemetry import propagate, trace

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.findings import Malformed
from contracts.verdicts import DeadLetter
from runtime.clock import Clock, from_ns
from runtime.eventlog import EXPECTED
from runtime.failure import AWAY, MAX_DELIVERIES, Retry, growing_delay
from runtime.publish import Publisher
from runtime.streams import consumer_config
from runtime.telemetry import BATCH_SECONDS, DEAD, HANDLED

log = structlog.get_logger()
tracer = trace.get_tracer("ngayso")

PLAIN_REPLY_WORDS = 9
FILL_SECONDS = 0.1
"""How long a batch may wait to fill: the latency under light load."""
MAX_CONCURRENT = 100
"""Handlers at once per durable."""
MOST_BURIED = 4 * 1024 * 1024
"""Bytes of an original that fit a dead letter in base64, below the server's 8 MB."""


@dataclass(frozen=True)
class Delivery:
    """One delivered message. `stored_at` is the server's timestamp in campaign time."""

    subject: str
    data: bytes
    headers: dict[str, str]
    sequence: int
    stored_ns: int
    stored_at: datetime
    deliveries: int
    msg: Msg = field(repr=False)

    @property
    def previous(self) -> int:
        """The sequence that the message was appended after on its subject (0: none)."""
        return int(self.headers.get(EXPECTED, 0))


Handler = Callable[[Delivery], Awaitable[None]]
BatchHandler = Callable[[Sequence[Delivery]], Awaitable[None]]
Key = Callable[[Delivery], str]


def delivery(msg: Msg, clock: Clock) -> Delivery:
    """Reads JetStream's reply subject: $JS.ACK[.domain.account].stream.durable.n.seq.n.ns.n."""
    words = msg.reply.split(".")
    start = 2 if len(words) == PLAIN_REPLY_WORDS else 4
    stamp = int(words[start + 5])
    return Delivery(
        subject=msg.subject,
        data=msg.data,
        headers=dict(msg.headers or {}),
        sequence=int(words[start + 3]),
        stored_ns=stamp,
        stored_at=clock.campaign(from_ns(stamp)),
        deliveries=int(words[start + 2]),
        msg=msg,
    )


class Policy:
    """The one failure policy: what becomes of a message, by how its handling ended."""

    def __init__(self, broker: NatsBroker, durable: topology.Durable) -> None:
        self._publisher = Publisher(broker)
        self._durable = durable

    async def settle(self, item: Delivery, error: Exception | None) -> None:
        """Acknowledge, put back with a growing delay, or bury; a lost settlement is redelivered."""
        with suppress(*AWAY):
            await self._settle(item, error)

    async def _settle(self, item: Delivery, error: Exception | None) -> None:
        outcome = "handled"
        if error is None:
            await item.msg.ack()
        elif isinstance(error, Malformed):
            outcome = await self._bury(item, "malformed", str(error))
        elif isinstance(error, Retry):
            outcome = "retried"
            await item.msg.nak(delay=error.delay)
        elif isinstance(error, AWAY) or item.deliveries < MAX_DELIVERIES:
            outcome = "failed"
            log.warning("put-back", **self._ids(item), error=repr(error))
            await item.msg.nak(delay=growing_delay(item.deliveries))
        else:
            log.error("gave-up", **self._ids(item), error=repr(error))
            outcome = await self._bury(item, "failed", repr(error))
        HANDLED.labels(self._durable.name, outcome).inc()

    async def _bury(self, item: Delivery, reason: str, detail: str) -> str:
        service = self._durable.service
        if len(item.data) > MOST_BURIED:
            detail = f"only the first {MOST_BURIED} of {len(item.data)} bytes are kept; {detail}"
        letter = DeadLetter(
            service=service,
            durable=self._durable.name,
            stream=self._durable.stream,
            subject=item.subject,
            sequence=item.sequence,
            deliveries=item.deliveries,
            reason=reason,
            detail=detail[:2000],
            headers=item.headers,
            body_base64=base64.b64encode(item.data[:MOST_BURIED]).decode(),
            stored_at=from_ns(item.stored_ns),
        )
        name = f"dead-{self._durable.name}-{item.sequence}-{item.stored_ns}"
        event = encode(wrap(letter, id=name, source=f"urn:ngayso:{service}"))
        await self._publisher.publish(topology.dead_letters(service), event, message_id=name)
        await item.msg.term()
        DEAD.labels(self._durable.name, reason).inc()
        return "dead"

    def _ids(self, item: Delivery) -> dict[str, object]:
        return {
            "durable": self._durable.name,
            "sequence": item.sequence,
            "deliveries": item.deliveries,
        }


async def _keep(items: Sequence[Delivery], seconds: float) -> None:
    """Tell the server that unsettled messages are still in hand, so that none is redelivered."""
    while True:
        await asyncio.sleep(seconds)
        for item in items:
            if not item.msg._ackd:  # the client offers no other way to ask
                await item.msg.in_progress()


def subscribe(
    broker: NatsBroker,
    durable: topology.Durable,
    handler: Handler,
    clock: Clock,
    key: Key | None = None,
) -> None:
    """Handle each message of `durable`; those of one key in order, keys at once with a bound."""
    policy = Policy(broker, durable)
    slots = asyncio.Semaphore(MAX_CONCURRENT)

    async def one(item: Delivery) -> None:
        error: Exception | None = None
        with tracer.start_as_current_span(durable.name, context=propagate.extract(item.headers)):
            try:
                await handler(item)
            except Exception as raised:
                error = raised
        await policy.settle(item, error)

    async def in_order(items: Sequence[Delivery]) -> None:
        async with slots:
            for item in items:
                await one(item)

    async def batch(items: Sequence[Delivery]) -> None:
        groups: dict[str, list[Delivery]] = defaultdict(list)
        for item in items:
            groups[key(item) if key else str(item.sequence)].append(item)
        await asyncio.gather(*(in_order(group) for group in groups.values()))

    _pull(broker, durable, batch, clock)


def subscribe_batch(
    broker: NatsBroker, durable: topology.Durable, handler: BatchHandler, clock: Clock
) -> None:
    """Handle the messages of `durable` many at once, all or nothing.

    A batch that fails for no known reason is handled again in halves, so that one bad message
    is found and stops nobody else.
    """
    policy = Policy(broker, durable)

    async def batch(items: Sequence[Delivery]) -> None:
        error: Exception | None = None
        try:
            with tracer.start_as_current_span(durable.name):
                await handler(items)
        except Exception as raised:
            error = raised
        if error is not None and len(items) > 1 and not isinstance(error, (*AWAY, Retry)):
            middle = len(items) // 2
            await batch(items[:middle])
            await batch(items[middle:])
            return
        await asyncio.gather(*(policy.settle(item, error) for item in items))

    _pull(broker, durable, batch, clock)


def _messages(msg: NatsMessage) -> list[Msg]:
    """FastStream types a batch's raw message as one message; it is a list."""
    return cast("list[Msg]", msg.raw_message)


def _pull(
    broker: NatsBroker,
    durable: topology.Durable,
    batch: Callable[[Sequence[Delivery]], Awaitable[None]],
    clock: Clock,
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
        title=durable.name,
    )
    async def take(msg: NatsMessage) -> None:
        items = [delivery(one, clock) for one in _messages(msg)]
        started = time.monotonic()
        keeper = asyncio.create_task(_keep(items, durable.ack_wait.total_seconds() / 3))
        try:
            await batch(items)
        finally:
            keeper.cancel()
        BATCH_SECONDS.labels(durable.name).observe(time.monotonic() - started)
