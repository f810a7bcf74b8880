"""Chaos: systems of units that send until the stream has what they say, whatever dies meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import nats
import nats.errors
from nats.aio.client import Client
from nats.js.client import JetStreamContext
from nats.js.errors import APIError

from contracts import topology
from contracts.commands import about_in
from deploy.local.stack import quiet
from tests.chaos.campaign import PLAN, anything, contacts, units
from tests.registry.plans import PROVINCE

PER_SECOND = 50
ACK_SECONDS = 2.0
UNDER_WAY = 400
"""Commands that no acknowledgement came for yet; the senders then wait, as people's systems do."""


class Load:
    """Sends commands; `acknowledged` maps the sequence that the stream told to the sender's id."""

    def __init__(self, js: JetStreamContext, seed: int) -> None:
        self._js = js
        self._random = Random(seed)
        self._number = 0
        self._room = asyncio.Semaphore(UNDER_WAY)
        self.acknowledged: dict[int, str] = {}

    async def set_up(self) -> None:
        """Contacts, units, plan."""
        bucket = await self._js.key_value(topology.CONTACTS_BUCKET)
        for one in contacts():
            await bucket.put(one.unit, one.model_dump_json().encode())
        for record in units():
            await self._send("operator", "operator", "record-unit", {"record": record})
        await self._send(PROVINCE, "system", "publish-plan", {"plan": PLAN})

    async def run(self, seconds: float) -> None:
        """So many commands a second; returns when each of them was acknowledged."""
        loop = asyncio.get_running_loop()
        start, count = loop.time(), int(seconds * PER_SECOND)
        async with asyncio.TaskGroup() as sending:
            for number in range(count):
                await asyncio.sleep(max(0.0, start + number / PER_SECOND - loop.time()))
                sender, verb, data = anything(self._random)
                async with self._room:
                    sending.create_task(self._within(sender, verb, data))

    async def _within(self, sender: str, verb: str, data: dict[str, Any]) -> None:
        async with self._room:
            await self._send(sender, "system", verb, data)

    async def _send(self, sender: str, door: str, verb: str, data: dict[str, Any]) -> None:
        """Publish until the stream says that it has it: what is not acknowledged is sent again."""
        self._number += 1
        name = f"c-{self._number}"
        event = {
            "specversion": "1.0",
            "id": name,
            "source": f"urn:{sender}",
            "type": f"ngayso.{verb}.v1",
            "data": data,
        }
        subject = topology.command(sender, door, verb, about_in(data) or sender)
        while True:
            try:
                ack = await self._js.publish(
                    subject, json.dumps(event).encode(), timeout=ACK_SECONDS
                )
            except (nats.errors.Error, APIError, OSError, TimeoutError):
                await asyncio.sleep(0.2)  # a sender's own pause; nobody waits for it
                continue
            self.acknowledged[ack.seq] = name
            return


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    client = await nats.connect(
        url.split(","), max_reconnect_attempts=-1, reconnect_time_wait=0.5, error_cb=quiet
    )
    try:
        yield client
    finally:
        await client.close()
