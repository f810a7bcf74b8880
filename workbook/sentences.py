"""Workbook: what is said about a workbook, in Vietnamese and in English, and where in it."""

from dataclasses import dataclass
from typing import Any

from contracts.findings import Finding, worded
from contracts.words import Severity
from workbook.catalogue.cells import CELLS
from workbook.catalogue.files import FILES

SENTENCES = FILES | CELLS


@dataclass(frozen=True)
class Spot:
    """A cell of a workbook, or a sheet, as a person finds it."""

    sheet: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    wanted: str = ""

    def __str__(self) -> str:
        parts = [self.sheet]
        if self.row is not None:
            parts.append(f"dòng {self.row}")
        if self.column:
            parts.append(f"cột {self.column}")
        return ", ".join(parts) + (f" (ô {self.cell})" if self.cell else "")


@dataclass(frozen=True)
class Fault:
    """A finding about a workbook; `place` is None where it is about the whole file."""

    finding: Finding
    place: Spot | None = None

    @property
    def wrong(self) -> bool:
        """Whether the workbook cannot be sent for it."""
        return self.finding.severity == "error"

    def row(self) -> dict[str, Any]:
        place = self.place or Spot("")
        return {
            **self.finding.model_dump(),
            "sheet": place.sheet or None,
            "row": place.row,
            "column": place.column,
            "cell": place.cell,
        }


class Wrong(ValueError):
    """Something in a cell, a sheet or a file that cannot be taken; a code and its words."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


def fault(
    code: str, place: Spot | None = None, severity: Severity = "error", **words: object
) -> Fault:
    """A finding of the workbook's own; raises KeyError for an unlisted code."""
    return Fault(worded(SENTENCES, code, "", severity, **words), place)
