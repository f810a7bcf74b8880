"""Runtime, JetStream: brings the servers' streams, buckets and durables to what contracts say, and
tells how full the streams are.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    KeyValueConfig,
    RetentionPolicy,
    StorageType,
    StreamConfig,
    SubjectTransform,
)
from nats.js.client import JetStreamContext
from nats.js.errors import APIError, BucketNotFoundError
from prometheus_client import Gauge

from contracts import topology
from runtime.delivery import EXPECTED
from runtime.jetstream.away import AWAY, away, reached
from runtime.jetstream.publish import LOST_RACE
from runtime.settings import STORE_MIB

T = TypeVar("T")

NO_STREAM = 10059
ELECTION_SECONDS = 30.0
MEBIBYTE = 1024 * 1024
HELD = Gauge("ngayso_stream_bytes", "What a stream holds, at the last check.", ["stream"])
WAITING = Gauge("ngayso_commands_waiting", "Commands not decided yet, at the last check.")
MOST = Gauge("ngayso_stream_most_bytes", "What it may hold before it refuses more.", ["stream"])


def stream_config(stream: topology.Stream, replicas: int, store_mib: int) -> StreamConfig:
    """The server's configuration of one stream; file storage; a full one refuses."""
    return StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        retention=RetentionPolicy(stream.retention),
        storage=StorageType.FILE,
        max_bytes=stream.share * store_mib * MEBIBYTE // 100 if stream.share else -1,
        # The server refuses schedules on a stream that discards the new (10052); such a stream has
        # no limit here, so nothing is discarded.
        discard=DiscardPolicy.OLD if stream.schedules else DiscardPolicy.NEW,
        max_age=stream.max_age.total_seconds() if stream.max_age else 0,
        duplicate_window=stream.duplicate_window.total_seconds(),
        num_replicas=replicas,
        allow_direct=True,
        subject_transform=SubjectTransform(*stream.transform) if stream.transform else None,
        # Without the next line a subject's oldest goes, also from a stream that discards the new.
        max_msgs_per_subject=1 if stream.last_only else stream.max_per_subject or -1,
        discard_new_per_subject=stream.max_per_subject is not None,
        # These flags can never be taken back. An update of limits could still empty the stream, and
        # deleting it is never denied: so nobody is permitted either (contracts/permissions.py).
        deny_delete=stream.for_ever,
        deny_purge=stream.for_ever,
        allow_msg_schedules=stream.schedules or None,
        allow_msg_ttl=stream.schedules or None,
    )


def consumer_config(durable: topology.Durable) -> ConsumerConfig:
    """The server's configuration of one durable.

    The server never gives up (`max_deliver` -1): giving up is decided in runtime/consume.py,
    where a dead letter is written first.
    """
    many = len(durable.filters) > 1
    return ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        filter_subject=None if many else durable.filters[0],
        filter_subjects=list(durable.filters) if many else None,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=durable.ack_wait.total_seconds(),
        max_deliver=-1,
        max_ack_pending=durable.max_ack_pending,
    )


async def declare_stream(
    js: JetStreamContext, stream: topology.Stream, replicas: int, store_mib: int = STORE_MIB
) -> None:
    """Update the stream, or create it where there is none. In this order: one server alone counts
    what a stream may hold once more before it says that it has the stream.
    """
    config = stream_config(stream, replicas, store_mib)
    try:
        await js.update_stream(config)
    except APIError as error:
        if error.err_code != NO_STREAM:
            raise
        await js.add_stream(config)


async def declare_durable(js: JetStreamContext, durable: topology.Durable) -> None:
    """Create or update: a client alone would silently keep an old configuration."""
    await js.add_consumer(durable.stream, consumer_config(durable))


async def declare(js: JetStreamContext, replicas: int, store_mib: int = STORE_MIB) -> None:
    """Everything that contracts/topology.py names, within so much of each server's store; safe to
    run again at any time.
    """
    await declare_stores(js, replicas, store_mib)
    for durable in topology.DURABLES:
        await led(partial(declare_durable, js, durable))


async def declare_stores(js: JetStreamContext, replicas: int, store_mib: int = STORE_MIB) -> None:
    """The streams and buckets, without anybody who follows them."""
    for stream in topology.STREAMS:
        await led(partial(declare_stream, js, stream, replicas, store_mib))
    await led(partial(_declare_contacts, js, replicas))
    await led(partial(_declare_leases, js, replicas))


async def led(ask: Callable[[], Awaitable[T]]) -> T:
    """Asks once more while the servers that were started have no leader for it yet; raises what
    they answer, after half a minute also that.
    """
    give_up = time.monotonic() + ELECTION_SECONDS
    while True:
        try:
            return await ask()
        except (*AWAY, APIError) as error:
            if not away(error) or time.monotonic() > give_up:
                raise
        await asyncio.sleep(0.2)


async def heard(js: JetStreamContext, subject: str) -> None:
    """Waits, as `led` does, until the server that we speak to knows which stream holds a subject on
    which nothing lies: then it refuses this message, which follows one that is not there.
    """
    try:
        await led(lambda: js.publish(subject, headers={EXPECTED: "1"}))
    except APIError as error:
        if error.err_code not in LOST_RACE:
            raise


async def _declare_contacts(js: JetStreamContext, replicas: int) -> None:
    """A bucket as the client makes one, but for what it forbids: a value that was replaced may be
    removed, so that the server overwrites it in its files.
    """
    if await _there(js, topology.CONTACTS_BUCKET):
        return
    await js.add_stream(
        StreamConfig(
            name=topology.CONTACTS_STREAM,
            subjects=[f"$KV.{topology.CONTACTS_BUCKET}.>"],
            storage=StorageType.FILE,
            discard=DiscardPolicy.NEW,
            max_msgs_per_subject=2,  # the value before stays until it is overwritten
            allow_rollup_hdrs=True,
            deny_delete=False,
            num_replicas=replicas,
        )
    )


async def _declare_leases(js: JetStreamContext, replicas: int) -> None:
    """A bucket made anew counts its revisions from one, so no durable named by an earlier
    bucket's may be left: nobody could take its partition.
    """
    if not await _there(js, topology.LEASES_BUCKET):
        for info in await js.consumers_info(topology.COMMANDS.name):
            if info.name.startswith(topology.DECIDERS):
                await js.delete_consumer(topology.COMMANDS.name, info.name)
    ttl = topology.LEASE_SECONDS
    config = KeyValueConfig(topology.LEASES_BUCKET, ttl=ttl, replicas=replicas, direct=True)
    await _declare_bucket(js, config)


async def _declare_bucket(js: JetStreamContext, config: KeyValueConfig) -> None:
    """A bucket of one version on files, unless it is there."""
    if not await _there(js, config.bucket):
        config.history, config.storage = 1, StorageType.FILE
        await js.create_key_value(config=config)


async def _there(js: JetStreamContext, bucket: str) -> bool:
    try:
        await js.key_value(bucket)
    except BucketNotFoundError:
        return False
    return True


async def measure(js: JetStreamContext) -> None:
    """Set the gauges of all streams; one without a bound has none of its own."""
    named = (stream.name for stream in topology.STREAMS)
    for info in await reached(asyncio.gather(*map(js.stream_info, named))):
        HELD.labels(info.config.name).set(info.state.bytes)
        if (most := info.config.max_bytes) and most > 0:
            MOST.labels(info.config.name).set(most)
        if info.config.name == topology.COMMANDS.name:
            WAITING.set(info.state.messages)
