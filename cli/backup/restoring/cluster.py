"""Cli, backup: the cluster that is restored into: whether it may be, and what it is given."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress

from nats.js.client import JetStreamContext
from nats.js.errors import APIError, NotFoundError

from cli.backup.record import Record
from cli.backup.take import LOG
from cli.console import Trouble
from contracts import topology
from runtime.delivery import EXPECTED
from runtime.jetstream.publish import LOST_RACE
from runtime.jetstream.streams import declare, declare_stores, heard, led, stream_config

LEASES = f"KV_{topology.LEASES_BUCKET}"
"""The stream of the bucket in which every registry that lives has a key."""
OPERATION = "KV-Operation"
"""The header of a bucket's record that says that its key is gone."""
PUBLISH_SECONDS = 10.0
EMPTY_WITHIN = 30.0


class Cluster:
    """As Target, and what is done before and after."""

    def __init__(self, js: JetStreamContext, replicas: int, store_mib: int) -> None:
        self._js = js
        self._sizes = replicas, store_mib

    async def refuse_running(self) -> None:
        """Raises Trouble where a service runs: it would work on a log that is not whole yet."""
        with suppress(NotFoundError):
            leases = await self._js.stream_info(LEASES)
            if leases.state.messages:
                raise Trouble("restore-running", what="registry")
        for durable in topology.DURABLES:
            try:
                info = await self._js.consumer_info(durable.stream, durable.name)
            except NotFoundError:
                continue
            if info.num_waiting:
                raise Trouble("restore-running", what=durable.service)

    async def open_log(self) -> None:
        """An empty log in place of any that is there. Nobody follows it yet: its durables went with
        the log before, and are made last of all.

        A log that is deleted while the server still removes the files of one before keeps its own,
        and the new one has them: it is deleted again until the new one is empty.
        """
        config = stream_config(topology.EVENTS, *self._sizes)
        config.deny_delete = config.deny_purge = False  # until the fillers are removed
        give_up = time.monotonic() + EMPTY_WITHIN
        while True:
            with suppress(NotFoundError):
                await led(lambda: self._js.delete_stream(LOG))
            made = await led(lambda: self._js.add_stream(config))
            if not made.state.messages:
                return await heard(self._js, topology.plan_facts("_nothing"))
            if time.monotonic() > give_up:
                raise Trouble("restore-still-removing")
            await asyncio.sleep(0.2)

    async def put(self, records: Sequence[Record]) -> list[int]:
        acks = [
            self._js.publish(one.subject, one.data, PUBLISH_SECONDS, headers=one.restored_headers)
            for one in records
        ]
        try:
            return [ack.seq for ack in await asyncio.gather(*acks)]
        except APIError as error:
            first = records[0].sequence
            raise Trouble("restore-refused", sequence=first, detail=error.description) from error

    async def remove(self, sequence: int) -> None:
        await self._js.delete_msg(LOG, sequence)

    async def close_log(self) -> None:
        """What protects the log, and the streams and buckets beside it; nobody follows them yet."""
        await declare_stores(self._js, *self._sizes)

    async def doubt_timers(self) -> None:
        """The stream of timers, if one was left, held those of another log: without its mark the
        notifier sets them again from this one.
        """
        with suppress(NotFoundError):
            mark = await self._js.get_last_msg(topology.REMINDERS.name, topology.TIMERS_WHOLE)
            await self._js.delete_msg(topology.REMINDERS.name, mark.seq or 0)

    async def put_last_ones(self, records: Iterable[Record]) -> int:
        """The last record of each subject, where nothing stands there; how many those were."""
        last = {record.subject: record for record in records}
        put = 0
        for record in last.values():
            if OPERATION not in record.headers:
                put += await self._put_after(record, 0) is not None
        return put

    async def put_history(self, records: Iterable[Record]) -> int:
        """All records of each subject, where nothing stands there; how many those were."""
        last, put = dict[str, int | None](), 0
        for record in records:
            before = last.get(record.subject, 0)
            if before is not None:
                last[record.subject] = after = await self._put_after(record, before)
                put += after is not None
        return put

    async def _put_after(self, record: Record, before: int) -> int | None:
        """Its sequence; None where another stands last on its subject than the one `before`."""
        headers = {**record.headers, EXPECTED: str(before)}
        try:
            ack = await self._js.publish(
                record.subject, record.data, PUBLISH_SECONDS, headers=headers
            )
        except APIError as error:
            if error.err_code not in LOST_RACE:
                raise
            return None
        return ack.seq

    async def finish(self) -> None:
        """Those that follow the streams: services may start."""
        await declare(self._js, *self._sizes)
