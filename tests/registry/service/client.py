"""A unit's system as a stranger would write it: nats-py and JSON, nothing of ours."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import nats
from nats.js.api import ConsumerConfig, DeliverPolicy

WAIT = 60.0
OWN = "verdict.registry"
"""The registry's answers to itself, when it opens duties."""


def about(data: Any) -> str:
    """The unit or plan that a command's data is about."""
    if "record" in data:
        return str(data["record"]["id"])
    return str(data["plan"]["id"] if isinstance(data["plan"], dict) else data["unit"])


class Client:
    """Sends commands and hears every verdict from the moment it connected."""

    def __init__(self, connection: Any, verdicts: Any) -> None:
        self.connection = connection
        self.js = connection.jetstream()
        self._verdicts = verdicts
        self.heard: list[dict[str, Any]] = []
        self.overheard = 0

    async def send(self, sender: str, verb: str, data: dict[str, Any], **envelope: Any) -> int:
        """Publish a command; its sequence in COMMANDS."""
        event = {
            "specversion": "1.0",
            "id": uuid4().hex,
            "source": f"urn:test:{sender}",
            "type": f"ngayso.{verb}.v1",
            "data": data,
            **envelope,
        }
        return await self.send_raw(sender, verb, json.dumps(event).encode(), about(data))

    async def send_raw(self, sender: str, verb: str, body: bytes, about: str) -> int:
        ack = await self.js.publish(f"cmd.{sender}.system.{verb}.{about}", body, timeout=10)
        return int(ack.seq)

    async def send_under(self, name: str, sender: str, verb: str, data: dict[str, Any]) -> bool:
        """Publish a command under a Nats-Msg-Id; whether it was stored, as its sender is told."""
        event = {"specversion": "1.0", "id": name, "source": "s", "type": f"ngayso.{verb}.v1"}
        body = json.dumps({**event, "data": data}).encode()
        subject = f"cmd.{sender}.system.{verb}.{about(data)}"
        ack = await self.js.publish(subject, body, timeout=10, headers={"Nats-Msg-Id": name})
        return not ack.duplicate

    async def hear(self, count: int) -> list[dict[str, Any]]:
        """The next verdicts, once there are so many."""
        start = len(self.heard)
        while len(self.heard) < start + count:
            message = await self._verdicts.next_msg(WAIT)
            event = json.loads(message.data)
            verdict = event["data"]
            copied = event["id"].endswith(f"-{verdict['unit']}")  # told to whom it is about
            if message.subject == OWN or copied:
                self.overheard += 1
                continue
            self.heard.append({**verdict, "on": message.subject})
        return self.heard[start:]

    async def ask(self, sender: str, verb: str, data: dict[str, Any]) -> dict[str, Any]:
        """Send one command and wait for its verdict."""
        sequence = await self.send(sender, verb, data)
        (verdict,) = await self.hear(1)
        assert verdict["command"]["sequence"] == sequence
        return verdict

    async def quiet(self, stream: str) -> bool:
        """Whether nothing is waiting in a work queue."""
        return (await self.js.stream_info(stream)).state.messages == 0


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[Client]:
    connection = await nats.connect(url, **options)
    js = connection.jetstream()
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
    verdicts = await js.subscribe(
        "verdict.*", stream="VERDICTS", config=config, ordered_consumer=True
    )
    yield Client(connection, verdicts)
    await connection.close()


async def until_opened(client: Client, unit: str, duties: int) -> None:
    """Until the plan was followed for a unit."""
    subject, opened = f"evt.unit.cds-2022.{unit}", 0
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    while opened < duties:
        batch = json.loads((await reader.next_msg(20)).data)
        opened += sum(fact["type"] == "ngayso.duty-opened.v1" for fact in batch)
    await reader.unsubscribe()
