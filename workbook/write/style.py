"""Workbook, write: how the sheets look, on the screen and on A4."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

DARK, MIDDLE, PALE, INPUT = "1F4E79", "9DC3E6", "DDEBF7", "FFFBE6"
WHITE, GREY, CLOSED = "FFFFFF", "F2F2F2", "D9D9D9"
SHADES = (WHITE, GREY, CLOSED)
FIELD = "field"
RED, AMBER = "FF9999", "FFD966"
A4 = "9"
PAGE_CHARACTERS = 112
"""What fits across A4 landscape at 100 %, in characters of the standard font."""
_THIN = Side("thin", color="BFBFBF")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="top", horizontal="center")
MIDDLE_WRAP = Alignment(wrap_text=True, vertical="center", horizontal="center")
AnyCell = Cell | MergedCell
PERCENT = "0.00%"
FORMS = {
    "choice": "General",
    "text": "@",
    "number": "#,##0",
    "day": "dd/mm/yyyy",
    "percent": PERCENT,
}


def number_format(decimals: int) -> str:
    """How a number with so many decimals is shown."""
    return FORMS["number"] + ("." + "0" * decimals if decimals else "")


def fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour)


def put(cell: AnyCell, text: object, letters: Font | None = None) -> AnyCell:
    """A value that stays a value: text from a plan that starts with `=` is no formula."""
    if isinstance(cell, MergedCell):
        return cell
    cell.value = text  # type: ignore[assignment]
    if isinstance(text, str):
        cell.data_type = "s"
    if letters:
        cell.font = letters
    return cell


def title(sheet: Worksheet, row: int, text: str, size: int = 14) -> None:
    put(sheet.cell(row, 2), text, font(bold=True, size=size, color=DARK))


def note(sheet: Worksheet, row: int, text: str) -> None:
    put(sheet.cell(row, 2), text, font(italic=True, color="595959"))


def heading(cell: AnyCell, text: str, *, pale: bool = False) -> None:
    colour = "000000" if pale else "FFFFFF"
    put(cell, text, font(bold=True, color=colour))
    cell.fill = fill(MIDDLE if pale else DARK)
    cell.alignment = MIDDLE_WRAP
    cell.border = GRID


def font(
    *, bold: bool = False, italic: bool = False, size: int = 10, color: str = "000000"
) -> Font:
    return Font(name="Arial", bold=bold, italic=italic, size=size, color=color)


def add_styles(book: Workbook) -> None:
    """Styles by name: a workbook has thousands of cells, and styling each by hand takes seconds."""
    for name, form in FORMS.items():
        book.add_named_style(
            NamedStyle(
                name=f"{FIELD}-{name}",
                font=font(),
                fill=fill(INPUT),
                border=GRID,
                alignment=WRAP,
                number_format=form,
                protection=Protection(locked=False),
            )
        )
    for colour in SHADES:
        for name, horizontal in (("", None), ("-center", "center")):
            book.add_named_style(
                NamedStyle(
                    name=f"shown-{colour}{name}",
                    font=font(),
                    fill=fill(colour),
                    border=GRID,
                    alignment=Alignment(wrap_text=True, vertical="top", horizontal=horizontal),
                )
            )


def field(cell: AnyCell, kind: str = "choice") -> None:
    """A cell to be filled in, by the kind of its column."""
    cell.style = f"{FIELD}-{kind}"


def shown(cell: AnyCell, colour: str = GREY, *, centred: bool = False) -> None:
    """A cell that only tells."""
    cell.style = f"shown-{colour}" + ("-center" if centred else "")


def widths(sheet: Worksheet, given: Iterable[int]) -> None:
    """Column A holds keys and is hidden; the given ones start at B."""
    sheet.column_dimensions["A"].hidden = True
    for number, width in enumerate(given, 2):
        sheet.column_dimensions[get_column_letter(number)].width = width


def height(text: str, width: int, line: float = 13.5) -> float:
    """The height of a row that shows the whole text, Excel's own guess being missing."""
    lines = sum(-(-max(len(part), 1) // max(width - 2, 1)) for part in text.split("\n"))
    return max(lines, 1) * line + 3


def pages(sheet: Worksheet, titles: str, columns: str = "", across: Sequence[int] = ()) -> None:
    """A4 landscape, headings on every page: one page wide, or `across` several of these widths."""
    setup = sheet.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape"
    if across:
        setup.scale = max(40, min(100, PAGE_CHARACTERS * 100 // max(across)))
    else:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.7, 0.3
    sheet.print_title_rows = titles
    if columns:
        sheet.print_title_cols = columns
    footer = HeaderFooterItem(
        left=_HeaderFooterPart(text=sheet.title), right=_HeaderFooterPart(text="Trang &P/&N")
    )
    sheet.HeaderFooter.oddFooter = footer


def break_after(sheet: Worksheet, columns: Iterable[int]) -> None:
    breaks = ColBreak()
    for column in columns:
        breaks.append(Break(id=column))
    sheet.col_breaks = breaks


def guard(sheet: Worksheet) -> None:
    """Headings and keys are locked without a password; what people do with a table is allowed."""
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
