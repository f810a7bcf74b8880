"""The data's whole way: a command in; a verdict, a fact, a reminder, a view and a report out."""

import asyncio
import io
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document

from deploy.local.process import Process
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PLAN, activity, report
from tests.registry.service.client import Client, until_opened
from tests.registry.service.conftest import set_up

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

OUTCOME_SECONDS = 60


def asking(services: dict[str, Process], headers: dict[str, str]) -> httpx.AsyncClient:
    """A client of reporting."""
    return httpx.AsyncClient(base_url=services["reporting"].url, headers=headers, timeout=30)


def assert_only_the_officer_was_written_to(mail_dir: Path) -> None:
    for mail in mail_dir.glob("*.eml"):
        message = message_from_bytes(mail.read_bytes(), policy=policy.default)
        assert message["To"] == "cb@ba-to.example"
        body = message.get_body(("plain",))
        assert body is not None
        assert PLAN["number"] in body.get_content()


async def totals(api: httpx.AsyncClient, **wanted: dict[str, int]) -> dict[str, Any]:
    """The plan's totals, once they say what is wanted."""
    async with asyncio.timeout(OUTCOME_SECONDS):
        while True:
            answer = await api.get(f"/api/plans/{PLAN['id']}/totals")
            found = answer.json()
            if answer.is_success and all(
                found[part] | values == found[part] for part, values in wanted.items()
            ):
                return found


async def test_the_whole_way(
    services: dict[str, Process], client: Client, mail_dir: Path, office: dict[str, str]
) -> None:
    """Every service, both sinks' protocols and every stream take part."""
    await set_up(client)
    await until_opened(client, BA_TO, len(PLAN["owed"]))
    about = {"plan": PLAN["id"], "unit": BA_TO}
    record = activity().model_dump(mode="json", exclude_none=True)
    declared = await client.ask(BA_TO, "declare-activity", {**about, "activity": record})
    assert (declared["outcome"], declared["findings"]) == ("accepted", [])
    figures = report(7).model_dump(mode="json", exclude_none=True)
    reported = await client.ask(BA_TO, "submit-report", {**about, "report": figures})
    assert (reported["outcome"], reported["findings"]) == ("accepted", [])
    [refused] = (await client.ask(LY_SON, "submit-report", {**about, "report": figures}))[
        "findings"
    ]
    assert refused["code"] == "not-your-unit"

    async with httpx.AsyncClient(
        base_url=services["reporting"].url, headers=office, timeout=30
    ) as api:
        seen = await totals(
            api, rungs={"due": 2, "waiting": 0, "unaccounted": 0}, reports={"counted": 1}
        )
        duty = seen["duties"]
        assert duty["total"] == duty["met"] + duty["owing"] + duty["excused"]
        assert (duty["met"], duty["on_time"], duty["late"]) == (2, 2, 0)
        [events] = [line for line in seen["indicators"] if line["indicator"] == "su-kien"]
        assert (events["reported"]["value"], events["reported"]["gave"]) == (7, 1)
        page = (await api.get(f"/plans/{PLAN['id']}")).text
        document = (await api.get(f"/api/plans/{PLAN['id']}/report.docx")).content

    assert PLAN["title"] in page
    tables = Document(io.BytesIO(document)).tables
    assert "Sự kiện" in [cell.text for table in tables for cell in table._cells]
    # The rung had passed when the duty was opened, so it is sent at once, unless Ba Tơ's report
    # came first; Lý Sơn has no contact, so its rung has failed.
    assert seen["rungs"]["failed"] >= 1
    assert seen["rungs"]["sent"] + seen["rungs"]["cancelled"] == 1
    assert_only_the_officer_was_written_to(mail_dir)


async def test_the_office_returns_and_the_ledger_follows(
    services: dict[str, Process], client: Client, office: dict[str, str]
) -> None:
    """A return opens its own clock and leaves the first lateness alone."""
    await set_up(client)
    about = {"plan": PLAN["id"], "unit": BA_TO}
    figures = report(7).model_dump(mode="json", exclude_none=True)
    await client.ask(BA_TO, "submit-report", {**about, "report": figures})
    order = {"version": 1, "reasons": [{"code": "sai-so"}], "deadline": {"day": "2022-10-25"}}
    returned = await client.ask(OFFICE, "return-report", {**about, **order})
    assert returned["outcome"] == "accepted"
    async with asking(services, office) as api:
        await totals(api, reports={"returned": 1, "counted": 0})
        figures = report(8).model_dump(mode="json", exclude_none=True)
        await client.ask(BA_TO, "submit-report", {**about, "report": figures})
        seen = await totals(api, reports={"returned": 0, "counted": 1, "versions": 2})
    [line] = [line for line in seen["by_duty"] if line["kind"] == "report"]
    assert (line["met"], line["on_time"]) == (1, 1)
