"""Workbook, read: finds the sheets, columns and rows by their hidden keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from contracts.words import Severity
from workbook.layout import Column
from workbook.read.safe import Loaded, Results, value
from workbook.sentences import Fault, Spot, Wrong, fault

MARKER_ROWS = 30
MAX_COLUMNS = 300
MAX_ROWS = 1500
T = TypeVar("T")


@dataclass
class Faults:
    """What was found while reading; nothing is raised, so that everything is told at once."""

    found: list[Fault] = field(default_factory=list)

    def add(
        self, code: str, place: Spot | None, severity: Severity = "error", **words: object
    ) -> None:
        self.found.append(fault(code, place, severity, **words))


@dataclass(frozen=True)
class SheetCell:
    """A cell: its value (of a formula, the result), where it is, and whether a number in it is
    shown as per cent.
    """

    value: Any
    place: Spot
    formula: bool = False
    percent: bool = False

    @property
    def empty(self) -> bool:
        blank = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return blank and not self.formula


def _nowhere(_row: int, _column: int) -> bool:
    return False


class Grid:
    """One sheet, read by key."""

    def __init__(self, sheet: Worksheet, results: Results, top: int, faults: Faults) -> None:
        self.name = sheet.title
        self._sheet = sheet
        self._results = results
        self._top = top
        self._faults = faults
        self._columns: dict[str, Column] = {}
        self._at: dict[str, int] = {}

    def locate(self, columns: Sequence[Column]) -> None:
        """Where each column is now; one that was deleted is a fault, for its data would be lost."""
        keys: dict[object, int] = {}
        for number in range(2, min(self._sheet.max_column, MAX_COLUMNS) + 1):
            keys.setdefault(self._value(self._top, number), number)
        for column in columns:
            self._columns[column.key] = column
            if column.key in keys:
                self._at[column.key] = keys[column.key]
            elif column.kind not in {"computed", "total"} and not column.restored:
                place = Spot(self.name, None, column.said)
                self._faults.add("column-missing", place, column=column.said)

    def rows(self) -> Iterator[int]:
        last = min(self._sheet.max_row, self._top + MAX_ROWS)
        yield from range(self._top + 1, last + 1)

    def check_rows(self) -> None:
        """What stands too far below is not read, so it is told."""
        last = self._top + MAX_ROWS
        for row, column in sorted(self._sheet._cells):  # iter_rows() would make them all
            if row > last and self._value(row, column) not in {None, ""}:
                place = Spot(self.name, row, None, f"{get_column_letter(column)}{row}")
                self._faults.add("rows-beyond", place, last=last)
                return

    def check_merged(
        self, allowed: Callable[[int, int], bool] = lambda _row, _column: False
    ) -> None:
        """A merged cell below the headings hides what belongs to the others."""
        for area in self._sheet.merged_cells.ranges:
            one_row = area.min_row == area.max_row
            if area.max_row <= self._top or (one_row and allowed(area.min_row, area.min_col)):
                continue
            cell = f"{get_column_letter(area.min_col)}{area.min_row}"
            place = Spot(self.name, area.min_row, self._said(area.min_col), cell)
            self._faults.add("merged", place, area=area.coord)

    def _said(self, number: int) -> str | None:
        return next((self._columns[key].said for key, at in self._at.items() if at == number), None)

    def column_number(self, key: str) -> int | None:
        return self._at.get(key)

    def key(self, row: int) -> str:
        """What the hidden first column says about a row."""
        found = self._value(row, 1)
        return "" if found is None else str(found).strip()

    def _value(self, row: int, column: int) -> Any:
        return value(self._sheet, self._results, row, column)

    def entry(self, row: int, key: str, said: str = "", wanted: str = "") -> SheetCell:
        """The cell of a row under a key; empty where the column is gone."""
        column = self._columns[key]
        number = self._at.get(key)
        label = said or column.said
        if number is None:
            return SheetCell(None, Spot(self.name, row, label))
        cell = self._sheet.cell(row, number)
        place = Spot(self.name, row, label, cell.coordinate, wanted or column.wanted)
        formula = (row, number) in self._results
        return SheetCell(self._value(row, number), place, formula, "%" in cell.number_format)

    def fault(self, code: str, entry: SheetCell, **words: object) -> None:
        """What is wrong with a cell that could be read."""
        self._faults.add(code, entry.place, "error", **words)

    def read(self, entry: SheetCell, parse: Callable[[Any], T]) -> T | None:
        """The parsed cell; None where it is empty or wrong, and the fault is noted."""
        if entry.empty:
            return None
        try:
            return parse(_result(entry.value))
        except Wrong as wrong:
            self._faults.add(wrong.code, entry.place, "error", **wrong.words)
            return None


def _result(value: Any) -> Any:
    """What a cell holds, where it is not the failure of a formula."""
    if value is None:
        raise Wrong("formula-empty")
    if isinstance(value, str) and value.rstrip("!?") in _ERRORS:
        raise Wrong("cell-error", given=value)
    return value


_ERRORS = {"#REF", "#VALUE", "#DIV/0", "#NAME", "#N/A", "#NUM", "#NULL", "#SPILL", "#CALC"}


def find(
    book: Loaded, sheet: str, marker: str, columns: Sequence[Column], faults: Faults
) -> Grid | None:
    """The sheet that carries this marker, whatever it is called now."""
    found = [(name, top) for name in _tables(book) if (top := _marker(book, name, marker))]
    if not found:
        faults.add("sheet-missing", Spot(sheet), sheet=sheet)
        return None
    if len(found) > 1:
        faults.add("sheet-twice", Spot(found[1][0]), sheet=sheet)
        return None
    name, top = found[0]
    grid = Grid(book.typed[name], book.results[name], top, faults)
    grid.locate(columns)
    grid.check_rows()
    return grid


def _tables(book: Loaded) -> list[str]:
    """The names of the sheets that have cells: a chart may have a sheet of its own."""
    return [sheet.title for sheet in book.typed.worksheets]


def _marker(book: Loaded, name: str, marker: str) -> int | None:
    sheet, results = book.typed[name], book.results[name]
    rows = range(1, min(sheet.max_row, MARKER_ROWS) + 1)
    return next((r for r in rows if value(sheet, results, r, 1) == marker), None)
