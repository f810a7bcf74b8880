"""Drafts over HTTP: the office takes them of any units, a unit its own letter and no other's."""

import io

import pytest
from docx import Document

from tests.issuer import Issuer
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import opened

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("kind", ["superior", "reminder", "extension", "situation"])
async def test_the_office_takes_a_draft(kind: str, issuer: Issuer) -> None:
    office = issuer.headers("collector", unit="so-tttt")
    async with opened(issuer) as http:
        answer = await http.get(f"/api/plans/{PLAN}/drafts/{kind}.docx", headers=office)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == DOCX
    assert answer.headers["X-As-Of"]
    assert Document(io.BytesIO(answer.content)).tables


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


async def test_a_template_can_be_taken_to_be_changed(issuer: Issuer) -> None:
    async with opened(issuer) as http:
        answer = await http.get("/api/templates/report.docx", headers=issuer.headers("leader"))
    assert "{{ body }}" in [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
