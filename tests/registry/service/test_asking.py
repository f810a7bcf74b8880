"""What a unit's system asks on the real server, beside the commands it sends."""

import asyncio
import json
from typing import Any

import nats.errors
import pytest

from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, PLAN
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica, set_up
from tests.registry.service.given import ABOUT

pytestmark = pytest.mark.servers


async def ask(client: Client, subject: str, question: bytes = b"") -> Any:
    return json.loads((await client.connection.request(subject, question, timeout=5)).data)["data"]


async def test_a_unit_asks_what_it_may_know_and_is_answered_once(
    settings: RegistrySettings, client: Client
) -> None:
    """On core NATS, by one of the replicas, from the streams; a stranger is answered too."""
    async with replica(settings), replica(settings, 8001):
        await set_up(client)
        plan = PLAN["id"].encode()
        while not (part := await ask(client, f"ask.{BA_TO}.part", plan))["parts"]:
            assert [one["code"] for one in part["findings"]] == ["ask-again"]
            await asyncio.sleep(0.05)
        assert part["parts"][0]["participant"]["unit"] == BA_TO
        assert {one["id"] for one in part["units"]} >= {BA_TO}
        inbox = client.connection.new_inbox()
        answers = await client.connection.subscribe(inbox)
        await client.connection.publish(f"ask.{BA_TO}.part", b"", inbox)
        assert json.loads((await answers.next_msg(5)).data)["data"] == part
        with pytest.raises(nats.errors.TimeoutError):
            await answers.next_msg(0.3)
        await client.ask(BA_TO, "withdraw-activity", ABOUT | {"activity": "hd-1"})
        kept = await ask(client, f"ask.{BA_TO}.verdicts", b'{"count": 1}')
        assert [one["verdict"]["outcome"] for one in kept["verdicts"]] == ["refused"]
        stranger = await ask(client, "ask.bato.part")
        assert [one["code"] for one in stranger["findings"]] == ["unknown-unit"]


async def test_questions_in_hand_are_answered_before_a_replica_leaves(
    settings: RegistrySettings, client: Client
) -> None:
    async with replica(settings):
        await set_up(client)
        asked = [asyncio.create_task(ask(client, f"ask.{BA_TO}.verdicts")) for _ in range(50)]
        await asyncio.sleep(0.01)
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(one, dict | nats.errors.NoRespondersError) for one in done), done
    assert any(isinstance(one, dict) for one in done)
