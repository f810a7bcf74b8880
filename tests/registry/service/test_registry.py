"""The registry on the real server: what it answers, and what it writes."""

import asyncio
import json
import unicodedata
from collections import Counter
from typing import Any

import pytest

from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PLAN
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica, set_up

pytestmark = pytest.mark.servers

ABOUT = {"plan": "cds-2022", "unit": BA_TO}
ACTIVITY: dict[str, Any] = {
    "id": "hd-1",
    "kind": "hoi-thao",
    "title": "Hội thảo chuyển đổi số",
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-05",
}


def declaration(**changes: Any) -> dict[str, Any]:
    return {**ABOUT, "activity": {**ACTIVITY, **changes}}


def submission(value: Any = 5) -> dict[str, Any]:
    return {**ABOUT, "report": {"figures": [{"indicator": "su-kien", "value": value}]}}


async def facts_on(client: Client, subject: str) -> list[dict[str, Any]]:
    """All facts of one subject, read without the registry's own code."""
    info = await client.js.stream_info("EVENTS", subjects_filter=subject)
    count = (info.state.subjects or {}).get(subject, 0)
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    batches = [json.loads((await reader.next_msg(10)).data) for _ in range(count)]
    await reader.unsubscribe()
    return [fact for batch in batches for fact in batch]


async def until_opened(client: Client, unit: str, duties: int) -> None:
    """Until the plan was followed for a unit."""
    subject, opened = f"evt.unit.cds-2022.{unit}", 0
    reader = await client.js.subscribe(subject, stream="EVENTS", ordered_consumer=True)
    while opened < duties:
        batch = json.loads((await reader.next_msg(20)).data)
        opened += sum(fact["type"] == "ngayso.duty-opened.v1" for fact in batch)
    await reader.unsubscribe()


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
        same = await client.ask(BA_TO, "declare-activity", declaration())
        assert same["outcome"] == "unchanged"
        held = await client.ask(BA_TO, "declare-activity", declaration(status="held"))
        assert held["facts"][-1] == "ngayso.duty-met.v1"
        assert (await client.ask(BA_TO, "submit-report", submission()))["outcome"] == "accepted"
        returned = {
            **ABOUT,
            "version": 1,
            "reasons": [{"code": "thieu"}],
            "deadline": {"day": "2022-10-25"},
        }
        verdict = await client.ask(OFFICE, "return-report", returned)
        assert (verdict["outcome"], verdict["on"]) == ("accepted", f"verdict.{OFFICE}")
        assert (await client.ask(BA_TO, "submit-report", submission(6)))["outcome"] == "accepted"
        accepted = {**ABOUT, "version": 2}
        assert (await client.ask(OFFICE, "accept-report", accepted))["outcome"] == "accepted"
    history = await facts_on(client, f"evt.unit.cds-2022.{BA_TO}")
    names = [fact["type"].split(".")[1] for fact in history]
    assert Counter(names) == {
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


def _event(verb: str, data: Any, **changes: Any) -> bytes:
    base = {"specversion": "1.0", "id": "x", "source": "s", "type": f"ngayso.{verb}.v1"}
    return json.dumps({**base, "data": data, **changes}).encode()


DECLARE, SUBMIT = "declare-activity", "submit-report"
BUDGET = {"budget": {"total": -1, "sources": []}}
BAD: list[tuple[str, str, str, bytes, str, str]] = [
    ("not JSON", BA_TO, DECLARE, b"{not json", "not-json", ""),
    ("not UTF-8", BA_TO, DECLARE, b"\xff\xfe", "not-json", ""),
    (
        "wrong version",
        BA_TO,
        DECLARE,
        _event(DECLARE, declaration(), type="ngayso.declare-activity.v9"),
        "unknown-type",
        "/type",
    ),
    (
        "unknown type",
        BA_TO,
        DECLARE,
        _event(DECLARE, declaration(), type="drop-table"),
        "unknown-type",
        "/type",
    ),
    (
        "another verb",
        BA_TO,
        DECLARE,
        _event(SUBMIT, submission()),
        "verb-mismatch",
        "/type",
    ),
    (
        "unknown unit",
        "huyen-ma",
        DECLARE,
        _event(DECLARE, {**declaration(), "unit": "huyen-ma"}),
        "unknown-unit",
        "",
    ),
    ("no id at all", "HUYEN+MA", DECLARE, _event(DECLARE, declaration()), "unknown-unit", ""),
    (
        "another unit's body",
        LY_SON,
        DECLARE,
        _event(DECLARE, declaration()),
        "not-your-unit",
        "/data/unit",
    ),
    (
        "unknown plan",
        BA_TO,
        DECLARE,
        _event(DECLARE, {**declaration(), "plan": "cds-1999"}),
        "unknown-plan",
        "/data/plan",
    ),
    ("5 MB", BA_TO, DECLARE, b"[" + b"1," * 2_500_000 + b"1]", "too-large", ""),
    (
        "numbers as strings",
        BA_TO,
        SUBMIT,
        _event(SUBMIT, submission("5")),
        "wrong-type",
        "/data/report/figures/0/value",
    ),
    (
        "negative money",
        BA_TO,
        DECLARE,
        _event(DECLARE, declaration(planned=BUDGET)),
        "out-of-range",
        "/data/activity/planned/budget/total",
    ),
    (
        "a field too many",
        BA_TO,
        DECLARE,
        _event(DECLARE, declaration(titel="?")),
        "field-unknown",
        "/data/activity/titel",
    ),
    ("nested for ever", BA_TO, DECLARE, b"[" * 100_000, "not-json", ""),
]


async def test_bad_input_is_refused_naming_the_field_and_stops_nobody(
    settings: RegistrySettings, client: Client
) -> None:
    """Each fault has its verdict, and the command after it is accepted."""
    async with replica(settings):
        await set_up(client)
        for number, (what, sender, verb, body, code, pointer) in enumerate(BAD):
            await client.send_raw(sender, verb, body)
            (verdict,) = await client.hear(1)
            assert verdict["outcome"] == "refused", what
            assert verdict["on"] == f"verdict.{sender}", what
            found = [(one["code"], one["pointer"]) for one in verdict["findings"]]
            assert (code, pointer) in found, (what, found)
            next_one = declaration(id=f"hd-{number}")
            verdict = await client.ask(BA_TO, DECLARE, next_one)
            assert verdict["outcome"] == "accepted", what
        assert (await client.js.stream_info("DEAD_LETTERS")).state.messages == 0


async def test_text_in_nfd_is_the_same_text(settings: RegistrySettings, client: Client) -> None:
    """macOS sends decomposed letters; they are stored composed, and equal what was there."""
    async with replica(settings):
        await set_up(client)
        assert (await client.ask(BA_TO, DECLARE, declaration()))["outcome"] == "accepted"
        decomposed = unicodedata.normalize("NFD", ACTIVITY["title"])
        assert decomposed != ACTIVITY["title"]
        verdict = await client.ask(BA_TO, DECLARE, declaration(title=decomposed))
        assert verdict["outcome"] == "unchanged"


async def test_a_closed_plan_refuses_a_report(settings: RegistrySettings, client: Client) -> None:
    async with replica(settings):
        await set_up(client, closes={"day": "2022-09-01"})
        verdict = await client.ask(BA_TO, SUBMIT, submission())
        assert [found["code"] for found in verdict["findings"]] == ["plan-closed"]


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
        verdict = await client.ask(OFFICE, "amend-plan", {"plan": plan, "reason": "Sáp nhập"})
        assert verdict["outcome"] == "accepted"
        await until_excused(client, BA_TO, 3)
        late = await client.ask(BA_TO, DECLARE, declaration())
        assert [found["code"] for found in late["findings"]] == ["not-a-participant"]
