"""Workbook, reports: a sheet for each that the unit owes, with what its form asks of that unit."""

import io
import pickle
from functools import cache

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.workbook.forms import form_of, renewing
from cli.workbook.make import looked_at
from cli.workbook.preview import preview
from contracts.owed import Asked, Form, Owed, Recurrence
from contracts.plan import Plan
from contracts.values import Deadline
from tests.workbook.given import few_rows, keys, plan, units
from workbook import layout
from workbook.submission import Submission, read_submission
from workbook.write.book import make_book

DISTRICT, DEPARTMENT = "tra-bong", "so-tttt"
FIGURES = {"su-kien": "Hoạt động, sự kiện đã tổ chức", "tin-bai": "Tin, bài"}


def weekly(**form: object) -> Plan:
    """The example's plan with a weekly report of two figures, and its final one of all."""
    figures = [
        Asked(indicator="su-kien", required=True, levels=["district"]),
        Asked(indicator="tin-bai"),
    ]
    weeks = Owed(
        id="tuan",
        kind="report",
        title="Báo cáo tuần",
        recurring=Recurrence(
            every="week",
            weekday="fri",
            first=plan().window.first,
            last=plan().window.last,
            on_day_off="keep",
        ),
        form=Form.model_validate({"figures": figures, "narrative": ["summary"], **form}),
    )
    final = Owed(
        id="cuoi", kind="report", title="Báo cáo cuối", deadline=Deadline(day="2022-10-20")
    )
    indicators = [
        one.model_copy(update={"decimals": 1 if one.id == "tin-bai" else 0})
        for one in plan().indicators
    ]
    return plan().model_copy(
        update={"owed": [weeks, final], "ladder": [], "indicators": indicators}
    )


def made(of: Plan, unit: str) -> Workbook:
    """The unit's workbook, yours to fill in; made once, as in given.py."""
    book = pickle.loads(_made(of.model_dump_json(), unit))
    assert isinstance(book, Workbook)
    return book


@cache
def _made(plan_json: str, unit: str) -> bytes:
    of, written = Plan.model_validate_json(plan_json), io.BytesIO()
    look = looked_at(of, units())
    (participant,) = (one for one in look.participants if one.unit == unit)
    with few_rows():
        make_book(form_of(look, participant, units()), of, units()[unit]).save(written)
    return pickle.dumps(openpyxl.load_workbook(written))


def handed_in(book: Workbook, of: Plan | None = None) -> Submission:
    written = io.BytesIO()
    book.save(written)
    return read_submission("b.xlsx", written.getvalue(), preview, renewing(of) if of else None)


def rows(sheet: Worksheet) -> dict[str, int]:
    return {str(sheet.cell(r, 1).value): r for r in range(6, sheet.max_row + 1)}


def type_in(sheet: Worksheet, key: str, value: object) -> None:
    wide = key in ("summary", "explanation")
    sheet.cell(rows(sheet)[key], keys(sheet)["qualifier" if wide else "value"]).value = value


def labels(sheet: Worksheet) -> list[str]:
    """The indicators that a sheet asks for, with the mark of those that are required."""
    at = keys(sheet)["label"]
    return [str(sheet.cell(r, at).value) for key, r in rows(sheet).items() if key[:8] == "figures/"]


def test_each_report_has_a_sheet_that_names_its_duty() -> None:
    """Weeks by their period; the cover says which sheet is whose."""
    book = made(weekly(), DISTRICT)
    reports = [name for name in book.sheetnames if name.startswith(layout.REPORT)]
    titles = [str(book[name]["B1"].value).partition(" – ")[0] for name in reports]
    assert reports == ["Báo cáo 1", "Báo cáo 2"]
    assert titles == ["Báo cáo tuần, tuần 40/2022", "Báo cáo cuối"]
    where = {row[2]: str(row[4]) for row in book[layout.DUTIES].iter_rows(values_only=True)}
    assert where["Báo cáo cuối"].startswith("Trang “Báo cáo 2”")


def test_a_sheet_asks_for_what_its_form_asks_of_this_unit() -> None:
    """Required for districts is not required for departments."""
    wanted = [FIGURES["su-kien"], FIGURES["tin-bai"]]
    assert labels(made(weekly(), DISTRICT)["Báo cáo 1"]) == [f"{wanted[0]} (*)", wanted[1]]
    assert labels(made(weekly(), DEPARTMENT)["Báo cáo 1"]) == wanted
    assert len(labels(made(weekly(), DISTRICT)["Báo cáo 2"])) == len(plan().indicators)


def test_a_report_is_sent_for_the_duty_of_its_sheet() -> None:
    """The other sheet is as it was made, so there is one command."""
    book = made(weekly(), DISTRICT)
    sheet = book["Báo cáo 1"]
    sheet.title = "Tuần này"
    type_in(sheet, "figures/su-kien", 3)
    type_in(sheet, "figures/tin-bai", "12,5")
    type_in(sheet, "summary", "Đã tổ chức 03 sự kiện.")
    type_in(sheet, "explanation", "Số liệu đã đúng.")
    found = handed_in(book)
    assert found.faults == []
    assert found.filled is not None
    (draft,) = found.filled.drafts
    assert draft.data["owed"] == "tuan_2022-w40"
    assert draft.data["report"] == {
        "figures": [
            {"indicator": "su-kien", "value": 3},
            {"indicator": "tin-bai", "value": 12.5},
        ],
        "summary": "Đã tổ chức 03 sự kiện.",
        "explanation": "Số liệu đã đúng.",
    }


@pytest.mark.parametrize(
    ("typed", "code"), [(None, "indicator-missing"), ("chưa có số liệu", "indicator-untold")]
)
def test_what_the_form_requires_is_told_at_its_cell(typed: str | None, code: str) -> None:
    """A figure that still is to come, and an empty part of the narrative."""
    book = made(weekly(), DISTRICT)
    sheet = book["Báo cáo 1"]
    type_in(sheet, "figures/su-kien", typed)
    type_in(sheet, "figures/tin-bai", 2)
    told = {one.finding.code: one for one in handed_in(book).faults}
    at = rows(sheet)
    assert set(told) == {code, "narrative-missing"}
    assert [one.place.row for one in told.values() if one.place] == [
        at["figures/su-kien"], at["summary"],
    ]  # fmt: skip
    assert "“Tóm tắt kết quả”" in told["narrative-missing"].finding.vi
    assert "“Hoạt động, sự kiện đã tổ chức”" in told[code].finding.vi


def test_nothing_and_a_number_do_not_go_together() -> None:
    """The cell beside it is told."""
    book = made(weekly(), DISTRICT)
    sheet = book["Báo cáo 1"]
    type_in(sheet, "figures/tin-bai", "không phát sinh")
    sheet.cell(rows(sheet)["figures/tin-bai"], keys(sheet)["qualifier"]).value = "gần"
    assert "nothing-and-more" in {one.finding.code for one in handed_in(book).faults}


def test_a_newer_plan_s_form_is_the_one_that_is_judged_by() -> None:
    """What is not asked for any more is not sent, and the unit is told that the plan changed."""
    book = made(weekly(), DEPARTMENT)
    sheet = book["Báo cáo 1"]
    type_in(sheet, "figures/su-kien", 3)
    type_in(sheet, "figures/tin-bai", 2)
    newer = weekly(figures=[{"indicator": "tin-bai"}], narrative=[])
    found = handed_in(book, newer)
    assert [one.finding.code for one in found.faults] == ["plan-changed"]
    assert found.filled is not None
    (draft,) = found.filled.drafts
    assert [one["indicator"] for one in draft.data["report"]["figures"]] == ["tin-bai"]
