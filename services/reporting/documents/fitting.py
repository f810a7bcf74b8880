"""Reporting, documents: how wide the columns of a table are, and what of it fits on the page."""

from collections.abc import Sequence
from dataclasses import replace

from docx.document import Document as Docx
from docx.shared import Cm, Length, Pt

from services.reporting.documents.tables.table import Cell, Table, shown

PADDING = Cm(0.4)
LONGEST_WORD = 14
"""Letters of a word that is never broken; a longer one is no word of Vietnamese."""
NOTHING_IN = "Các cột không có số liệu: {columns}."


def widths(doc: Docx, table: Table, size: Pt) -> list[Length]:
    """The text's width, shared out by each column's longest cell within bounds.

    A column gets what its longest number or word needs to stay in one line; the others share the
    rest.
    """
    columns = _columns(table)
    shares = [min(max(len(shown(cell)) for cell in (*cells, " " * 9)), 36) for cells in columns]
    needs = [_needed(cells, size) for cells in columns]
    rest = _room(doc) - sum(needs)
    if rest < 0:  # something has to break
        needs, rest = [0] * len(needs), _room(doc)
    return [
        Length(need + rest * share // sum(shares))
        for need, share in zip(needs, shares, strict=True)
    ]


def _room(doc: Docx) -> int:
    section = doc.sections[-1]
    return section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]


def _columns(table: Table) -> list[tuple[Cell, ...]]:
    return [(name, *(row[at] for row in table.rows)) for at, name in enumerate(table.columns)]


def _needed(cells: Sequence[Cell], size: Pt) -> int:
    """The room of the longest number or word: digits are half as wide as the letters are high,
    letters a little wider.
    """
    words = (word for cell in cells for word in _unbroken(cell))
    eighths = (sum(5 if letter.isalpha() else 4 for letter in word) for word in words)
    return max(eighths, default=0) * size // 8 + PADDING


def _unbroken(cell: Cell) -> list[str]:
    if not isinstance(cell, str):
        return [shown(cell)]
    return [word[:LONGEST_WORD] for word in shown(cell).split()]


def fitting(doc: Docx, table: Table, size: Pt) -> Table:
    """A table too wide for the page, without the columns that hold nothing; a note says which."""
    columns = _columns(table)
    if sum(_needed(cells, size) for cells in columns) <= _room(doc):
        return table
    kept = [at for at, cells in enumerate(columns) if at == 0 or any(cells[1:])]
    left_out = [name for at, name in enumerate(table.columns) if at not in kept]
    if not left_out:
        return table
    note = f"{table.note} {NOTHING_IN.format(columns=', '.join(left_out))}".strip()
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        note=note,
    )
