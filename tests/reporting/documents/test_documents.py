"""The report as files: the decree's form, the same bytes again, and texts that mean harm."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from contracts.values import MAX_NUMBER
from services.reporting.documents import wording
from services.reporting.documents.render import LONG_AGO, Format, render
from services.reporting.documents.tables import appendix, body, indicators
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.counting.sum import Sum
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.fold import fold_all
from tests.registry.plans import PROVINCE
from tests.reporting import campaigns
from tests.reporting.campaigns import entry, weekly
from tests.reporting.moves import play
from tests.reporting.records import PLAN

MOVES = [("ba-to", "declare", 3), ("ba-to", "hold", 3), ("ba-to", "submit", 7)]
AS_OF = datetime(2022, 10, 5, 1, 30, tzinfo=UTC)
HARM = '=HYPERLINK("http://x.example")<script>\ufffe'


@pytest.fixture(scope="module")
def report() -> Consolidated:
    documents = fold_all(play(MOVES).facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), AS_OF)


@pytest.fixture(scope="module")
def harmful(report: Consolidated) -> Consolidated:
    """The same report with a unit that has chosen its words badly."""
    rows = [
        row.model_copy(
            update={
                "unit": row.unit.model_copy(update={"name": HARM, "short_name": HARM}),
                "reports": tuple(
                    one.model_copy(update={"difficulties": HARM}) for one in row.reports
                ),
            }
        )
        for row in report.rows
    ]
    return report.model_copy(update={"rows": tuple(rows)})


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json"])
def test_the_same_report_gives_the_same_bytes(report: Consolidated, form: Format) -> None:
    """Whenever it is rendered: no format carries the moment of rendering."""
    first = render(report, form)
    assert render(report, form) == first
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {LONG_AGO}
            properties = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == {f"{report.as_of:%FT%T}Z"}


def test_the_document_keeps_the_decree_s_form(report: Consolidated) -> None:
    """A4, margins, the national words, a number left for the clerk, place and date (NĐ 30/2020)."""
    document = Document(io.BytesIO(render(report, "docx")))
    first, last = document.sections[0], document.sections[-1]
    sizes = (first.page_width, first.page_height, first.left_margin, first.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 30, 15]
    assert first.different_first_page_header_footer
    assert last.orientation == WD_ORIENT.LANDSCAPE
    head = "\n".join(cell.text for cell in document.tables[0].rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "Độc lập - Tự do - Hạnh phúc" in head
    assert "Số:        /BC-" in head
    assert f"{report.plan.place}, ngày 05 tháng 10 năm 2022" in head
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "BÁO CÁO" in texts
    assert any(text.endswith("./.") for text in texts)
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_every_table_stands_in_the_document_and_in_the_workbook(report: Consolidated) -> None:
    """Nothing is shown in one format and missing in another."""
    document = Document(io.BytesIO(render(report, "docx")))
    book = load_workbook(io.BytesIO(render(report, "xlsx")))
    tables = [*body(report), *appendix(report)]
    in_docx = {table._cells[0].text: table for table in document.tables}
    for table in tables:
        assert in_docx[table.columns[0]] is not None
        sheet = book[table.sheet.replace("/", "-")]
        assert [cell.value for cell in sheet[4]][: len(table.columns)] == list(table.columns)
        assert sheet.max_row == 4 + len(table.rows)


def test_each_arithmetic_is_shown_in_its_own_way(report: Consolidated) -> None:
    """One that has no cell here would be shown like some other."""
    cells = (row[2] for row in indicators(report).rows)
    asked = (indicator.arithmetic for indicator in report.plan.indicators)
    assert dict(zip(asked, cells, strict=True)) == {
        "sum": "7",
        "stock": "hơn 7 (1/1 số liệu ước)",
        "ratio": "7/15 (46,67%)",
        "not-additive": "Không cộng; xem phụ lục",
        "text": "Không cộng; xem phụ lục",
    }


@pytest.fixture(scope="module")
def several() -> Consolidated:
    """Two reports, targets, and last year's plan, which nobody knows."""
    indicator = {
        "id": "luot",
        "name": "Lượt người",
        "arithmetic": "sum",
        "targets": [{"value": 10}, {"value": 5, "levels": ["xa"], "each": True}],
        "same_as": {"plan": "cds-2021", "indicator": "luot"},
    }
    owed = [entry("nhanh", "2022-10-12"), entry("day-du", "2022-10-30"), weekly("tuan")]
    told_ = campaigns.Told(owed, [indicator], {"xa-a": "xa", "xa-b": "xa"})
    told_.report("xa-a", "nhanh", figures={"luot": 4}, difficulties="Mưa lớn")
    said = {"value": 12, "qualifier": "hơn"}
    told_.report("xa-a", "day-du", figures={"luot": said}, difficulties="Mưa lớn")
    return told_.consolidated()


def text_of(report: Consolidated) -> str:
    document = Document(io.BytesIO(render(report, "docx")))
    cells = (cell.text for table in document.tables for cell in table._cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_unit_stands_once_in_every_list_of_the_document(several: Consolidated) -> None:
    """Two reports and three weeks: each list names a unit once, the weeks are counted."""
    lists = [line for line in text_of(several).splitlines() if line.startswith(("Chưa gửi", "- "))]
    assert lists == [
        "Chưa gửi Báo cáo nhanh: Đơn vị xa-b.",
        "Chưa gửi Báo cáo day-du: Đơn vị xa-b.",
        "Chưa gửi Báo cáo tuan: Đơn vị xa-a (3 kỳ), Đơn vị xa-b (3 kỳ).",
        "- Mưa lớn (Đơn vị xa-a)",
        "- Như trên;",
        "- Lưu: VT, ĐVS.",
    ]
    for table in appendix(several):
        units = [row[0] for row in table.rows]
        assert len(units) == len(set(units)), table.title


def test_each_report_has_its_own_section_and_the_campaigns_figure_says_which(
    several: Consolidated,
) -> None:
    tables = {table.title: table.rows for table in body(several)}
    assert tables["Kết quả theo chỉ tiêu báo cáo"][0][2] == "hơn 12 (1/1 số liệu ước)"
    assert tables["Riêng Báo cáo nhanh"][0][2] == "4"
    assert tables["Riêng Báo cáo day-du"][0][2] == "hơn 12 (1/1 số liệu ước)"
    assert tables["Số liệu đối chiếu, không cộng vào kết quả"] == (
        ("Lượt người", "Báo cáo nhanh", "4", "1/2", "-8"),
    )


def test_results_stand_beside_their_targets_and_the_earlier_plan(several: Consolidated) -> None:
    tables = {table.title: table.rows for table in body(several)}
    assert tables["Kết quả so với chỉ tiêu giao"] == (
        ("Lượt người", "tất cả đơn vị", "10", "12", "+2", "ước đạt"),
        (
            "Lượt người",
            "cấp xa",
            "5 mỗi đơn vị",
            "–",
            "–",
            "0/2 đơn vị đạt; 1 ước đạt; 1 chưa có số liệu",
        ),
    )
    assert tables["So với kế hoạch trước"] == (
        (
            "Lượt người",
            "cds-2021",
            "không so sánh được: chưa có số liệu của kế hoạch trước",
            "–",
        ),
    )


def test_who_is_to_approve_stands_once_with_what_waits_for_it() -> None:
    through = [entry("bc", through={}), entry("nhanh", through={})]
    told_ = campaigns.Told(through, [], {"xa-a": "xa", "xa-b": "xa"})
    told_.report("xa-a", "bc")
    told_.report("xa-b", "bc")
    told_.report("xa-b", "nhanh")
    told_.accept("xa-a", "bc", by=PROVINCE)
    tables = {table.title: table for table in appendix(told_.consolidated())}
    approvals = tables["Việc xác nhận báo cáo"]
    assert approvals.columns == ("Đơn vị xác nhận", "Báo cáo bc", "Báo cáo nhanh")
    assert approvals.rows == (("Đơn vị ubnd-tinh", "1/2, 1 quá hạn", "0/1, 1 quá hạn"),)


def test_every_sheet_has_a_name_of_its_own(several: Consolidated) -> None:
    tables = [*body(several), *appendix(several)]
    names = [table.sheet.lower() for table in tables]
    assert len(names) == len(set(names))
    assert load_workbook(io.BytesIO(render(several, "xlsx"))).sheetnames


def test_words_that_look_like_formulas_stay_words(harmful: Consolidated) -> None:
    """A unit's text never runs in a spreadsheet, and never breaks a file."""
    book = load_workbook(io.BytesIO(render(harmful, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    lines = list(csv.DictReader(io.StringIO(render(harmful, "csv").decode("utf-8-sig"))))
    assert {line["unit_name"][:2] for line in lines if line["unit"]} == {"'="}
    assert Document(io.BytesIO(render(harmful, "docx"))).tables


@given(st.integers(0, MAX_NUMBER), st.integers(1, MAX_NUMBER))
def test_a_ratio_is_rounded_half_up_from_its_two_numbers(numerator: int, denominator: int) -> None:
    """72,63% stands beside the numbers it comes from; 100% and 0% only when they are exact."""
    text = wording.told(Told(numerator=numerator, denominator=denominator))
    shown = Decimal(text.rsplit("(", 1)[1].rstrip("%)").replace(".", "").replace(",", "."))
    assert abs(shown - Decimal(numerator) * 100 / denominator) < Decimal("0.01")
    assert (shown == 100) == (numerator == denominator)
    assert (shown == 0) == (numerator == 0)


def test_a_ratio_that_is_nearly_all_is_not_all_and_one_of_nothing_did_not_occur() -> None:
    assert wording.ratio(99_996, 100_000) == "99.996/100.000 (99,99%)"
    assert wording.ratio(1, 100_000) == "1/100.000 (0,01%)"
    assert wording.ratio(0, 0) == "không phát sinh"
    assert wording.difference(Decimal("-1.25"), "ratio") == "-1,25 điểm phần trăm"


@given(st.integers(0, MAX_NUMBER))
def test_numbers_are_written_the_vietnamese_way(value: int) -> None:
    """24.455: groups of three by dots, and read back the same."""
    text = wording.number(value)
    assert int(text.replace(".", "")) == value
    assert all(len(group) == 3 for group in text.split(".")[1:])


def test_what_was_not_reported_is_not_a_zero() -> None:
    """A dash, in totals and in rows."""
    assert wording.number(None) == wording.told(None) == "–"
    assert wording.total(Sum(gave=0, of=5)) == "–"
    assert wording.number(0) == "0"


def test_hedges_survive() -> None:
    """gần 3.500 stays gần, and a sum says that it holds such values."""
    assert wording.told(Told(value=Decimal(3500), qualifier="gần")) == "gần 3.500"
    total = Sum(value=Decimal(3512), gave=2, of=3, qualifier="gần", hedged=1)
    assert wording.total(total) == "gần 3.512 (1/2 số liệu ước)"


def test_the_four_kinds_of_nothing_are_told_apart() -> None:
    told = Sum(gave=4, of=9, zero=1, no_occurrence=1, not_our_function=2, not_yet_known=1)
    assert wording.answers(told) == (
        "4/9; bằng 0: 1; không phát sinh: 1; không thuộc chức năng: 2; chưa có số liệu: 1"
    )
    assert wording.told(Told(nothing="not-yet-known")) == "chưa có số liệu"
    assert wording.told(Told(percent=Decimal("12.5"))) == "12,5% (chỉ có tỷ lệ)"


def test_dates_and_document_numbers_follow_the_decree() -> None:
    """Days below 10 and months 1 and 2 get a zero; the province's name is not abbreviated."""
    assert wording.dated("Quảng Ngãi", date(2022, 1, 5)) == "Quảng Ngãi, ngày 05 tháng 01 năm 2022"
    assert wording.dated("Huế", date(2022, 3, 25)) == "Huế, ngày 25 tháng 3 năm 2022"
    name = "Sở Thông tin và Truyền thông tỉnh Quảng Ngãi"
    assert wording.initials(name, "Quảng Ngãi") == "STTTT"
