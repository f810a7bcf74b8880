"""Cli, tables: the sheets of a .csv or .xlsx, row by row, before anybody knows their columns."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cli.console import Trouble
from cli.files.content import TABLE, is_xlsx, read_bytes, read_text
from workbook.read.bounds import MAX_TAGS
from workbook.sentences import SENTENCES, Wrong

DELIMITERS = ",;\t"
HEAD = 30
"""Rows among which the headings are looked for."""
_ZEROS = re.compile(r"(0[0 \\-]*)(?:;.*)?")
"""A format that shows leading zeros, such as 00000 or 0000 000 000."""


@dataclass(frozen=True)
class Cell:
    """What a cell holds, and what of it a person sees who looks at the sheet."""

    value: Any
    fault: str | None = None
    """Of a formula: that it has failed, or has no result."""
    zeros: int = 0
    """Digits that the cell's format shows at least."""
    merged: bool = False
    """Whether its value is that of several rows."""
    wide: bool = False
    """Whether it lies across several columns, as a title does."""


Row = tuple[int, dict[int, Cell]]
"""A row's line, and its cells that are not empty, by column; both count from 1."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; a .csv is one without a name."""

    name: str | None
    rows: list[Row]
    hidden: bool = False


def read_sheets(path: Path, score: Callable[[Sequence[Row]], int]) -> list[Sheet]:
    """Every sheet of a file; raises Trouble where it is no table, or too large.

    `score` says how well rows read as a list: a .csv is parted as reads best.
    """
    return _xlsx(path) if is_xlsx(path) else [Sheet(None, _csv(path, score))]


def _csv(path: Path, score: Callable[[Sequence[Row]], int]) -> list[Row]:
    text = read_text(path, TABLE)
    head = "".join(text.splitlines(keepends=True)[:HEAD])
    delimiter = max(DELIMITERS, key=lambda mark: score(list(_parted(path, head, mark))))
    if text.count(delimiter) + text.count("\n") > MAX_TAGS:
        raise Trouble("table-too-large", path=path, limit=MAX_TAGS)
    return list(_parted(path, text, delimiter))


def _parted(path: Path, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            filled = {n: Cell(cell.strip()) for n, cell in enumerate(cells, 1) if cell.strip()}
            if filled:
                yield line, filled
            line = reader.line_num + 1
    except csv.Error as error:
        raise Trouble("not-csv", path=path, detail=error, line=reader.line_num) from error


def _xlsx(path: Path) -> list[Sheet]:
    from workbook.read.safe import open_book  # noqa: PLC0415 - costs 0.3 s; most are no .xlsx

    try:
        typed, results = open_book(read_bytes(path))
    except Wrong as wrong:
        vi, en = (words.format(**wrong.words) for words in SENTENCES[wrong.code])
        raise Trouble("xlsx-refused", path=path, detail=en, detail_vi=vi) from wrong
    return [_sheet(sheet, results[sheet.title]) for sheet in typed.worksheets]


def _sheet(sheet: Any, results: Mapping[tuple[int, int], Any]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), found in sorted(sheet._cells.items()):  # iter_rows() would make them all
        cell = _cell(found, results.get((row, column)))
        if cell is not None:
            rows.setdefault(row, {})[column] = cell
    for area in sheet.merged_cells.ranges:
        _spread(rows, area)
    return Sheet(sheet.title, sorted(rows.items()), sheet.sheet_state != "visible")


def _cell(typed: Any, result: Any) -> Cell | None:
    """`result` is that of a formula, None for any other cell."""
    found = typed.value if result is None else result.value
    value = found.strip() if isinstance(found, str) else found
    if typed.data_type == "e" or (result is not None and result.failed):
        return Cell(value, fault="cell-failed")
    if value is None or value == "":
        return None if result is None else Cell(None, fault="cell-unfinished")
    zeros = _ZEROS.fullmatch(typed.number_format or "")
    return Cell(value, zeros=zeros[1].count("0") if zeros else 0)


def _spread(rows: dict[int, dict[int, Cell]], area: Any) -> None:
    """The value of a merged range is that of each of its rows which holds anything else."""
    first = rows.get(area.min_row, {}).get(area.min_col)
    if first is None:
        return
    wide, merged = area.max_col > area.min_col, area.max_row > area.min_row
    for row in range(area.min_row, area.max_row + 1):
        if row in rows:
            rows[row][area.min_col] = replace(first, merged=merged, wide=wide)
