"""Drafts over HTTP: the office takes them of any units, a unit its own letter and no other's."""

import io

import pytest
from docx import Document
from httpx import Response

from contracts.facts import SnapshotFrozen
from contracts.topology import plan_facts
from tests.issuer import Issuer
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import campaign, opened

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def frozen() -> Campaign:
    """The campaign, whose figures are frozen as of its last message."""
    played = campaign()
    file = {"form": "json", "sha256": "3f9a2c1b" * 8, "size": 1}
    as_of = played.log[-1].stored_at
    said = {"snapshot": 1, "as_of": as_of, "position": 1, "made": {"files": [file]}}
    receipt = played.receipt("so-tttt")
    fact = SnapshotFrozen.model_validate({"plan": PLAN, "receipt": receipt, **said})
    played.say(plan_facts(PLAN), fact)
    return played


@pytest.mark.parametrize("kind", ["superior", "reminder", "extension", "situation"])
async def test_the_office_takes_a_draft(kind: str, issuer: Issuer) -> None:
    office = issuer.headers("collector", unit="so-tttt")
    async with opened(issuer) as http:
        answer = await http.get(f"/api/plans/{PLAN}/drafts/{kind}.docx", headers=office)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == DOCX
    assert answer.headers["X-As-Of"]
    assert Document(io.BytesIO(answer.content)).tables


async def test_a_draft_of_a_snapshot_is_as_of_its_freeze_and_carries_its_code(
    issuer: Issuer,
) -> None:
    """What came after is not in it, and it is whoever sees the whole plan who may name one."""
    played = frozen()
    as_of = played.log[-2].stored_at
    played.submit("ly-son", "", 5)
    office, unit = issuer.headers("collector", unit="so-tttt"), issuer.headers("unit", unit="ba-to")
    where = f"/api/plans/{PLAN}/drafts/reminder.docx"
    async with opened(issuer, played) as http:
        named, then, now, none, refused = [
            await http.get(where, headers=who, params=asked)
            for who, asked in (
                (office, {"snapshot": "1"}),
                (office, {"as_of": as_of.isoformat()}),
                (office, {}),
                (office, {"snapshot": "2"}),
                (unit, {"snapshot": "1"}),
            )
        ]
    assert named.headers["X-As-Of"] == then.headers["X-As-Of"] != now.headers["X-As-Of"]
    assert words(named) == words(then) != words(now)
    assert f"{PLAN}/01/3F9A-2C1B" in foot(named)
    assert foot(then).strip() == ""
    assert (none.status_code, none.json()["code"]) == (404, "unknown-snapshot")
    assert refused.status_code == 403


async def test_a_unit_s_letter_can_be_of_a_snapshot_too(issuer: Issuer) -> None:
    """The unit takes it itself, with the figures as they were frozen and the code."""
    played = frozen()
    played.submit("ba-to", "", 5)
    unit = issuer.headers("unit", unit="ba-to")
    where = f"/api/plans/{PLAN}/units/ba-to/covering.docx"
    async with opened(issuer, played) as http:
        named = await http.get(where, headers=unit, params={"snapshot": "1"})
        now = await http.get(where, headers=unit)
        none = await http.get(where, headers=unit, params={"snapshot": "2"})
    assert named.status_code == 200
    assert words(named) != words(now)
    assert f"{PLAN}/01/3F9A-2C1B" in foot(named)
    assert foot(now).strip() == ""
    assert (none.status_code, none.json()["code"]) == (404, "unknown-snapshot")


def words(answer: Response) -> list[str]:
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for cell in table._cells]
    return [*(one.text for one in document.paragraphs), *cells]


def foot(answer: Response) -> str:
    document = Document(io.BytesIO(answer.content))
    return "".join(one.text for one in document.sections[0].first_page_footer.paragraphs)


async def test_a_unit_takes_its_own_letter_and_no_other_s(issuer: Issuer) -> None:
    """Of another it hears the same as of one that there is not."""
    unit = issuer.headers("unit", unit="ba-to")
    async with opened(issuer) as http:
        own = await http.get(f"/api/plans/{PLAN}/units/ba-to/covering.docx", headers=unit)
        other = await http.get(f"/api/plans/{PLAN}/units/binh-son/covering.docx", headers=unit)
        none = await http.get(f"/api/plans/{PLAN}/units/nobody/covering.docx", headers=unit)
    assert own.status_code == 200
    assert [other.status_code, none.status_code] == [404, 404]
    assert other.json()["code"] == none.json()["code"] == "unknown-unit"
    assert "nobody" not in other.text


async def test_a_kind_or_form_that_there_is_not_is_told(issuer: Issuer) -> None:
    office = issuer.headers("collector", unit="so-tttt")
    async with opened(issuer) as http:
        kind = await http.get(f"/api/plans/{PLAN}/drafts/order.docx", headers=office)
        form = await http.get(f"/api/plans/{PLAN}/drafts/reminder.odt", headers=office)
        moment = await http.get(
            f"/api/plans/{PLAN}/drafts/reminder.docx", headers=office, params={"as_of": "2022"}
        )
    assert [one.status_code for one in (kind, form, moment)] == [422, 422, 422]


@pytest.mark.parametrize(
    ("asked", "status", "named"),
    [
        ("owed=reprot", 422, "/query/owed"),
        ("level=tinh", 422, "/query/level"),
        ("group=tinh", 422, "/query/group"),
        ("unit=ba-too", 404, None),
    ],
)
async def test_a_letter_about_nobody_that_there_is_is_not_drafted(
    asked: str, status: int, named: str | None, issuer: Issuer
) -> None:
    """It would say that nobody is behind."""
    office = issuer.headers("collector", unit="so-tttt")
    where = f"/api/plans/{PLAN}/drafts/reminder.docx?{asked}"
    async with opened(issuer) as http:
        answer = await http.get(where, headers=office)
    told = answer.json()
    assert (answer.status_code, [one["pointer"] for one in told.get("errors") or []]) == (
        status,
        [named] if named else [],
    )


async def test_a_template_can_be_taken_to_be_changed(issuer: Issuer) -> None:
    async with opened(issuer) as http:
        answer = await http.get("/api/templates/report.docx", headers=issuer.headers("leader"))
    assert "{{ body }}" in [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
