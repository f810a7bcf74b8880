"""Reporting, documents: a list as .csv: columns with Vietnamese headings, and what a cell holds."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from services.reporting.documents.flat import safe

D = TypeVar("D")
MARK = "\ufeff"
"""Spreadsheets take a file that begins with it for UTF-8."""


@dataclass(frozen=True)
class Around:
    """What the lines of a list are told with: the plan's zone, this moment, and units' names."""

    zone: ZoneInfo
    now: datetime
    names: Mapping[str, str]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def name(self, unit: str) -> str:
        return self.names.get(unit, "")


@dataclass(frozen=True)
class Sheet(Generic[D]):
    """The columns of one list, each with what it says of a line."""

    columns: Sequence[tuple[str, Callable[[D, Around], object]]]

    def head(self) -> str:
        return MARK + _written([[heading for heading, _ in self.columns]])

    def lines(self, items: Iterable[D], around: Around) -> str:
        return _written(
            [_cell(said(one, around), around.zone) for _, said in self.columns] for one in items
        )


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _cell(value: object, zone: ZoneInfo) -> str:
    """Moments in the plan's zone, as spreadsheets read and sort them."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return safe(str(value))
