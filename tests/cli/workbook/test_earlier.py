"""Workbook, make: last year's figure stands beside the field, never in it."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from cli.workbook.earlier import shown
from cli.workbook.preview import preview
from contracts.indicator import SameAs
from contracts.plan import Plan
from services.reporting.domain.comparing.of_unit import OfUnit
from services.reporting.domain.counting.over_time import Told
from tests.cli.given import run, write
from tests.reporting.domain.comparing.test_of_unit import LAST_YEAR, issued
from tests.reporting.given.campaigns import Told as Campaign
from tests.reporting.given.campaigns import entry
from tests.workbook.given import UNIT, UNITS_FILE, few_rows, keys, plan, report_rows
from workbook import layout
from workbook.report_layout import EARLIER
from workbook.submission import read_submission

CAPSYS = pytest.CaptureFixture[str]
SAME = {"su-kien": "su-kien", "ho-so-truc-tuyen": "ho-so", "tin-bai": "khong-co"}


def continuing() -> Plan:
    """The example's plan, some of whose indicators continue those of the year before."""
    indicators = [
        one.model_copy(update={"same_as": SameAs(plan=LAST_YEAR, indicator=SAME[one.id])})
        if one.id in SAME
        else one
        for one in plan().indicators
    ]
    return plan().model_copy(update={"indicators": indicators})


def last_year(folder: Path) -> Path:
    """The consolidated report of the year before, in which the unit had its part."""
    defined = {one.id: one for one in plan().indicators}
    then = [
        {"id": then, "name": "x", "unit": defined[now].unit, "arithmetic": defined[now].arithmetic}
        for now, then in SAME.items()
        if then != "khong-co"
    ]
    covering = entry("bc", form={"coverage": plan().owed[-1].form.coverage})
    told = Campaign([covering], then, {UNIT: "huyen"})
    figures = {"su-kien": 1234, "ho-so": {"numerator": 1141, "denominator": 1571}}
    told.report(UNIT, "bc", figures=figures)
    return write(folder / "last.json", json.loads(issued(told.consolidated()).model_dump_json()))


def made(folder: Path, capsys: CAPSYS, *earlier: object) -> Workbook:
    given = write(folder / "plan.json", json.loads(continuing().model_dump_json()))
    only = ("--units", UNITS_FILE, "--unit", UNIT, "--out", folder, "--force")
    with few_rows():
        code, out, err = run(capsys, "workbook", "make", given, *only, *earlier)
    assert code == 0, out + err
    return openpyxl.load_workbook(folder / f"{UNIT}.xlsx")


def beside(book: Workbook) -> dict[str, Any]:
    sheet = book[layout.REPORT]
    column = keys(sheet)[EARLIER.key]
    told = {key: sheet.cell(row, column).value for key, row in report_rows(book).items()}
    return {key: value for key, value in told.items() if value is not None}


def test_last_years_figure_stands_beside_the_field(tmp_path: Path, capsys: CAPSYS) -> None:
    """As a number where it is one, else in words; why not, where it cannot be compared."""
    book = made(tmp_path, capsys, "--earlier", last_year(tmp_path))
    reason = "kế hoạch trước không có chỉ tiêu báo cáo này"
    assert beside(book) == {
        "figures/su-kien": 1234,
        "figures/ho-so-truc-tuyen": "1.141/1.571 (72,63%)",
        "figures/tin-bai": f"không so sánh được: {reason}",
    }
    sheet, row = book[layout.REPORT], report_rows(book)["figures/su-kien"]
    at = keys(sheet)
    assert sheet.cell(row, at["value"]).value is None
    assert sheet.cell(row, at[EARLIER.key]).protection.locked
    assert "số 148/KH-UBND ngày 15/09/2021" in str(sheet["B3"].value)


def test_it_is_never_read_as_the_units_own(tmp_path: Path, capsys: CAPSYS) -> None:
    """Whatever stands in its column, nothing of it is sent."""

    def sent(book: Workbook) -> list[Mapping[str, Any]]:
        content = io.BytesIO()
        book.save(content)
        found = read_submission("a.xlsx", content.getvalue(), preview)
        return [one.data for one in found.filled.drafts] if found.filled else []

    book = made(tmp_path, capsys, "--earlier", last_year(tmp_path))
    assert sent(book) == []
    sheet, row = book[layout.REPORT], report_rows(book)["figures/su-kien"]
    sheet.cell(row, keys(sheet)[EARLIER.key]).value = 99
    assert sent(book) == []
    sheet.cell(row, keys(sheet)["value"]).value = 5
    assert sent(book)[0]["report"] == {"figures": [{"indicator": "su-kien", "value": 5}]}


def test_without_a_report_there_is_no_such_column(tmp_path: Path, capsys: CAPSYS) -> None:
    assert EARLIER.key not in keys(made(tmp_path, capsys)[layout.REPORT])


def test_what_is_no_such_report_is_told(tmp_path: Path, capsys: CAPSYS) -> None:
    """A file of another kind, or of a plan that this one does not continue; nothing is made."""
    given = write(tmp_path / "plan.json", json.loads(continuing().model_dump_json()))
    other = tmp_path / "other.json"
    other.write_text(last_year(tmp_path).read_text().replace(LAST_YEAR, "x"))
    for path, said in ((given, "không phải báo cáo tổng hợp"), (other, f"(same_as): {LAST_YEAR}")):
        only = ("--units", UNITS_FILE, "--out", tmp_path / "out", "--earlier", path)
        code, out, err = run(capsys, "workbook", "make", given, *only)
        assert code != 0
        assert said in " ".join((out + err).split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(value=3500, qualifier="gần"), "gần 3.500"),  # type: ignore[arg-type]
        (Told(numerator=0, denominator=0), "không phát sinh"),
        (Told(numerator=99_996, denominator=100_000), "99.996/100.000 (99,99%)"),
        (Told(percent=72), "72% (chỉ có tỷ lệ)"),  # type: ignore[arg-type]
        (Told(nothing="not-our-function"), "không thuộc chức năng"),
        (Told(text="=" + "x" * 300), "=" + "x" * 199 + "…"),
        (None, "không so sánh được: khác đơn vị báo cáo"),
    ],
)
def test_what_is_no_plain_number_is_said_in_words(told: Told | None, words: str) -> None:
    assert shown(OfUnit(told, None if told else "units")) == words
