"""Reporting, documents: the parts of an administrative document, from its head to its signature."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import NamedTuple

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table as DrawnTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from services.reporting.documents.paper.fitting import fits_a_page, fitted
from services.reporting.documents.paper.style import BODY, LIST, NAME, SMALL
from services.reporting.documents.tables.table import (
    NOTHING,
    TOTALS,
    Cell,
    Table,
    is_figure,
    numeric,
    shown,
)
from services.reporting.documents.together import bound

STT = "STT"
WHOLE = 12
"""Rows of a table that stands on one page."""
WIDE, TWIPS = qn("w:tcW"), qn("w:w")


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
    styled(paragraph.add_run(bound(text)), size, **look)
    return paragraph


def head(
    doc: Docx, *, superior: Sequence[str], issuer: str, number: Sequence[str], where: str
) -> None:
    """Issuer and number on the left; quốc hiệu, tiêu ngữ, place and date on the right.

    The number itself is left open: the clerk gives it when the document is signed.
    """
    table = doc.add_table(rows=2, cols=2)
    cells = (_Cell(one, table) for one in _spread(table, (Cm(6.6), Cm(9.9))))
    left, right, numbered, dated = cells
    for line in superior:
        centred(left, line, SMALL)
    centred(left, issuer, SMALL, bold=True)
    _rule(left.add_paragraph(), Cm(2.2))
    for line, size in zip(number, (NAME, SMALL), strict=False):
        centred(numbered, line, size)
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", SMALL, bold=True)
    centred(right, "Độc lập - Tự do - Hạnh phúc", NAME, bold=True)
    _rule(right.add_paragraph(), Cm(1.9))
    centred(dated, where, NAME, italic=True)
    for cell in (numbered, dated):
        cell.paragraphs[1].paragraph_format.space_before = Pt(6)
    for cell in (left, right, numbered, dated):
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)


def title(doc: Docx, kind: str, about: str) -> None:
    """The document's kind and trích yếu, with the rule below."""
    doc.add_paragraph(kind, "Title")
    centred(doc, about, BODY, bold=True)
    _rule(doc.add_paragraph(), Cm(5.8))


def heading(doc: Docx, text: str) -> None:
    doc.add_paragraph(bound(text), "Heading 1")


def prose(doc: Docx, text: str) -> None:
    """Body text: justified, first line 1.27 cm, 6 pt between paragraphs."""
    for line in bound(text).splitlines():
        paragraph = doc.add_paragraph(line)
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.line_spacing = 1.15


def _spread(drawn: DrawnTable, widths: Sequence[Length]) -> list[CT_Tc]:
    """Fix the columns' widths; returns the cells row by row (asking the table for them, and for a
    cell's width, is slow).
    """
    drawn.autofit = False
    cells: list[CT_Tc] = [cell for row in drawn._tbl.tr_lst for cell in row.tc_lst]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for number_, cell in enumerate(cells):
        [wide] = cell.iter(WIDE)
        wide.set(TWIPS, str(widths[number_ % len(widths)].twips))
    return cells


def grid(doc: Docx, table: Table, size: Pt = SMALL) -> None:
    """A bordered table of numbered rows. Its head is repeated on every page; no row stands on two,
    and the total on the page of the row above it; a short table on one page.
    """
    fit = fitted(doc, _numbered(table), size)
    table = fit.table
    doc.add_paragraph(bound(table.title), "Caption")
    drawn = doc.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    drawn.style = "Table Grid"
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row_ in drawn._tbl.tr_lst:
        row_.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    drawn._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    cells = iter(_spread(drawn, fit.widths))
    figures, short = numeric(table), len(table.rows) <= WHOLE and fits_a_page(doc, fit)
    dressed: dict[_Look, CT_P] = {}
    for number, row in enumerate((table.columns, *table.rows)):
        first = number == 0
        last = not row[0] and row[1] in TOTALS
        left = len(table.rows) - number
        together = number <= 1 or left == 1 or short
        together = (together and left > 0) or (bool(table.note) and left == 0)
        for at, value in enumerate(row):
            nothing = shown(value) == NOTHING
            middle = first or at == 0 or (nothing and at not in figures)
            right = nothing or is_figure(value)
            aligned = ALIGN.CENTER if middle else ALIGN.RIGHT if right else ALIGN.LEFT
            look = _Look(aligned, together, fit.size, bold=first or last)
            _write(drawn, next(cells), bound(shown(value)), look, dressed)
    if table.note:
        styled(doc.add_paragraph().add_run(bound(table.note)), LIST, italic=True)


class _Look(NamedTuple):
    """Of the text of a cell."""

    aligned: ALIGN
    together: bool
    size: Pt
    bold: bool


def _write(
    drawn: DrawnTable, cell: CT_Tc, text: str, look: _Look, dressed: dict[_Look, CT_P]
) -> None:
    """The first paragraph of each look is dressed, the others are copies: that takes a fifth of
    the time, and a report has thousands of cells.
    """
    [empty] = cell.p_lst
    if look not in dressed:
        paragraph = Paragraph(deepcopy(empty), drawn)
        paragraph.alignment = look.aligned
        paragraph.paragraph_format.keep_with_next = look.together
        styled(paragraph.add_run(), look.size, bold=look.bold)
        dressed[look] = paragraph._p
    written = deepcopy(dressed[look])
    [run] = written.r_lst
    if not text.isprintable():  # it may have several lines
        run.text = text
    elif text:
        run.add_t(text)
    cell.replace(empty, written)


def _numbered(table: Table) -> Table:
    """With the number of each row in front; a total has none."""
    numbers = iter(range(1, len(table.rows) + 1))
    rows: Iterable[tuple[Cell, ...]] = (
        ("" if row[0] in TOTALS else str(next(numbers)), *row) for row in table.rows
    )
    return replace(table, columns=(STT, *table.columns), rows=tuple(rows))


def annex(doc: Docx, number: str, about: str, to: str) -> None:
    """A turned page with a title of its own; its pages are numbered by themselves. The only annex
    of a document has no number.
    """
    section = doc.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section._sectPr.append(counted)
    doc.add_paragraph(f"Phụ lục {number}".strip(), "Heading 2")
    centred(doc, about.upper(), BODY, bold=True)
    centred(doc, f"(Kèm theo {to})", NAME, italic=True)


def close(doc: Docx, recipients: Sequence[str], signer: Sequence[str]) -> None:
    """ "Nơi nhận" on the left; on the right who signs in which capacity, with room to sign. What is
    said last stands on the same page.
    """
    for paragraph in (doc.paragraphs[-1], doc.add_paragraph()):
        paragraph.paragraph_format.keep_with_next = True
    table = doc.add_table(rows=1, cols=2)
    table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table._cells
    styled(left.paragraphs[0].add_run("Nơi nhận:"), SMALL, bold=True, italic=True)
    for line in recipients:
        styled(left.add_paragraph().add_run(line), LIST)
    for line in signer:
        centred(right, line, BODY, bold=True)
    first = right.paragraphs[0]._p
    first.getparent().remove(first)
