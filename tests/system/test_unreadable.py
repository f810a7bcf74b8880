"""A record of our own log that cannot be read, before all three services."""

import asyncio
import json
import sys
from typing import Any

import httpx
import pytest

from cli.operate.quarantine import set_aside
from cli.servers.connect import session
from contracts import topology
from deploy.local.process import Process
from tests.issuer import Issuer
from tests.registry.plans import BA_TO, LY_SON, PLAN, activity
from tests.registry.service.client import Client, until_opened
from tests.registry.service.conftest import set_up
from tests.system.test_data_path import OUTCOME_SECONDS, totals

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]


GARBAGE = (b"?", b'[{"type": "ngayso.duty-met.v9", "data": {}}]')
"""Nothing of ours, and a type of a newer version."""


async def ngayso(url: str, *words: str) -> str:
    """What the command prints, run as an operator runs it; it has to succeed."""
    command = (sys.executable, "-m", "cli.main", *words, "--nats", url, "--json")
    ran = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await ran.communicate()
    assert ran.returncode == 0
    return out.decode()


async def told(part: Process, name: str, *wanted: int) -> dict[int, str]:
    """The records that a service names in /readyz, once these are among them, or none where none
    is wanted; it is ready meanwhile.
    """
    async with asyncio.timeout(OUTCOME_SECONDS), httpx.AsyncClient(base_url=part.url) as http:
        while True:
            answer = await http.get("/readyz")
            found = {one["sequence"]: one["subject"] for one in answer.json().get(name, [])}
            if {*wanted} <= found.keys() and bool(found) == bool(wanted):
                assert answer.is_success
                return found
            await asyncio.sleep(0.1)


async def poison(client: Client) -> dict[int, str]:
    """Both kinds in one unit's history, and in the directory: their subjects by sequence."""
    history = topology.unit_facts(PLAN["id"], LY_SON)
    subjects = [history, history, topology.directory_facts("moi"), topology.directory_facts("cu")]
    pairs = zip(subjects, GARBAGE * 2, strict=True)
    return {(await client.js.publish(subject, body)).seq: subject for subject, body in pairs}


def declaration(unit: str) -> dict[str, Any]:
    record = activity().model_dump(mode="json", exclude_none=True)
    return {"plan": PLAN["id"], "unit": unit, "activity": record}


async def mend(url: str, *sequences: int) -> None:
    """The first by the command itself, the others by what it calls."""
    first, *others = sequences
    words = ("log", "quarantine", str(first), "--reason", "thử", "--by", "van-hanh")
    assert json.loads(await ngayso(url, *words))["done"]
    async with session(url) as connected:
        for sequence in others:
            assert (await set_aside(connected, sequence, "thử", "van-hanh"))[1]


async def test_a_record_that_cannot_be_read_is_named_mended_and_told(
    services: dict[str, Process], client: Client, declared: str, issuer: Issuer
) -> None:
    """What it blocks waits and is answered after that; the directory's stop nobody."""
    await set_up(client)
    await until_opened(client, LY_SON, len(PLAN["owed"]))
    poisoned = await poison(client)
    blocked = await client.send(LY_SON, "declare-activity", declaration(LY_SON))
    free = await client.ask(BA_TO, "declare-activity", declaration(BA_TO))
    assert free["outcome"] == "accepted"
    unit = {"id": "sau", "names": [{"value": "Đơn vị ghi sau"}]}
    recorded = await client.ask("operator", "record-unit", {"record": unit})
    assert recorded["outcome"] == "accepted"

    assert await told(services["reporting"], "unreadable", *poisoned) == poisoned
    for part in services.values():
        assert poisoned.items() >= (await told(part, "unreadable", min(poisoned))).items()
    await mend(declared, *sorted(poisoned))
    [answer] = await client.hear(1)
    assert (answer["command"]["sequence"], answer["outcome"]) == (blocked, "accepted")

    await seen(services["reporting"].url, issuer.headers("operator"), poisoned)
    for part in services.values():
        assert await told(part, "unreadable") == {}
        assert await told(part, "quarantined", *poisoned) == poisoned
    address = services["reporting"].url
    status = json.loads(await ngayso(declared, "status", "--reporting", address))
    assert {one["sequence"]: one["subject"] for one in status["quarantined"]} == poisoned
    assert (status["unreadable"], status["dead"]) == ([], {})


async def seen(url: str, headers: dict[str, str], poisoned: dict[int, str]) -> None:
    """The views have both activities, and view, page and report say what they have not."""
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api:
        await totals(api, activities={"total": 2})
        listed = (await api.get("/api/unread")).json()["items"]
        page = (await api.get(f"/plans/{PLAN['id']}")).text
        report = (await api.get(f"/api/plans/{PLAN['id']}/report.json")).json()
    assert {one["sequence"]: one["subject"] for one in listed} == poisoned
    assert {(one["by"], one["reason"]) for one in listed} == {("van-hanh", "thử")}
    assert "không đọc được, không tính ở đây: 4" in page
    assert {one["sequence"]: one["subject"] for one in report["unread"]} == poisoned
