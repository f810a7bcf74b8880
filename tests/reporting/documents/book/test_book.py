"""The workbook: numbers that are numbers, totals that are live, sheets that can be printed."""

import csv
import io
import json
import re
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings

from contracts.indicator import added
from services.reporting.documents.book.sheet import FIRST_ROW, Live, Number, Share
from services.reporting.documents.book.workbook import sheets
from services.reporting.documents.render import render
from services.reporting.documents.tables.table import result
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.examples.play import reported
from tests.reporting.documents.book.books import HEAD, column, every_kind, opened, values
from tests.reporting.given import campaigns
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN
from tests.reporting.given.strategies import moves, unhurried
from tests.thorough import FEW

MM_OF_A_DIGIT = 1.9
"""By which columns are measured."""


@pytest.fixture(scope="module")
def report() -> Consolidated:
    return every_kind()


def test_all_files_carry_the_same_figures() -> None:
    """.docx, .xlsx, .csv and .json of one report: each total, and in tables each unit's figures."""
    shown = reported("quang-ngai-2022")
    book = opened(shown, data_only=True)
    lines = list(csv.DictReader(io.StringIO(render(shown, "csv").decode("utf-8-sig"))))
    data = json.loads(render(shown, "json"))
    in_csv, in_json, in_xlsx = {}, {}, {}
    for line in lines:
        if line["line"] == "total":
            in_csv[line["indicator_name"]] = numbers(line)
    for total in data["totals"]["indicators"]:
        in_json[total["name"]] = numbers(total["reported"])
    sheet = book["Chỉ tiêu báo cáo"]
    heads = ("Chỉ tiêu báo cáo", "Kết quả", "Tỷ lệ: số đạt", "Tỷ lệ: tổng số")
    for name, value, part, whole in zip(*(column(sheet, head) for head in heads), strict=True):
        number = None if isinstance(value, str) else value
        in_xlsx[name] = numbers({"value": number, "numerator": part, "denominator": whole})
    assert in_csv == in_json == in_xlsx
    assert shown_in_docx(shown) == {
        one.name: result(one.arithmetic, one.reported) for one in shown.totals.indicators
    }
    units = {one.unit.short_name: one.unit.id for one in shown.rows}
    for indicator in shown.plan.indicators:
        if added(indicator.arithmetic) == "value":
            of_units = {
                line["unit"]: float(line["value"])
                for line in lines
                if line["line"] == "unit" and line["indicator"] == indicator.id and line["value"]
            }
            head = f"{indicator.name} ({indicator.unit})"
            [found] = [one for one in book if head in [cell.value for cell in one[HEAD]]]
            told = zip(column(found, "Đơn vị"), column(found, head), strict=True)
            counted = {units[unit]: value for unit, value in told if unit in units}
            assert {k: v for k, v in counted.items() if isinstance(v, int | float)} == of_units


def shown_in_docx(report: Consolidated) -> dict[str, str]:
    """Each indicator's result, as it is read."""
    document = Document(io.BytesIO(render(report, "docx")))
    [table] = [
        one
        for one in document.tables
        if [cell.text for cell in one._cells[1:4]] == ["Chỉ tiêu báo cáo", "Đơn vị tính", "Kết quả"]
    ]
    cells, wide = [cell.text.replace(NO_BREAK, " ") for cell in table._cells], len(table.columns)
    return {cells[at + 1]: cells[at + 3] for at in range(wide, len(cells), wide)}


def numbers(of: dict[str, Any]) -> list[float | None]:
    told = (of["value"], of["numerator"], of["denominator"])
    return [None if one in (None, "") else float(one) for one in told]


def test_a_number_is_a_number_whatever_is_said_of_it(report: Consolidated) -> None:
    """Hedges and per cents are how it is shown; why there is none is in words."""
    sheet = opened(report)["PL1 Chung"]
    assert (sheet["C5"].value, sheet["C5"].number_format) == (12_500, '[$-42A]"gần "#,##0')
    assert (sheet["D5"].value, sheet["D5"].number_format) == (7, "[$-42A]#,##0")
    assert (sheet["C6"].value, sheet["D6"].value) == (0, "không phát sinh")
    gio = opened(report)["PL2 Chung-riêng"]
    assert (gio["C5"].value, gio["C5"].number_format) == (2.5, "[$-42A]#,##0.0")
    thon = opened(report, data_only=True)["PL3 Khác"]
    assert [thon[cell].value for cell in ("C5", "D5", "E5", "E6")] == [
        99_996,
        100_000,
        0.9999,
        0.7263,
    ]
    assert thon["E6"].number_format.endswith('"0.00%" (chỉ có tỷ lệ)"'.lstrip('"'))


def test_what_nobody_gave_is_no_zero_and_people_are_not_added(report: Consolidated) -> None:
    sheet = opened(report, data_only=True)["PL3 Khác"]
    last = {cell.value: sheet.cell(sheet.max_row, cell.column).value for cell in sheet[HEAD]}
    assert last["Không ai nêu"] in (None, "")
    assert last["Người (người)"] == "không cộng"


def test_money_is_whole_dong_by_unit_and_source() -> None:
    shown = reported("quang-ngai-2022")
    book = opened(shown, data_only=True)
    spent = column(book["Kinh phí"], "Đã chi (đồng)")
    assert spent[-1] == shown.totals.money.reported.amount == sum(one or 0 for one in spent[:-1])
    by_unit = column(book["KP1 Kinh phí đơn vị"], "Tổng số")
    assert by_unit[-1] == spent[-1] == sum(by_unit[:-1])


def test_every_sheet_is_one_table_that_fits_its_page(report: Consolidated) -> None:
    """Landscape, as wide as the page, its head frozen, repeated and with a filter; in letters of 8
    points at least, where A4 or A3 has room for them.
    """
    for sheet, one in zip(opened(report), sheets(report), strict=True):
        room = {9: 262, 8: 385}[sheet.page_setup.paperSize]
        width = sum(of.width for of in one.columns) * MM_OF_A_DIGIT
        assert (11 * min(room / width, 1) >= 8) or sheet.page_setup.paperSize == 8, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
        assert sheet.freeze_panes == f"C{FIRST_ROW}"
        [area] = re.findall(r"\$A\$1:\$[A-Z]+\$(\d+)$", sheet.print_area)
        assert int(area) == sheet.max_row
        heads = [cell.value for cell in sheet[HEAD]]
        assert all(heads)
        assert len(heads) == len(set(heads)), sheet.title
        assert bool(sheet.auto_filter.ref) == bool(one.rows), sheet.title
        assert sheet.cell(1, 1).value


def test_names_stand_where_names_are_meant() -> None:
    """No unit's, entry's, source's or indicator's id is a cell."""
    shown = reported("quang-ngai-2022")
    plan = shown.plan
    named = (*plan.owed, *plan.indicators, *plan.kinds, *plan.budget_sources)
    ids = {one.id for one in named} | {row.unit.id for row in shown.rows}
    cells = {value for value in values(opened(shown)).values() if isinstance(value, str)}
    assert ids & cells == set()


def test_moments_are_those_of_the_clock_on_the_wall() -> None:
    shown = reported("quang-ngai-2022")
    sheet = opened(shown)["Đơn vị - nội dung"]
    first = shown.rows[0].duties[0]
    assert first.met_at
    met = first.met_at.astimezone(shown.plan.zone).replace(tzinfo=None)
    assert column(sheet, "Thực hiện lúc")[0] == met
    assert column(sheet, "Hạn")[0] == datetime(2022, 9, 30)  # noqa: DTZ001 - a cell has no zone


@settings(unhurried, max_examples=FEW)
@given(moves)
def test_sums_of_the_units_sheets_are_the_totals(said: list[Any]) -> None:
    """Whatever was said: what stands in the sheets adds up to what stands below it."""
    documents = fold_all(play(said).facts, Documents())
    plan = documents.get(PlanDocument, PLAN)
    for sheet in sheets(consolidate(documents, plan, campaigns.LATER)):
        for one in sheet.columns:
            total = sheet.total.get(one.key)
            if one.adds and not isinstance(total, str):
                assert number(total) == sum(number(row.get(one.key)) for row in sheet.rows)


def number(cell: Any) -> Any:
    match cell:
        case Number():
            return cell.value
        case int():
            return cell
        case Live() | Share() | str() | None:
            return 0
        case _:
            raise AssertionError(cell)
