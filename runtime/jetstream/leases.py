"""Runtime, JetStream: leases in a bucket whose values end by themselves."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.errors import APIError

from contracts import topology
from runtime.delivery import EXPECTED
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection, js
from runtime.jetstream.log import direct_get
from runtime.jetstream.publish import LOST_RACE
from runtime.ports import Lease

STREAM = f"KV_{topology.LEASES_BUCKET}"
PREFIX = f"$KV.{topology.LEASES_BUCKET}."
OPERATION = "KV-Operation"
NEWS = "Ngayso-Lease"
"""A header on what others should hear of at once; a renewal is no news."""
SECONDS = 1.0


class StreamLeases:
    """As runtime.ports.Leases: the bucket's age limit ends a value LEASE_SECONDS after its put."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker
        self._news = asyncio.Event()
        self._listening = False

    async def take(self, key: str, holder: str) -> int | None:
        last = (await self._last()).get(key)
        if last is not None and last[1] is not None:
            return None
        return await self._put(key, holder, last[0] if last else 0, {NEWS: "taken"})

    async def renew(self, key: str, holder: str, revision: int) -> int | None:
        return await self._put(key, holder, revision, {})

    async def give_up(self, key: str, revision: int) -> None:
        await self._put(key, "", revision, {OPERATION: "DEL", NEWS: "free"})

    async def _put(
        self, key: str, holder: str, expected: int, headers: dict[str, str]
    ) -> int | None:
        headers = {EXPECTED: str(expected), **headers}
        try:
            ack = await reached(
                js(self._broker).publish(
                    PREFIX + key, holder.encode(), timeout=SECONDS, headers=headers
                )
            )
        except APIError as error:
            if error.err_code in LOST_RACE:
                return None
            raise
        return ack.seq

    async def current(self) -> Mapping[str, Lease]:
        last = await self._last()
        return {key: Lease(who, seq) for key, (seq, who) in last.items() if who is not None}

    async def _last(self) -> dict[str, tuple[int, str | None]]:
        """The last put of each key, and its holder; None where it was given up."""
        page, _ = await direct_get(self._broker, STREAM, {"multi_last": [f"{PREFIX}>"]})
        found: dict[str, tuple[int, str | None]] = {}
        for msg in page:
            headers = msg.headers or {}
            who = None if OPERATION in headers else msg.data.decode()
            found[headers["Nats-Subject"].removeprefix(PREFIX)] = (
                int(headers["Nats-Sequence"]),
                who,
            )
        return found

    async def changed(self, seconds: float) -> None:
        if not self._listening:
            self._listening = True
            await reached(connection(self._broker).subscribe(f"{PREFIX}>", cb=self._hear))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def _hear(self, msg: Msg) -> None:
        if NEWS in (msg.headers or {}):
            self._news.set()
