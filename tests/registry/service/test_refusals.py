"""What the registry refuses on the real server: the field is named, and nobody else waits."""

import json
from typing import Any

import pytest

from services.registry.settings import RegistrySettings
from tests.registry.plans import BA_TO, LY_SON, PLAN
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica, set_up
from tests.registry.service.given import declaration, submission

pytestmark = pytest.mark.servers


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
            about = "huyen-ma" if sender == "huyen-ma" else BA_TO
            await client.send_raw(sender, verb, body, about)
            (verdict,) = await client.hear(1)
            assert verdict["outcome"] == "refused", what
            assert verdict["on"] == f"verdict.{sender}", what
            found = [(one["code"], one["pointer"]) for one in verdict["findings"]]
            assert (code, pointer) in found, (what, found)
            assert (sender == BA_TO) or not verdict["duties"], what
            next_one = declaration(id=f"hd-{number}")
            verdict = await client.ask(BA_TO, DECLARE, next_one)
            assert verdict["outcome"] == "accepted", what
        assert (await client.js.stream_info("DEAD_LETTERS")).state.messages == 0


async def test_a_closed_plan_refuses_a_report(settings: RegistrySettings, client: Client) -> None:
    async with replica(settings):
        early = [{**entry, "deadline": {"day": "2022-08-20"}} for entry in PLAN["owed"]]
        dates = {"issued_on": "2022-08-01", "window": {"first": "2022-08-05", "last": "2022-08-10"}}
        await set_up(client, **dates, owed=early, ladder=[], closes={"day": "2022-09-01"})
        assert (await client.ask(BA_TO, SUBMIT, submission()))["outcome"] == "accepted"  # owing
        verdict = await client.ask(BA_TO, SUBMIT, submission(6))
        assert [found["code"] for found in verdict["findings"]] == ["plan-closed"]
