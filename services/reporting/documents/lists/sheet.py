"""Reporting, documents: a list as .csv: columns with Vietnamese headings, and what a cell holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from contracts.plan import Named, called
from runtime.spreadsheet import MARK, lines
from services.reporting.documents.wording import clean

D = TypeVar("D")


@dataclass(frozen=True)
class Around:
    """What the lines of a list are told with: the zone, this moment, what is called how in a plan,
    and as of when its figures were frozen; a list of no plan has nothing of it.
    """

    zone: ZoneInfo
    now: datetime
    units: Mapping[str, str] = field(default_factory=dict)
    kinds: Sequence[Named] = ()
    levels: Sequence[Named] = ()
    frozen_until: datetime | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def name(self, unit: str) -> str:
        return self.units.get(unit, "")

    def level(self, level: str | None) -> str:
        return called(self.levels, level) if level else ""


@dataclass(frozen=True)
class Sheet(Generic[D]):
    """The columns of one list, each with what it says of a line."""

    columns: Sequence[tuple[str, Callable[[D, Around], object]]]

    def head(self) -> str:
        return MARK + lines([[heading for heading, _ in self.columns]], _moment(UTC))

    def lines(self, items: Iterable[D], around: Around) -> str:
        told = ([_clean(said(one, around)) for _, said in self.columns] for one in items)
        return lines(told, _moment(around.zone))


def _clean(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _moment(zone: tzinfo) -> Callable[[datetime], str]:
    """In the plan's zone, as spreadsheets read and sort it."""
    return lambda moment: f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
