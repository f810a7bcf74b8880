"""Several registries, and registries that are killed: one verdict each, one history."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deploy.local.parts import service
from deploy.local.process import Process
from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, LY_SON, OFFICE
from tests.registry.service.client import OWN, Client
from tests.registry.service.conftest import replica, set_up

pytestmark = [pytest.mark.servers, pytest.mark.slow]

TITLES = ("Một", "Hai", "Ba")


def declaration(unit: str, number: int) -> dict[str, Any]:
    """One of forty activities, under one of three titles, so that some records are the same."""
    record = {
        "id": f"hd-{number % 40}",
        "kind": "ra-quan",
        "title": f"{TITLES[number // 40 % 3]} {number % 40}",
        "starts_on": "2022-10-05",
        "ends_on": "2022-10-06",
    }
    return {"plan": "cds-2022", "unit": unit, "activity": record}


def extension(unit: str, number: int) -> dict[str, Any]:
    """The office works on the same subjects as the units."""
    return {
        "plan": "cds-2022",
        "unit": unit,
        "duty": "bao-cao",
        "deadline": {"day": "2022-10-21", "hour": f"{number // 60:02}:{number % 60:02}"},
        "reason": "Bão",
    }


async def send_all(client: Client, count: int) -> list[int]:
    """Both units' declarations and the office's extensions, together."""
    sent = []
    for number in range(count):
        for unit in (BA_TO, LY_SON):
            sent.append(client.send(unit, "declare-activity", declaration(unit, number)))
            if number % 10 == 0:
                sent.append(client.send(OFFICE, "extend-duty", extension(unit, number)))
    return list(await asyncio.gather(*sent))


async def one_verdict_each(client: Client, sequences: list[int], before: int) -> None:
    """Exactly one verdict for every command: none lost, none twice, none refused; what the office
    decided is said to the unit too.
    """
    missing = len(sequences) - (len(client.heard) - before)
    await client.hear(missing)
    verdicts = client.heard[before:]
    assert Counter(v["command"]["sequence"] for v in verdicts) == Counter(sequences)
    assert not [found for verdict in verdicts for found in verdict["findings"]]
    await until_settled(client)
    info = await client.js.stream_info("VERDICTS", subjects_filter="verdict.*")
    by_subject = dict(info.state.subjects)
    by_subject.pop(OWN, None)
    decided = sum(v["unit"] == OFFICE and bool(v["facts"]) for v in verdicts)
    assert sum(by_subject.values()) == len(client.heard) + decided


async def until_settled(client: Client) -> None:
    """Until every command is acknowledged, so that no further verdict can come."""
    async with asyncio.timeout(60):
        while not await client.quiet("COMMANDS"):
            pass


async def last_titles(client: Client, unit: str) -> dict[str, str]:
    """Each activity's title by the facts, read in order as any reader would."""
    subject = f"evt.unit.cds-2022.{unit}"
    info = await client.js.stream_info("EVENTS", subjects_filter=subject)
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    titles = {}
    for _ in range(info.state.subjects[subject]):
        for fact in json.loads((await reader.next_msg(10)).data):
            if "activity" in fact["data"] and "title" in fact["data"]["activity"]:
                record = fact["data"]["activity"]
                titles[record["id"]] = record["title"]
    await reader.unsubscribe()
    return titles


async def test_two_replicas_answer_each_command_once_and_end_with_the_newest_records(
    settings: RegistrySettings, client: Client
) -> None:
    """Each decides about the units of its partitions, in the order of receipt."""
    async with replica(settings), replica(settings, 8001):
        await set_up(client)
        before = len(client.heard)
        await one_verdict_each(client, await send_all(client, 120), before)
    for unit in (BA_TO, LY_SON):
        titles = (await last_titles(client, unit)).values()
        assert {title.split()[0] for title in titles} == {"Ba"}


@pytest.fixture
def process(settings: RegistrySettings, tmp_path: Path) -> Process:
    """The registry as a process of its own."""
    env = {
        "NGAYSO_NATS_URL": settings.nats_url,
        "NGAYSO_CLOCK_ANCHOR": f"{settings.clock_anchor:%Y-%m-%dT%H:%M:%S.%fZ}",
        "NGAYSO_CLOCK_START": f"{settings.clock_start:%Y-%m-%dT%H:%M:%SZ}",
    }
    return service("registry", env, log=tmp_path / "registry.log")


async def test_a_registry_killed_in_the_middle_loses_nothing_and_says_nothing_twice(
    process: Process, client: Client
) -> None:
    """SIGKILL while commands are being decided; the next lease brings what it had in hand."""
    with process:
        await set_up(client)
        sending = asyncio.create_task(send_all(client, 120))
        heard = len(client.heard)
        await client.hear(60)
        process.kill()
        await asyncio.to_thread(process.start)
        await one_verdict_each(client, await sending, heard)
    for unit in (BA_TO, LY_SON):
        titles = (await last_titles(client, unit)).values()
        assert {title.split()[0] for title in titles} == {"Ba"}
