"""The report as files: the decree's form, the same bytes again, and texts that mean harm."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from services.reporting.documents.paper.zipped import LONG_AGO
from services.reporting.documents.render import Format, render
from services.reporting.documents.tables.report import body, indicators
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.registry.plans import PROVINCE
from tests.reporting.documents.appendix import appendix
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry, weekly
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN

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


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json", "packets.json"])
def test_the_same_report_gives_the_same_bytes(report: Consolidated, form: Format) -> None:
    """Whenever it is rendered: no format carries the moment of rendering."""
    first = render(report, form)
    assert render(report, form) == first
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {LONG_AGO}
            properties = archive.read("docProps/core.xml").decode()
        said = {f"{report.as_of.astimezone(UTC):%FT%T}Z"}
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == said


def test_the_document_keeps_the_decree_s_form(report: Consolidated) -> None:
    """A4, margins, the national words, a number left for the clerk, place and date (NĐ 30/2020)."""
    document = Document(io.BytesIO(render(report, "docx")))
    first, last = document.sections[0], document.sections[-1]
    sizes = (first.page_width, first.page_height, first.left_margin, first.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 30, 15]
    assert first.different_first_page_header_footer
    assert last.orientation == WD_ORIENT.LANDSCAPE
    head = "\n".join(cell.text for cell in document.tables[0]._cells).replace(NO_BREAK, " ")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "Độc lập - Tự do - Hạnh phúc" in head
    assert "Số:        /BC-" in head
    assert f"{report.plan.place}, ngày 05 tháng 10 năm 2022" in head
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "BÁO CÁO" in texts
    assert any(text.endswith("./.") for text in texts)
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_every_table_stands_in_the_document(report: Consolidated) -> None:
    document = Document(io.BytesIO(render(report, "docx")))
    in_docx = {table._cells[1].text for table in document.tables}
    assert {table.columns[0] for table in [*body(report), *appendix(report)]} <= in_docx


def test_each_arithmetic_is_shown_in_its_own_way(report: Consolidated) -> None:
    """One that has no cell here would be shown like some other."""
    cells = (row[2] for row in indicators(report).rows)
    asked = (indicator.arithmetic for indicator in report.plan.indicators)
    assert dict(zip(asked, cells, strict=True)) == {
        "sum": "7",
        "stock": "hơn 7 (1/1 số liệu ước)",
        "ratio": "7/15 (46,67%)",
        "not-additive": "Không cộng; xem từng đơn vị",
        "text": "Không cộng; xem từng đơn vị",
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
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace(NO_BREAK, " ")


def test_a_unit_stands_once_in_every_list_of_the_document(several: Consolidated) -> None:
    """Two reports and three weeks: each list names a unit once, the weeks are counted."""
    lists = [line for line in text_of(several).splitlines() if line.startswith(("Chưa gửi", "- "))]
    assert lists == [
        "Chưa gửi Báo cáo nhanh: Đơn vị xa-b.",
        "Chưa gửi Báo cáo day-du: Đơn vị xa-b.",
        "Chưa gửi Báo cáo tuan: Đơn vị xa-a (3 kỳ), Đơn vị xa-b (3 kỳ).",
        "- Mưa lớn (Đơn vị xa-a).",
        "- Như trên;",
        "- Lưu: VT, …….",
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
            "Xã, phường",
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
    names = [name.lower() for name in load_workbook(io.BytesIO(render(several, "xlsx"))).sheetnames]
    assert len(names) == len(set(names)) > 8


def test_words_that_look_like_formulas_stay_words(harmful: Consolidated) -> None:
    """A unit's text never runs in a spreadsheet, and never breaks a file."""
    book = load_workbook(io.BytesIO(render(harmful, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    formulas = {cell.value for cell in cells if cell.data_type == "f"}
    assert not [one for one in formulas if "HYPERLINK" in one]
    lines = list(csv.DictReader(io.StringIO(render(harmful, "csv").decode("utf-8-sig"))))
    assert {line["unit_name"][:2] for line in lines if line["unit"]} == {"'="}
    assert Document(io.BytesIO(render(harmful, "docx"))).tables
