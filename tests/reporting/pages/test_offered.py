"""Which files a plan's page offers: of the report as of now, and of what was frozen."""

import re
from collections.abc import Sequence

import pytest

from contracts.facts import SnapshotFrozen, SnapshotSigned
from contracts.topology import plan_facts
from services.reporting.pages.page import plan_page
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, PLAN

NOW = DUE["report"]
SIGNED = {"number": "12/BC-STTTT", "day": "2022-10-25", "signer": "A", "capacity": "GIÁM ĐỐC"}


def frozen(*forms: Sequence[str]) -> Campaign:
    """A snapshot for each, of files in these forms; the first was signed since."""
    played = play([("ba-to", "submit", 4)])
    about = {"plan": PLAN, "receipt": played.receipt("so-tttt")}
    for number, of in enumerate(forms, 1):
        files = [
            {"form": form, "sha256": f"{number}{at}" * 32, "size": 1} for at, form in enumerate(of)
        ]
        told = {"snapshot": number, "as_of": NOW, "position": 1, "made": {"files": files}}
        played.say(plan_facts(PLAN), SnapshotFrozen.model_validate({**about, **told}))
    told = {**about, "snapshot": 1, "signed": {**SIGNED, "sha256": "ab" * 32}}
    played.say(plan_facts(PLAN), SnapshotSigned.model_validate(told))
    return played


async def shown(played: Campaign, *, pdf: bool) -> str:
    reading = reading_all(MemoryAnswers(await projected(played.log)))
    glance = await reading.glance(PLAN, NOW)
    pieces = plan_page(glance, lambda: reading.consolidated(glance), pdf=pdf)
    return "".join([piece async for piece in pieces])


@pytest.mark.parametrize("pdf", [True, False])
async def test_the_report_is_offered_as_pdf_where_it_can_be_printed(pdf: bool) -> None:
    page = await shown(play([]), pdf=pdf)
    assert (f'href="/api/plans/{PLAN}/report.pdf"' in page) == pdf
    assert f'href="/api/plans/{PLAN}/report.docx"' in page
    assert "Số liệu đã chốt" not in page


async def test_every_file_of_every_snapshot_is_offered_the_newest_first() -> None:
    """A .pdf where one was made; and how the snapshot stands."""
    page = await shown(frozen(["json", "docx", "pdf"], ["json", "docx"]), pdf=False)
    found = re.findall(rf"/api/plans/{PLAN}/files/(\w\w)\w+/report\.(\w+)", page)
    assert found == [("20", "json"), ("21", "docx"), ("10", "json"), ("11", "docx"), ("12", "pdf")]
    said = page.replace("\u00a0", " ")
    assert "đã ký: số 12/BC-STTTT ngày 25/10/2022" in said
    assert 'aria-label="Tải .pdf của lần chốt 1"' in said
