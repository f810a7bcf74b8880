"""Cli, tables: the rows of a .csv or .xlsx under their columns; nothing is guessed in silence."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cli.console import Trouble
from cli.findings import Place, located
from cli.notes import Note, Said
from cli.tables.cells import Odd, day, padded, plain_day, text
from cli.tables.headings import PASSED_OVER, Heads, numbering, repeated, title
from cli.tables.sheets import Cell, Row, Sheet, read_sheets

NAMED = 5
"""Rows named in one note; more are counted."""


@dataclass(frozen=True)
class TableRow:
    """One row of a table, and its cells that are not empty."""

    at: Place
    cells: dict[str, str]

    def many(self, column: str) -> list[str]:
        """The parts of a cell that holds several values, separated by `;`."""
        return [part.strip() for part in self.cells.get(column, "").split(";") if part.strip()]


def read_table(path: Path, heads: Heads) -> tuple[list[TableRow], list[Said]]:
    """The rows of every sheet that has the headings, and what is said about them.

    Raises Trouble where the file is no table, or none of its sheets has the headings.
    """
    sheets = [sheet for sheet in read_sheets(path, heads.score) if sheet.rows]
    rows: list[TableRow] = []
    said: list[Said] = []
    read = 0
    for sheet in sheets:
        at = Place(path, None, sheet.name if len(sheets) > 1 else None)
        index = None if sheet.hidden else heads.find(sheet.rows)
        if index is None:
            said.append(Note("sheet-hidden" if sheet.hidden else "sheet-without-headings", at))
            continue
        read += 1
        found = _Reading(at, heads)
        rows += found.read(sheet, index)
        said += found.said()
    if not read:
        raise Trouble("table-empty", path=path)
    return rows, said


@dataclass
class _Reading:
    """One sheet on its way; what happens in many rows alike is said once, with the rows."""

    at: Place
    heads: Heads
    _said: list[Said] = field(default_factory=list)
    _alike: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def read(self, sheet: Sheet, index: int) -> Iterator[TableRow]:
        headings = sheet.rows[index]
        if index:
            lines = [line for line, _ in sheet.rows[:index]]
            self._note("rows-above", lines[0], first=lines[0], last=lines[-1], heading=headings[0])
        columns = self._columns(headings)
        rows = sheet.rows[index + 1 :]
        if rows and numbering(rows[0]):
            self._note("row-numbering", rows[0][0])
            rows = rows[1:]
        for row in rows:
            if title(row) or repeated(row, headings):
                self._note("row-title" if title(row) else "row-headings", row[0])
            elif (cells := self._cells(row, columns, headings)) is not None:
                yield TableRow(self.at._replace(line=row[0]), cells)

    def said(self) -> list[Said]:
        """Everything, once the rows have been taken."""
        for (code, column), lines in self._alike.items():
            few = ", ".join(str(line) for line in lines[:NAMED])
            more = f" +{len(lines) - NAMED}" if lines[NAMED:] else ""
            self._note(code, lines[0], column=column, rows=few + more)
        return self._said

    def _note(self, code: str, line: int, **words: object) -> None:
        self._said.append(Note(code, self.at._replace(line=line), words))

    def _columns(self, headings: Row) -> dict[int, str]:
        """The known columns by number; no two may be the same."""
        line, cells = headings
        columns: dict[int, str] = {}
        at = self.at._replace(line=line)
        for number, cell in cells.items():
            column = self.heads.column(cell)
            if column is None:
                # Its number alone: where the headings are forgotten, this is a person's name.
                self._said.append(located("column-unknown", at, "warning", column=number))
            elif column in columns.values():
                self._said.append(located("column-twice", at, column=str(cell.value)))
            elif column != PASSED_OVER:
                columns[number] = column
        return columns

    def _cells(self, row: Row, columns: dict[int, str], headings: Row) -> dict[str, str] | None:
        """The row's texts by column; None where one would have to be guessed at."""
        line, cells = row
        texts: dict[str, str] = {}
        whole = True
        for number, cell in sorted(cells.items()):
            if number not in columns:
                if number not in headings[1]:
                    self._alike["cells-without-heading", str(number)].append(line)
                continue
            said = str(headings[1][number].value)
            try:
                texts[columns[number]] = self._text(cell, columns[number], said, line)
            except Odd as odd:
                at = self.at._replace(line=line)
                self._said.append(located(odd.code, at, column=said))
                whole = False
        return texts if whole and texts else None

    def _text(self, cell: Cell, column: str, said: str, line: int) -> str:
        if cell.merged:
            self._alike["cells-merged", said].append(line)
        if column in self.heads.days:
            written = day(cell)
            if not plain_day(cell.value):
                self._alike["day-read", f"{said}: {cell.value} → {_shown(written)}"].append(line)
            return written
        if padded(cell):
            self._alike["cells-with-zeros", said].append(line)
        return text(cell)


def _shown(iso: str) -> str:
    year, month, number = iso.split("-")
    return f"{number}/{month}/{year}"
