"""Chaos: systems of units that send until the stream has what they say, whatever dies meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any, NamedTuple

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


class Command(NamedTuple):
    """What a unit's system says; `name` is its own id for it."""

    name: str
    sender: str
    verb: str
    data: dict[str, Any]


class Load:
    """Sends commands; `acknowledged`: by the sequence that the stream told, what it has.

    `forgotten`: the mails of which nothing is known any more, where a store was lost.
    """

    def __init__(self, clients: dict[str, Client], seed: int) -> None:
        self._streams = {name: client.jetstream() for name, client in clients.items()}
        self._random = Random(seed)
        self._room = asyncio.Semaphore(UNDER_WAY)
        self.acknowledged: dict[int, Command] = {}
        self.forgotten: set[str] = set()

    async def run(self, seconds: float, trouble: asyncio.Event) -> None:
        """So many commands a second, for so long and until the trouble is over; returns when each
        of them was acknowledged.
        """
        loop, number = asyncio.get_running_loop(), 0
        start = loop.time()
        async with asyncio.TaskGroup() as sending:
            while number < seconds * PER_SECOND or not trouble.is_set():
                await asyncio.sleep(max(0.0, start + number / PER_SECOND - loop.time()))
                await self._room.acquire()
                command = Command(f"c-{number}", *anything(self._random))
                sending.create_task(self._send(command))
                number += 1

    async def again(self, commands: Iterable[Command]) -> None:
        """Send these once more; returns when each was acknowledged."""
        async with asyncio.TaskGroup() as sending:
            for command in commands:
                await self._room.acquire()
                sending.create_task(self._send(command))

    async def _send(self, command: Command) -> None:
        """Publish until the stream says that it has it: what is not acknowledged is sent again."""
        event = {
            "specversion": "1.0",
            "id": command.name,
            "source": f"urn:{command.sender}",
            "type": f"ngayso.{command.verb}.v1",
            "data": command.data,
        }
        subject = fence.sent(command.sender, command.verb, about_in(command.data) or command.sender)
        stream = self._streams[command.sender]
        try:
            while True:
                try:
                    ack = await stream.publish(
                        subject, json.dumps(event).encode(), timeout=ACK_SECONDS
                    )
                except (nats.errors.Error, APIError, OSError, TimeoutError):
                    await asyncio.sleep(0.2)  # a sender's own pause; nobody waits for it
                    continue
                self.acknowledged[ack.seq] = command
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
