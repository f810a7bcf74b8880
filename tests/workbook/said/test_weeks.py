"""Workbook: one report that speaks for several periods of its entry."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from tests.workbook import test_reports as weeks
from tests.workbook.test_reports import DISTRICT, handed_in, made, rows, weekly
from workbook.judge import Filled


def fortnight() -> Workbook:
    """A unit's workbook with three weekly reports, the last of them filled in."""
    longer = weekly(narrative=[])
    (week, final) = longer.owed
    assert week.recurring is not None
    rule = week.recurring.model_copy(update={"last": date(2022, 10, 21)})
    of = longer.model_copy(update={"owed": [week.model_copy(update={"recurring": rule}), final]})
    book = made(of, DISTRICT)
    weeks.type_in(book["Báo cáo 3"], "figures/su-kien", 3)
    return book


def gathered(book: Workbook, typed: str) -> None:
    book["Báo cáo 3"].cell(rows(book["Báo cáo 3"])["also_owed"], 5).value = typed


@pytest.mark.parametrize("written", [str, lambda text: unicodedata.normalize("NFD", text)])
def test_a_report_speaks_for_earlier_weeks(written: Callable[[str], str]) -> None:
    """By their periods; it is sent for the last, whose sheet it is on."""
    book = fortnight()
    gathered(book, written("tuần 40/2022; Tuần 41/2022"))
    found = handed_in(book)
    assert found.faults == []
    assert isinstance(found.filled, Filled)
    (draft,) = found.filled.drafts
    assert draft.data["owed"] == "tuan_2022-w42"
    assert draft.data["report"]["also_owed"] == ["tuan_2022-w40", "tuan_2022-w41"]


def test_only_earlier_weeks_may_be_gathered() -> None:
    """The first week's sheet has no such row; the last week's offers no later one, nor itself."""
    book = fortnight()
    assert "also_owed" not in rows(book["Báo cáo 1"])
    assert "also_owed" in rows(book["Báo cáo 2"])
    gathered(book, "tuần 42/2022")
    (fault,) = handed_in(book).faults
    assert (fault.finding.code, fault.place and fault.place.sheet) == ("not-listed", "Báo cáo 3")


def test_a_week_is_not_gathered_beside_its_own_report() -> None:
    """Its figures would count twice; the sheet that is to be emptied is named."""
    book = fortnight()
    gathered(book, "tuần 40/2022")
    weeks.type_in(book["Báo cáo 1"], "figures/su-kien", 2)
    (fault,) = handed_in(book).faults
    assert (fault.finding.code, fault.place and fault.place.sheet) == ("period-twice", "Báo cáo 3")
    assert "“Báo cáo 1”" in fault.finding.vi


def test_all_weeks_share_the_list_of_units_beside() -> None:
    """So that many weeks of many units stay one file that is still read."""
    names = {name for name in fortnight().defined_names if name.startswith("ds_beside_")}
    assert names == {"ds_beside_1"}
