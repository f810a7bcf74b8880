"""Until which day the results of a unit are that left the plan, or ended, wherever it is named."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from contracts import topology
from contracts.facts import PlanAmended, UnitRecorded
from contracts.unit import Dated, Unit
from contracts.values import Receipt
from services.reporting.documents.render import render
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument
from services.reporting.domain.succession.follow import follow
from tests.registry.plans import ZONE
from tests.reporting.answers import MemoryAnswers, page_with, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.records import AMENDING, PLAN, UNITS, participants, plan
from tests.reporting.given.strategies import unhurried

FIRST = date(2022, 9, 20)
AS_OF = datetime(2022, 11, 1, tzinfo=ZONE)


def amend(campaign: Campaign, day: date, named: Sequence[str], hour: int = 9) -> None:
    """The plan names just these units from an hour of a day of the plan on."""
    at = datetime.combine(day, time(hour), ZONE)
    amended = PlanAmended(
        revision=2,
        plan=plan(),
        participants=[one for one in participants() if one.unit in named],
        reason="Điều chỉnh",
        document=AMENDING,
        receipt=Receipt(at=at, sequence=999, command="c", sender="so-tttt", door="system"),
    )
    campaign.say(topology.plan_facts(PLAN), amended)


def end(campaign: Campaign, unit: str, valid_to: date) -> None:
    record = Unit(id=unit, names=[Dated(value=UNITS[unit])], valid_to=valid_to)
    fact = UnitRecorded(record=record, receipt=campaign.receipt("x"))
    campaign.say(topology.directory_facts(unit), fact)


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), AS_OF)


def until(campaign: Campaign) -> dict[str, date | None]:
    return {row.unit.id: row.unit.until for row in consolidated(campaign).rows}


def left() -> Campaign:
    """Bình Sơn reports, and an amendment takes it out of the plan."""
    campaign = Campaign().begin()
    campaign.submit("binh-son", "", 4)
    campaign.submit("ba-to", "", 5)
    amend(campaign, date(2022, 10, 12), ["ba-to", "ly-son"])
    return campaign


def test_the_results_of_a_unit_that_left_stay_in_the_totals_and_are_until_that_day() -> None:
    campaign = left()
    assert until(campaign) == {"ba-to": None, "ly-son": None, "binh-son": date(2022, 10, 12)}
    before = Campaign().begin()
    before.submit("binh-son", "", 4)
    before.submit("ba-to", "", 5)
    assert consolidated(campaign).totals.indicators == consolidated(before).totals.indicators


def test_the_day_is_that_of_the_plans_own_zone() -> None:
    """Half past midnight in Quảng Ngãi is the day before in UTC."""
    campaign = Campaign().begin()
    amend(campaign, date(2022, 10, 12), ["ba-to", "ly-son"], hour=0)
    assert until(campaign)["binh-son"] == date(2022, 10, 12)


def test_a_unit_that_ended_is_until_its_last_day_also_where_the_plan_still_names_it() -> None:
    campaign = Campaign().begin()
    end(campaign, "binh-son", date(2022, 10, 5))
    assert until(campaign)["binh-son"] == date(2022, 10, 4)
    amend(campaign, date(2022, 10, 12), ["ba-to", "ly-son"])
    assert until(campaign)["binh-son"] == date(2022, 10, 4)


def test_every_form_of_the_report_says_until_when() -> None:
    report = consolidated(left())
    words = "Huyện Bình Sơn (đến ngày 12/10/2022)"
    document = Document(io.BytesIO(render(report, "docx")))
    cells = [cell.text for table in document.tables for cell in table._cells]
    names = [cell.replace("\u00a0", " ") for cell in cells]
    assert names.count(words) == 3  # its figures, what it did, and its document
    lines = [one.text.replace("\u00a0", " ") for one in document.paragraphs]
    assert any("3 đơn vị, trong đó 1 đơn vị đến ngày ghi sau tên" in line for line in lines)
    book = load_workbook(io.BytesIO(render(report, "xlsx")))
    assert words in [cell.value for cell in book["Đơn vị - nội dung"]["B"]]
    [row] = [one for one in json.loads(render(report, "json"))["rows"] if one["unit"]["until"]]
    assert (row["unit"]["id"], row["unit"]["until"]) == ("binh-son", "2022-10-12")
    told = csv.DictReader(io.StringIO(render(report, "csv").decode("utf-8-sig")))
    days = {line["unit"]: line["until"] for line in told if line["line"] == "unit"}
    assert days == {"binh-son": "2022-10-12", "ba-to": ""}
    assert f"đến ngày{NO_BREAK}12/10/2022" in page_with(report)


async def test_lists_and_the_units_of_another_day_say_until_when() -> None:
    campaign = left()
    reading = reading_all(MemoryAnswers(await projected(campaign.log)))
    page = await reading.page(DutyDocument, PLAN, {}, None, 10)
    assert page.until == {"binh-son": date(2022, 10, 12)}
    documents = fold_all(campaign.facts, Documents())
    directory = {one: Unit(id=one, names=[Dated(value=name)]) for one, name in UNITS.items()}
    heirs = follow(
        documents.get(PlanDocument, PLAN), consolidated(campaign), directory, AS_OF.date()
    )
    assert {one.unit.id: one.unit.until for one in heirs} == until(campaign)


@unhurried
@given(
    st.lists(st.sets(st.sampled_from(sorted(UNITS))), max_size=5),
    st.dictionaries(st.sampled_from(sorted(UNITS)), st.integers(0, 60)),
)
def test_a_unit_has_a_last_day_exactly_while_it_takes_no_part(
    revisions: list[set[str]], ends: dict[str, int]
) -> None:
    """Whatever amendments take out and in again: the day of the one since which it is out."""
    campaign = Campaign().begin()
    for unit, days in ends.items():
        end(campaign, unit, FIRST + timedelta(days=days))
    out: dict[str, date] = {}
    for number, named in enumerate(revisions):
        day = FIRST + timedelta(days=10 * number)
        amend(campaign, day, sorted(named))
        out = {unit: out.get(unit, day) for unit in UNITS.keys() - named}
    for unit, found in until(campaign).items():
        days: list[Any] = [out.get(unit)]
        last = FIRST + timedelta(days=ends[unit] - 1) if unit in ends else None
        days.append(last if last and last < AS_OF.date() else None)
        assert found == min(filter(None, days), default=None)
