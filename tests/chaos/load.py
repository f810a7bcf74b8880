"""Chaos: systems of units that send until the stream has what they say, whatever dies meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import nats
import nats.errors
from nats.aio.client import Client
from nats.js.errors import APIError

from contracts import fence
from contracts.commands import about_in
from deploy.local.stack import Stack, quiet
from tests.chaos.campaign import anything

PER_SECOND = 50
ACK_SECONDS = 2.0
UNDER_WAY = 400
"""Commands that no acknowledgement came for yet; the senders then wait, as people's systems do."""


class Load:
    """Sends commands; `acknowledged` maps the sequence that the stream told to the sender's id."""

    def __init__(self, clients: dict[str, Client], seed: int) -> None:
        self._streams = {name: client.jetstream() for name, client in clients.items()}
        self._random = Random(seed)
        self._room = asyncio.Semaphore(UNDER_WAY)
        self.acknowledged: dict[int, str] = {}

    async def run(self, seconds: float) -> None:
        """So many commands a second; returns when each of them was acknowledged."""
        loop = asyncio.get_running_loop()
        start, count = loop.time(), int(seconds * PER_SECOND)
        async with asyncio.TaskGroup() as sending:
            for number in range(count):
                await asyncio.sleep(max(0.0, start + number / PER_SECOND - loop.time()))
                sender, verb, data = anything(self._random)
                await self._room.acquire()
                sending.create_task(self._send(f"c-{number}", sender, verb, data))

    async def _send(self, name: str, sender: str, verb: str, data: dict[str, Any]) -> None:
        """Publish until the stream says that it has it: what is not acknowledged is sent again."""
        event = {
            "specversion": "1.0",
            "id": name,
            "source": f"urn:{sender}",
            "type": f"ngayso.{verb}.v1",
            "data": data,
        }
        subject = fence.sent(sender, verb, about_in(data) or sender)
        try:
            while True:
                try:
                    ack = await self._streams[sender].publish(
                        subject, json.dumps(event).encode(), timeout=ACK_SECONDS
                    )
                except (nats.errors.Error, APIError, OSError, TimeoutError):
                    await asyncio.sleep(0.2)  # a sender's own pause; nobody waits for it
                    continue
                self.acknowledged[ack.seq] = name
                return
        finally:
            self._room.release()


@asynccontextmanager
async def connected(stack: Stack, units: Iterable[str]) -> AsyncIterator[dict[str, Client]]:
    """Each unit's system, with the credentials that it was given."""
    clients = {
        unit: await nats.connect(
            stack.nats.split(","),
            user_credentials=str(stack.access / f"{unit}.creds"),
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.5,
            error_cb=quiet,
        )
        for unit in units
    }
    try:
        yield clients
    finally:
        for client in clients.values():
            await client.close()
