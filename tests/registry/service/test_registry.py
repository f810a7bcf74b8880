"""The registry on the real server: what it answers, and what it writes."""

import asyncio
import json
import unicodedata
from collections import Counter
from typing import Any

import pytest

from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, DOCUMENT, LY_SON, OFFICE, PLAN
from tests.registry.service.client import Client, until_opened
from tests.registry.service.conftest import replica, set_up
from tests.registry.service.given import ABOUT, ACTIVITY, declaration, submission

pytestmark = pytest.mark.servers
WHOLE_CAMPAIGN = {
    "plan-applied": 1,
    "command-answered": 2,
    "duty-opened": 3,
    "activity-declared": 1,
    "activity-changed": 1,
    "activity-held": 1,
    "report-submitted": 1,
    "report-returned": 1,
    "report-corrected": 1,
    "report-accepted": 1,
    "duty-met": 4,
    "duty-reopened": 1,
}


async def facts_on(client: Client, subject: str) -> list[dict[str, Any]]:
    """All facts of one subject, read without the registry's own code."""
    info = await client.js.stream_info("EVENTS", subjects_filter=subject)
    count = (info.state.subjects or {}).get(subject, 0)
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    batches = [json.loads((await reader.next_msg(10)).data) for _ in range(count)]
    await reader.unsubscribe()
    return [fact for batch in batches for fact in batch]


async def test_a_campaign_from_publication_to_acceptance(
    settings: RegistrySettings, client: Client
) -> None:
    """Duties are opened without anybody asking; each sender is answered on its own subject."""
    async with replica(settings):
        await set_up(client)
        await until_opened(client, BA_TO, 3)
        declared = await client.ask(BA_TO, "declare-activity", declaration())
        assert (declared["outcome"], declared["on"]) == ("accepted", f"verdict.{BA_TO}")
        assert {d["duty"]: d["status"] for d in declared["duties"]} == {
            "dang-ky": "met",
            "to-chuc": "owing",
            "bao-cao": "owing",
        }
        assert (await client.ask(BA_TO, "declare-activity", declaration()))[
            "outcome"
        ] == "unchanged"
        held = await client.ask(BA_TO, "declare-activity", declaration(status="held"))
        assert held["facts"][-1] == "ngayso.duty-met.v1"
        assert (await client.ask(BA_TO, "submit-report", submission()))["outcome"] == "accepted"
        order = {"version": 1, "reasons": [{"code": "thieu"}], "deadline": {"day": "2022-10-25"}}
        verdict = await client.ask(OFFICE, "return-report", {**ABOUT, **order})
        assert (verdict["outcome"], verdict["on"]) == ("accepted", f"verdict.{OFFICE}")
        assert (await client.ask(BA_TO, "submit-report", submission(6)))["outcome"] == "accepted"
        verdict = await client.ask(OFFICE, "accept-report", {**ABOUT, "version": 2})
        assert verdict["outcome"] == "accepted"
    history = await facts_on(client, f"evt.unit.cds-2022.{BA_TO}")
    names = [fact["type"].split(".")[1] for fact in history]
    assert Counter(names) == WHOLE_CAMPAIGN


async def test_a_thousand_declarations_by_a_stranger_get_a_thousand_verdicts(
    settings: RegistrySettings, client: Client
) -> None:
    """Two units, five hundred activities each, sent as fast as the client can."""
    async with replica(settings):
        await set_up(client)
        async with asyncio.TaskGroup() as group:
            for number in range(500):
                for unit in (BA_TO, LY_SON):
                    data = {**declaration(id=f"hd-{number}"), "unit": unit}
                    group.create_task(client.send(unit, "declare-activity", data))
        verdicts = await client.hear(1000)
    assert Counter(verdict["outcome"] for verdict in verdicts) == {"accepted": 1000}
    assert len({verdict["command"]["sequence"] for verdict in verdicts}) == 1000
    history = await facts_on(client, f"evt.unit.cds-2022.{BA_TO}")
    declared = [fact for fact in history if fact["type"] == "ngayso.activity-declared.v1"]
    assert len(declared) == 500


async def test_text_in_nfd_is_the_same_text(settings: RegistrySettings, client: Client) -> None:
    """macOS sends decomposed letters; they are stored composed, and equal what was there."""
    async with replica(settings):
        await set_up(client)
        assert (await client.ask(BA_TO, "declare-activity", declaration()))["outcome"] == "accepted"
        decomposed = unicodedata.normalize("NFD", ACTIVITY["title"])
        assert decomposed != ACTIVITY["title"]
        verdict = await client.ask(BA_TO, "declare-activity", declaration(title=decomposed))
        assert verdict["outcome"] == "unchanged"


async def until_excused(client: Client, unit: str, duties: int) -> None:
    """Until an amendment was followed for a unit that it leaves out."""
    reader = await client.js.subscribe(
        f"evt.unit.cds-2022.{unit}", stream="EVENTS", ordered_consumer=True
    )
    owed: set[str] = set()
    excused: set[str] = set()
    while len(excused) < duties:
        for fact in json.loads((await reader.next_msg(20)).data):
            if fact["type"] == "ngayso.duty-opened.v1":
                owed.add(fact["data"]["duty"]["id"])
            if fact["type"] == "ngayso.duty-excused.v1":
                excused.add(fact["data"]["duty"])
    await reader.unsubscribe()
    assert owed == excused


async def test_an_amendment_that_follows_at_once_moves_the_units_duties(
    settings: RegistrySettings, client: Client
) -> None:
    """Also what arrives while the plan is still being followed ends with the plan in force."""
    async with replica(settings):
        await set_up(client)
        others = [{**entry, "assignees": [{"unit": LY_SON}]} for entry in PLAN["assignments"]]
        plan = {**PLAN, "assignments": others}
        said = {"reason": "Sáp nhập", "document": DOCUMENT.model_dump(mode="json")}
        verdict = await client.ask(OFFICE, "amend-plan", {"plan": plan, **said})
        assert verdict["outcome"] == "accepted"
        await until_excused(client, BA_TO, 3)
        late = await client.ask(BA_TO, "declare-activity", declaration())
        assert [found["code"] for found in late["findings"]] == ["not-a-participant"]


APART = 0.5
"""Seconds: more than twice as long as the server keeps an id, at its least window."""
Pair = list[tuple[str, str, dict[str, Any]]]
PAIRS = {
    "two units": [(unit, "declare-activity", {**declaration(), "unit": unit})
                  for unit in (BA_TO, LY_SON)],
    "one unit, two bodies": [(BA_TO, "submit-report", submission(value)) for value in (10, 99)],
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
async def test_half_a_second_apart_an_id_is_nobodys_lever(
    settings: RegistrySettings, client: Client, pair: Pair
) -> None:
    """Each has its verdict, on its sender's subject, and its fact."""
    async with replica(settings):
        await set_up(client)
        for sender, verb, sent in pair:
            assert await client.send_under("cung-ma", sender, verb, sent)
            (verdict,) = await client.hear(1)
            assert (verdict["outcome"], verdict["on"]) == ("accepted", f"verdict.{sender}")
            assert verdict["command"]["message_id"] == "cung-ma"
            await asyncio.sleep(APART)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
async def test_at_once_the_sender_is_told_that_it_was_not_stored(
    settings: RegistrySettings, client: Client, pair: Pair
) -> None:
    """Never by silence: whoever is not told so has a verdict, and sent again without an id too."""
    async with replica(settings):
        await set_up(client)
        sending = (client.send_under("cung-ma", *one) for one in pair)
        first, second = await asyncio.gather(*sending)
        assert (first, second) == (True, False)
        (verdict,) = await client.hear(1)
        assert (verdict["outcome"], verdict["on"]) == ("accepted", f"verdict.{pair[0][0]}")
        again = await client.ask(*pair[1])
        assert (again["outcome"], again["on"]) == ("accepted", f"verdict.{pair[1][0]}")
