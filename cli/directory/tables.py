"""Cli, directory: reads rows from CSV and .xlsx files under one set of column names."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cli.console import Trouble
from cli.files.content import CSV, read_bytes, read_text
from cli.findings import Located, located

TABLES = (".csv", ".xlsx")
_VIETNAMESE_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


@dataclass(frozen=True)
class TableRow:
    """One row of a table: its line in the file, and its cells that are not empty."""

    line: int
    cells: dict[str, str]

    def many(self, column: str) -> list[str]:
        """The parts of a cell that holds several values, separated by `;`."""
        return [part.strip() for part in self.cells.get(column, "").split(";") if part.strip()]


def read_table(path: Path, aliases: Mapping[str, str]) -> tuple[list[TableRow], list[Located]]:
    """The rows under their column names; raises Trouble where the file is no table.

    `aliases` gives the column for each heading, in small letters; `code:<scheme>` columns are
    taken as they are.
    """
    lines = _sheet(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    numbered = ((number, cells) for number, cells in enumerate(lines, 1) if any(cells))
    first = next(numbered, None)
    if first is None:
        raise Trouble("table-empty", path=path)
    columns: list[str | None] = []
    odd: list[Located] = []
    for index, heading in enumerate(first[1], 1):
        column = _column(heading, aliases)
        if column is None and heading:
            # Its number alone: where the headings are forgotten, this is a person's name.
            odd.append(located("column-unknown", path, first[0], "warning", column=index))
        columns.append(column)
    if not any(columns):
        raise Trouble("table-empty", path=path)
    return [TableRow(number, _cells(columns, cells)) for number, cells in numbered], odd


def _column(heading: str, aliases: Mapping[str, str]) -> str | None:
    name = " ".join(unicodedata.normalize("NFC", heading).lower().split())
    return name if name.startswith("code:") else aliases.get(name)


def _cells(columns: Iterable[str | None], cells: Iterable[str]) -> dict[str, str]:
    return {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}


def _csv(path: Path) -> Iterator[list[str]]:
    text = read_text(path, CSV)
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise Trouble("not-csv", path=path, detail=error, line=reader.line_num) from error


def _sheet(path: Path) -> list[list[str]]:
    """The first sheet; a cell's number or date is written as a person would write it."""
    from openpyxl import load_workbook  # noqa: PLC0415 - costs 0.3 s, and most files are no .xlsx

    content = io.BytesIO(read_bytes(path))
    try:
        book = load_workbook(content, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [[_written(cell) for cell in cells] for cells in rows]
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise Trouble("not-xlsx", path=path) from error


def _written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def iso_day(cell: str) -> str:
    """A day as the contract wants it; 01/07/2025 is the first of July."""
    if found := _VIETNAMESE_DAY.match(cell):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return cell
