"""Cli, tables: finds the row of headings in a sheet, and the rows beside it that are no data."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cli.tables.sheets import HEAD, Cell, Row

PASSED_OVER = ""
"""The column of a heading that is known and holds nothing, such as STT."""
ENOUGH = 2
"""Known headings that make a row the row of headings; a title may hold one by chance."""
_BEHIND = re.compile(r"[\s*:()]+$")
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Heads:
    """What a kind of list may have: the column of each heading, and the columns of days.

    Headings are in small letters; `code:<scheme>` columns are taken as they are, where `codes`.
    """

    names: Mapping[str, str]
    days: frozenset[str]
    codes: bool = False

    def column(self, heading: Cell) -> str | None:
        """The column under a heading; None where it is not known."""
        plain = unicodedata.normalize("NFC", str(heading.value)).lower()
        name = _BEHIND.sub("", " ".join(plain.split()))
        return name if self.codes and name.startswith("code:") else self.names.get(name)

    def known(self, row: Row) -> set[str]:
        found = {self.column(cell) for cell in row[1].values()}
        return {name for name in found if name}

    def find(self, rows: Sequence[Row]) -> int | None:
        """The index of the row of headings: of two that belong together the lower one."""
        for index, row in enumerate(rows[:HEAD]):
            count = len(self.known(row))
            if count >= ENOUGH:
                while index + 1 < len(rows) and len(self.known(rows[index + 1])) >= count:
                    index += 1  # noqa: PLW2901 - the headings go on
                    count = len(self.known(rows[index]))
                return index
        return None

    def score(self, rows: Sequence[Row]) -> int:
        index = self.find(rows)
        return 0 if index is None else len(self.known(rows[index]))


def title(row: Row) -> bool:
    """Whether a row's only cell lies across several columns: a caption between the rows."""
    cells = list(row[1].values())
    return len(cells) == 1 and cells[0].wide


def repeated(row: Row, headings: Row) -> bool:
    """Whether the headings stand here again, as on each printed page."""
    above = {column: cell.value for column, cell in headings[1].items()}
    return {column: cell.value for column, cell in row[1].items()} == above


def numbering(row: Row) -> bool:
    """Whether the columns are numbered here, as in a printed form: (1), (2), (3); A, B, 1, 2."""
    marks = [str(cell.value).strip("()").lower() for _, cell in sorted(row[1].items())]
    letters = [mark for mark in marks if mark in LETTERS]
    numbers = [str(number) for number in range(1, len(marks) - len(letters) + 1)]
    return len(marks) > ENOUGH and marks == [*LETTERS[: len(letters)], *numbers]
