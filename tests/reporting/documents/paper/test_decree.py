"""The document against Nghị định 30/2020/NĐ-CP, Phụ lục I, point by point, and on paper."""

import io
import re

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from contracts.plan import Section
from services.reporting.documents.paper.narrative import sentences
from services.reporting.documents.paper.signer import ONE_LINE, capacity
from services.reporting.documents.paper.style import halved
from services.reporting.documents.render import render
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidated import Consolidated
from tests.examples.play import reported


@pytest.fixture(scope="module")
def report() -> Consolidated:
    return reported("quang-ngai-2022")


def document_of(report: Consolidated) -> Docx:
    return Document(io.BytesIO(render(report, "docx")))


@pytest.fixture(scope="module")
def document(report: Consolidated) -> Docx:
    return document_of(report)


def grids(document: Docx) -> list[Table]:
    """The tables with a head, in their order; not the document's own head and end."""
    return [one for one in document.tables if one._cells[0].text == "STT"]


def texts(document: Docx) -> list[str]:
    return [one.text.replace(NO_BREAK, " ") for one in document.paragraphs]


def test_a4_and_the_margins(document: Docx) -> None:
    """Top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20; annexes are turned."""
    first, *annexes = document.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert 20 <= first.top_margin.mm <= 25
    assert 20 <= first.bottom_margin.mm <= 25
    assert 30 <= first.left_margin.mm <= 35
    assert 15 <= first.right_margin.mm <= 20
    assert len(annexes) >= 4
    assert {one.orientation for one in annexes} == {WD_ORIENT.LANDSCAPE}


def test_one_font_black_in_the_sizes_of_each_part(document: Docx) -> None:
    for name, size in (("Normal", 14), ("Title", 14), ("Heading 1", 14), ("Caption", 13)):
        style = document.styles[name]
        assert (style.font.name, style.font.size) == ("Times New Roman", Pt(size))
        fonts = style.element.rPr.rFonts
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    head = document.tables[0]
    sizes = {
        run.text: run.font.size.pt for c in head._cells for p in c.paragraphs for run in p.runs
    }
    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == 12
    assert sizes["Độc lập - Tự do - Hạnh phúc"] == 13
    assert sizes["Số:        /BC-STTTT"] == 13


def test_pages_are_numbered_on_top_but_the_first_and_annexes_by_themselves(document: Docx) -> None:
    first, *annexes = document.sections
    assert "PAGE" in first.header._element.xml
    for section in document.sections:
        assert section.different_first_page_header_footer
    for section in annexes:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_head_with_drawn_rules_number_left_open_place_and_date(document: Docx) -> None:
    cells = [cell.text.replace(NO_BREAK, " ") for cell in document.tables[0]._cells]
    left, right, number, where = cells
    assert left.split("\n")[:2] == [
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    ]
    assert right.split("\n")[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert (number, where) == (
        "Số:        /BC-STTTT",
        "Quảng Ngãi, ngày 25 tháng 10 năm 2022",
    )
    assert document.tables[0]._tbl.xml.count("<w:pBdr>") == 2
    assert "<w:u " not in document.element.xml


def test_days_have_their_zero(document: Docx) -> None:
    """Below 10, and in months 1 and 2."""
    cells = (cell.text for table in document.tables for cell in table._cells)
    days = re.findall(r"\b(\d+)/(\d+)/\d{4}", "\n".join([*texts(document), *cells]))
    assert days
    assert {day for day, _ in days if len(day) == 1} == set()
    assert {month for _, month in days} <= {"9", "10"}


def test_kind_and_subject_headings_and_language(document: Docx) -> None:
    styles = {one.text: one.style.name for one in document.paragraphs if one.style}
    assert styles["BÁO CÁO"] == "Title"
    headings = [text for text, style in styles.items() if style == "Heading 1"]
    assert [one.split(".")[0] for one in headings] == ["I", "II", "III", "IV", "V", "VI"]
    annexes = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert annexes == [f"Phụ lục {one}" for one in ("I", "II", "III", "IV", "V", "VI")]
    assert document.core_properties.language == "vi-VN"
    [language] = document.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"


def test_outline_symbol_and_signer_are_the_plan_s_where_it_gives_them(
    report: Consolidated,
) -> None:
    """The sections in its order and by its titles; no others."""
    told = {
        "outline": [
            Section(part="results", title="Kết quả đạt được"),
            Section(part="duties", title="Chấp hành chế độ báo cáo"),
        ],
        "symbol": "STTTT-CĐS",
        "drafts": "CĐS",
        "signer": "Nguyễn Văn Mẫu",
        "signs_as": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    }
    reporting = report.plan.reporting.model_copy(update=told)
    plan = report.plan.model_copy(update={"reporting": reporting})
    document = document_of(report.model_copy(update={"plan": plan}))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["I. KẾT QUẢ ĐẠT ĐƯỢC", "II. CHẤP HÀNH CHẾ ĐỘ BÁO CÁO"]
    assert document.tables[0]._cells[2].text == "Số:        /BC-STTTT-CĐS"
    [end] = [one for one in document.tables if one._cells[0].text.startswith("Nơi nhận:")]
    left, right = (cell.text.split("\n") for cell in end._cells)
    assert left[-1] == "- Lưu: VT, CĐS."
    assert [line for line in right if line] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn Mẫu"]


def test_body_is_justified_with_a_first_line_and_ends_with_its_mark(document: Docx) -> None:
    said = [
        one for one in document.paragraphs if one.style.name == "Normal" and "Trên đây" in one.text
    ]
    [last] = said
    assert last.text.endswith("./.")
    assert last.alignment == ALIGN.JUSTIFY
    assert round(last.paragraph_format.first_line_indent.cm, 2) == 1.27
    assert last.paragraph_format.space_before == Pt(6)
    assert 1 <= last.paragraph_format.line_spacing <= 1.5


def test_recipients_and_signature(document: Docx) -> None:
    """To a superior both "Kính gửi" and "Như trên"; the archive's copy is the drafting unit's."""
    assert "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi." in texts(document)
    [end] = [one for one in document.tables if one._cells[0].text.startswith("Nơi nhận:")]
    left, right = (cell.text.split("\n") for cell in end._cells)
    assert left == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, ……."]
    assert right[0] == "GIÁM ĐỐC"
    assert right[-1].strip("…") == ""
    assert capacity("Ủy ban nhân dân xã Ba Tơ") == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert capacity("Báo Quảng Ngãi") == ("THỦ TRƯỞNG CƠ QUAN",)


def test_tables_can_be_read_on_paper(document: Docx) -> None:
    """Head on every page, no row on two, rows numbered, numbers right, totals in bold."""
    for table in (*grids(document)[:8], grids(document)[-1]):
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        cells, wide = table._cells, len(table.columns)
        numbers = [cells[at].text for at in range(wide, len(cells), wide)]
        if last := not numbers[-1]:
            assert all(run.bold for cell in cells[-wide:] for run in cell.paragraphs[0].runs)
        assert numbers[: -1 if last else None] == [str(n + 1) for n in range(len(numbers) - last)]
        for cell in cells[wide:]:
            if re.fullmatch(r"[\d.,]+", cell.text) and cell.text not in numbers:
                assert cell.paragraphs[0].alignment == ALIGN.RIGHT, cell.text
        room = 165 if table._tbl in [one._tbl for one in grids(document)[:5]] else 252
        assert sum(column.width for column in table.columns) <= Mm(room + 1)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Sở Thông tin và Truyền thông", "Sở~Thông~tin và~Truyền~thông"),
        ("Ủy ban nhân dân tỉnh Quảng Ngãi", "Ủy~ban~nhân~dân tỉnh~Quảng~Ngãi"),
        ("Ủy ban nhân dân xã An Mẫu", "Ủy~ban~nhân~dân xã~An~Mẫu"),
        ("Báo Quảng Ngãi", "Báo Quảng Ngãi"),
        ("Nguyễnvănmẫutrầnthịmẫulêvănmẫu", "Nguyễnvănmẫutrầnthịmẫulêvănmẫu"),
        (f"{'Trung tâm ' * 4}{'khoa học ' * 4}mẫu", f"{'Trung tâm ' * 4}{'khoa học ' * 4}mẫu"),
    ],
)
def test_a_name_in_the_head_is_broken_in_its_middle(name: str, broken: str) -> None:
    assert halved(name, ONE_LINE).replace(NO_BREAK, "~") == broken


def test_the_head_is_broken_so(document: Docx) -> None:
    left = document.tables[0]._cells[0].text.replace(NO_BREAK, "~").split("\n")
    assert left[:2] == ["ỦY~BAN~NHÂN~DÂN TỈNH~QUẢNG~NGÃI", "SỞ~THÔNG~TIN VÀ~TRUYỀN~THÔNG"]


def test_every_sentence_and_in_each_list_every_unit_stand_once(
    report: Consolidated, document: Docx
) -> None:
    long = [text for text in texts(document) if len(text) > 40]
    said = [text for text in long if not text.startswith("(Kèm theo")]
    assert len(said) == len(set(said))
    written = [
        s.rstrip(".") for row in report.rows for one in row.reports for s in sentences(one.causes)
    ]
    whole = "\n".join(said)
    for sentence in set(written):
        assert whole.count(f"- {sentence} (") == 1, sentence
    for line in (one for one in said if one.startswith(("Chưa gửi", "Gửi trễ hạn"))):
        names = line.partition(": ")[2].rstrip(".").split(", ")
        assert len(names) == len(set(names))


def test_a_text_is_cut_into_sentences_but_not_at_abbreviations() -> None:
    text = "- Mưa lớn. TP. Quảng Ngãi ngập. Đường hỏng.\n- Thiếu máy, v.v. Thiếu 3 người"
    assert sentences(text) == [
        "Mưa lớn.",
        "TP. Quảng Ngãi ngập.",
        "Đường hỏng.",
        "Thiếu máy, v.v. Thiếu 3 người",
    ]
