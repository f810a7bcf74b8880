"""Streams that are full: the intake refuses first, what was taken in waits, and nothing is lost."""

import asyncio
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from nats.js.errors import APIError

from contracts import topology
from deploy.local.parts import service
from deploy.local.process import accepts
from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, activity
from tests.registry.service.client import Client
from tests.registry.service.conftest import client, replica, set_up, settings

__all__ = ["client", "settings"]  # fixtures
pytestmark = pytest.mark.servers

STORE_FAILED = 10077
LITTLE = 8_000
"""Bytes: some more verdicts or facts, then none."""


async def bound(client: Client, stream: str, more: int) -> None:
    """Let a stream hold so many bytes more than it does, or as many as it likes (-1)."""
    info = await client.js.stream_info(stream)
    config = info.config.evolve(max_bytes=more if more < 0 else info.state.bytes + more)
    await client.js.update_stream(config)


def declaration(number: int) -> dict[str, object]:
    record = activity(f"hd-{number}").model_dump(mode="json", exclude_none=True)
    return {"plan": "cds-2022", "unit": BA_TO, "activity": record}


@pytest.mark.parametrize("stream", ["VERDICTS", "EVENTS"])
async def test_commands_wait_for_room_and_each_is_answered_once(
    settings: RegistrySettings, client: Client, stream: str
) -> None:
    async with replica(settings):
        await set_up(client)
        await bound(client, stream, LITTLE)
        sent = [
            await client.send(BA_TO, "declare-activity", declaration(number))
            for number in range(60)
        ]
        while True:  # until the stream has refused something
            state = (await client.js.stream_info(stream)).state.bytes
            await asyncio.sleep(0.2)
            if state == (await client.js.stream_info(stream)).state.bytes and not (
                await client.quiet("COMMANDS")
            ):
                break
        await bound(client, stream, -1)
        verdicts = await client.hear(len(sent))
    assert sorted(verdict["command"]["sequence"] for verdict in verdicts) == sent
    assert {verdict["outcome"] for verdict in verdicts} == {"accepted"}
    assert (await client.js.stream_info("DEAD_LETTERS")).state.messages == 0


async def test_a_full_intake_tells_its_sender_and_takes_no_room_from_facts_and_verdicts(
    settings: RegistrySettings, client: Client
) -> None:
    """Nobody decides for a while; then what was taken in is answered, and more is taken."""
    async with replica(settings):
        await set_up(client)
    await bound(client, "COMMANDS", LITTLE)
    sent, refused = [], None
    while refused is None:
        try:
            sent.append(await client.send(BA_TO, "declare-activity", declaration(len(sent))))
        except APIError as error:
            refused = error
    assert refused.err_code == STORE_FAILED
    assert refused.description == "maximum bytes exceeded"
    async with replica(settings):
        verdicts = await client.hear(len(sent))
        assert [verdict["command"]["sequence"] for verdict in verdicts] == sent
        async with asyncio.timeout(30):
            while not await client.quiet("COMMANDS"):  # an answer is heard before the room is given
                await asyncio.sleep(0.05)
        await client.ask(BA_TO, "declare-activity", declaration(len(sent)))


def test_what_the_streams_may_fill_leaves_room_for_timers() -> None:
    """A full stream that refuses cannot hold schedules, so theirs is what is left."""
    shares = {stream.name: stream.share for stream in topology.STREAMS}
    assert [name for name, share in shares.items() if share is None] == ["REMINDERS"]
    assert sum(share or 0 for share in shares.values()) <= 90


async def test_a_service_that_cannot_write_is_not_ready(
    settings: RegistrySettings, client: Client, tmp_path: Path
) -> None:
    """Reading goes on when a disk is full."""
    await bound(client, "PROBES", LITTLE)
    with suppress(APIError):
        for number in range(LITTLE):
            await client.js.publish(f"probe.somebody-{number}", b"{}")
    env = {"NGAYSO_NATS_URL": settings.nats_url}
    running = service("registry", env, log=tmp_path / "registry.log").launch()
    async with httpx.AsyncClient(base_url=running.url) as http, asyncio.timeout(60):
        while not accepts(int(running.url.rpartition(":")[2])):
            await asyncio.sleep(0.1)
        while "write" not in (answer := await http.get("/readyz")).json():
            await asyncio.sleep(0.1)
        await bound(client, "PROBES", -1)
        running.wait_ready()
    running.stop()
    assert answer.status_code == 503
    assert "maximum bytes exceeded" in answer.json()["write"]
