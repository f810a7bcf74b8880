"""Reporting, documents: the form of an administrative document (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table as DrawnTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from services.reporting.documents.fitting import fitting, widths
from services.reporting.documents.tables.table import TOTALS, Cell, Table, shown
from services.reporting.documents.wording import clean

FONT = "Times New Roman"
BODY, NAME, SMALL, LIST = Pt(14), Pt(13), Pt(12), Pt(11)
"""A table cell's margins, left and right together, and its line."""


def blank(title: str, author: str, moment: datetime) -> Docx:
    """An A4 page with the decree's margins, and page numbers on top from page 2."""
    doc = Document()
    doc.core_properties.title, doc.core_properties.author = clean(title), clean(author)
    doc.core_properties.created = doc.core_properties.modified = moment.replace(tzinfo=None)
    doc.core_properties.comments = ""
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    _page_number(section.header.paragraphs[0])
    return doc


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    run.font.size = BODY
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _rule(paragraph: Paragraph, indent: Cm) -> None:
    """A drawn line: the lower border of an empty paragraph between two indents."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph.paragraph_format.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def styled(run: Run, size: Pt, *, bold: bool = False, italic: bool = False) -> Run:
    run.font.size, run.bold, run.italic = size, bold, italic
    return run


def centred(place: _Cell | Docx, text: str, size: Pt, **look: bool) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    styled(paragraph.add_run(clean(text)), size, **look)
    return paragraph


def head(doc: Docx, *, superior: str, issuer: str, code: str, where: str) -> None:
    """Issuer and number on the left; quốc hiệu, tiêu ngữ, place and date on the right.

    The number itself is left open: the clerk gives it when the report is signed.
    """
    table = doc.add_table(rows=1, cols=2)
    left, right = _spread(table, (Cm(6.6), Cm(9.9)))
    centred(left, superior.upper(), SMALL)
    centred(left, issuer.upper(), SMALL, bold=True)
    _rule(left.add_paragraph(), Cm(2.2))
    centred(left, f"Số:        /BC-{code}", NAME)
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", SMALL, bold=True)
    centred(right, "Độc lập - Tự do - Hạnh phúc", NAME, bold=True)
    _rule(right.add_paragraph(), Cm(1.9))
    centred(right, where, NAME, italic=True)
    for cell in (left, right):
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)


def title(doc: Docx, kind: str, about: str) -> None:
    """The document's kind and trích yếu, with the rule below."""
    heading = centred(doc, kind, BODY, bold=True)
    heading.paragraph_format.space_before = Pt(18)
    centred(doc, about, BODY, bold=True)
    _rule(doc.add_paragraph(), Cm(5.8))


def heading(doc: Docx, text: str) -> None:
    paragraph = doc.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.keep_with_next = True
    styled(paragraph.add_run(clean(text)), BODY, bold=True)


def prose(doc: Docx, text: str) -> None:
    """Body text: justified, first line 1.27 cm, 6 pt between paragraphs."""
    for line in clean(text).splitlines():
        paragraph = doc.add_paragraph(line)
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.line_spacing = 1.15


def _spread(drawn: DrawnTable, widths: Sequence[Length]) -> list[_Cell]:
    """Fix the columns' widths; returns the cells row by row (asking the table again is slow)."""
    drawn.autofit = False
    cells: list[_Cell] = drawn._cells
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for number_, cell in enumerate(cells):
        cell.width = widths[number_ % len(widths)]
    return cells


def grid(doc: Docx, table: Table, size: Pt = SMALL) -> None:
    """A bordered table whose head is repeated on every page, and no row stands on two."""
    table = fitting(doc, table, size)
    caption = centred(doc, table.title, NAME, italic=True)
    caption.paragraph_format.space_before = Pt(8)
    caption.paragraph_format.space_after = Pt(4)
    caption.paragraph_format.keep_with_next = True
    drawn = doc.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    drawn.style = "Table Grid"
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row_ in drawn._tbl.tr_lst:
        row_.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    drawn._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    cells = iter(_spread(drawn, widths(doc, table, size)))
    for row in (table.columns, *table.rows):
        bold = row is table.columns or row[0] in TOTALS
        for value in row:
            _cell(next(cells), value, size, bold=bold)
    if table.note:
        styled(doc.add_paragraph().add_run(table.note), LIST, italic=True)


def _cell(cell: _Cell, value: Cell, size: Pt, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    if not isinstance(value, str):
        paragraph.alignment = ALIGN.RIGHT
    styled(paragraph.add_run(shown(value)), size, bold=bold)


def landscape(doc: Docx) -> None:
    """Wide tables go on turned pages after the signature."""
    section = doc.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False


def close(doc: Docx, recipients: Sequence[str], signer: str) -> None:
    """ "Nơi nhận" on the left; the signer's office on the right, with room to sign."""
    doc.add_paragraph()
    table = doc.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    styled(left.paragraphs[0].add_run("Nơi nhận:"), SMALL, bold=True, italic=True)
    for number_, name in enumerate(recipients, 1):
        end = "." if number_ == len(recipients) else ";"
        styled(left.add_paragraph().add_run(f"- {clean(name)}{end}"), LIST)
    right.paragraphs[0].alignment = ALIGN.CENTER
    styled(right.paragraphs[0].add_run(signer), BODY, bold=True)
