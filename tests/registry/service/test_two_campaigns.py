"""One directory, two trees: the campaign of 2022 and that of 2025 over the real server."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.files.documents import read
from services.registry.settings import RegistrySettings
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica
from tests.registry.service.test_registry import facts_on

pytestmark = pytest.mark.servers

EXAMPLES = Path(__file__).parents[3] / "examples"
UNITS = read(EXAMPLES / "quang-ngai-2025" / "units.yaml").data
OLD: dict[str, Any] = read(EXAMPLES / "quang-ngai-2022" / "plan.yaml").data
NEW: dict[str, Any] = read(EXAMPLES / "quang-ngai-2025" / "plan.yaml").data


def in_2025(settings: RegistrySettings) -> RegistrySettings:
    start = datetime(2025, 9, 15, 3, tzinfo=UTC)
    return settings.model_copy(update={"clock_anchor": datetime.now(UTC), "clock_start": start})


async def said(client: Client, plan: str, unit: str, decisions: int = 1) -> list[dict[str, Any]]:
    """The facts of a unit's part in a plan, once there are so many decisions."""
    subject = f"evt.unit.{plan}.{unit}"
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    for _ in range(decisions):
        await reader.next_msg(30)
    await reader.unsubscribe()
    return await facts_on(client, subject)


async def opened(client: Client, plan: str, unit: str) -> set[str]:
    facts = await said(client, plan, unit)
    return {f["data"]["duty"]["id"] for f in facts if f["type"] == "ngayso.duty-opened.v1"}


async def published(client: Client, plan: str) -> dict[str, Any]:
    facts = await facts_on(client, f"evt.plan.{plan}")
    (fact,) = [fact for fact in facts if fact["type"] == "ngayso.plan-published.v1"]
    return {one["unit"]: one for one in fact["data"]["participants"]}


async def test_two_campaigns_over_one_directory(settings: RegistrySettings, client: Client) -> None:
    """Each plan goes to the units of its day; a commune of 2025 reports for a district of 2022."""
    async with replica(settings):
        for unit in UNITS:
            await client.send("operator", "record-unit", {"record": unit})
        verdicts = await client.hear(len(UNITS))
        assert {verdict["outcome"] for verdict in verdicts} == {"accepted"}
        of_links = {found["code"] for verdict in verdicts for found in verdict["findings"]}
        assert of_links <= {"link-unknown"}
        assert (await client.ask("so-tttt", "publish-plan", {"plan": OLD}))["outcome"] == "accepted"
        assert await opened(client, "quang-ngai-2022", "binh-son") == {
            "dang-ky", "to-chuc", "bao-cao",
        }  # fmt: skip
    async with replica(in_2025(settings)):
        assert (await client.ask("so-khcn", "publish-plan", {"plan": NEW}))["outcome"] == "accepted"
        duties = await opened(client, "quang-ngai-2025", "xa-van-tuong")
        assert duties == {"dang-ky", "bao-cao-xa"}
        figures = {"figures": [{"indicator": "su-kien", "value": 3}]}
        late = {"plan": "quang-ngai-2022", "unit": "binh-son", "report": figures}
        verdict = await client.ask("xa-van-tuong", "submit-report", late)
        assert verdict["outcome"] == "accepted"
        assert {found["code"] for found in verdict["findings"]} == {"spoken-for", "late"}
        stranger = await client.ask("xa-tinh-khe", "submit-report", late)
        assert [found["code"] for found in stranger["findings"]] == ["not-your-unit"]
    old, new = await published(client, "quang-ngai-2022"), await published(client, NEW["id"])
    districts = [one for one in old.values() if one.get("level") == "district"]
    communes = [one for one in new.values() if one.get("level") == "commune"]
    assert (len(districts), len(communes)) == (13, 96)
    assert old["ly-son"]["name"] == "Ủy ban nhân dân huyện Lý Sơn"
    assert new["ly-son"]["name"] == "Ủy ban nhân dân đặc khu Lý Sơn"


async def test_an_amendment_closes_what_ended_units_owe_and_names_who_took_over(
    settings: RegistrySettings, client: Client
) -> None:
    """The duties of districts are excused by the plan, those of communes opened."""
    parts = [a for a in OLD["assignments"] if {"group": "ubnd-huyen"} in a["assignees"]]
    moved = [{**a, "assignees": [{"group": "ubnd-xa"}]} for a in parts]
    owed = [{**OLD["owed"][-1], "deadline": {"day": "2025-10-20"}}]
    for_districts = {**OLD, "assignments": parts, "owed": owed, "ladder": []}
    for_communes = {**for_districts, "assignments": moved, "issued_on": "2025-09-15"}
    async with replica(in_2025(settings)):
        for unit in UNITS:
            await client.send("operator", "record-unit", {"record": unit})
        await client.hear(len(UNITS))
        verdict = await client.ask("ubnd-tinh", "publish-plan", {"plan": for_districts})
        assert "participants-ended" in {found["code"] for found in verdict["findings"]}
        await opened(client, OLD["id"], "minh-long")
        document = {"number": "99/KH-UBND", "day": "2025-09-15", "signer": "Nguyễn Văn Mẫu"}
        amendment = {"plan": for_communes, "reason": "Bỏ cấp huyện", "document": document}
        verdict = await client.ask("so-khcn", "amend-plan", amendment)
        assert "participants-ended" not in {found["code"] for found in verdict["findings"]}
        assert await opened(client, OLD["id"], "xa-son-mai") == {"bao-cao"}
        *_, closed = await said(client, OLD["id"], "minh-long", 2)
    assert closed["type"] == "ngayso.duty-excused.v1"
    assert closed["data"]["reason"].endswith("kế thừa: UBND xã Minh Long, UBND xã Sơn Mai)")
