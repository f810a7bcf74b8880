"""Cli, directory: rows of one id → one record; rows that do not fit together are told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cli.findings import Located, Place, located
from cli.notes import Note, Said
from cli.tables.read import TableRow
from contracts.spelling import normalise

NAMES = {"name": "names", "short_name": "short_names"}
ALONE = {**NAMES, "parent": "parents", "level": "levels"}
"""Of these a unit has one at a time."""
DATED = {**ALONE, "sectors": "sectors", "groups": "groups", "roles": "roles"}
LIFE = ("valid_from", "valid_to")
LINKS = ("predecessors", "successors")
CODE = "code:"
_FOR_EVER = "9999"


class _Given(NamedTuple):
    """A value of a row, and the days on which it holds (ISO, the last one excluded)."""

    column: str
    value: str
    first: str
    end: str

    def disputes(self, other: "_Given") -> bool:
        """Whether a unit cannot have both: one of a kind, on the same days, yet not the same."""
        alone = self.column in ALONE or self.column in LIFE or self.column.startswith(CODE)
        same_days = max(self.first, other.first) < min(self.end, other.end)
        same = normalise(self.value)[0] == normalise(other.value)[0]
        return alone and self.column == other.column and same_days and not same


@dataclass
class Joined:
    """The record of one id as its rows give it, one after the other."""

    at: Place
    data: dict[str, Any]
    disputed: bool = False
    _given: dict[_Given, Place] = field(default_factory=dict)

    def add(self, row: TableRow) -> Iterator[Said]:
        """Adds a row; what it says otherwise than another about the same days is an error."""
        before = len(self._given)
        disputes: list[tuple[_Given, _Given]] = []
        for one in _given(row):
            if one not in self._given:
                disputes += [(other, one) for other in self._given if one.disputes(other)]
                self._given[one] = row.at
                self._put(one, row)
        if disputes:
            self.disputed = True
            yield self._told(disputes, row)
        elif len(self._given) == before and row.at != self.at:
            yield Note("row-repeated", row.at, {"unit": self.data["id"], "other": self.at.line})

    def _put(self, one: _Given, row: TableRow) -> None:
        if one.column in LIFE:
            self.data[one.column] = one.value
        elif one.column in LINKS:
            self.data.setdefault(one.column, []).append(one.value)
        else:
            value: Any = one.value
            if one.column.startswith(CODE):
                value = {"scheme": one.column.removeprefix(CODE).strip(), "code": one.value}
            name = DATED.get(one.column, "codes")
            self.data.setdefault(name, []).append({"value": value, **_span(row)})

    def _told(self, disputes: list[tuple[_Given, _Given]], row: TableRow) -> Located:
        """At the earlier row, since neither is more right than the other; the later is named."""
        said = [f"{one.column} {other.value!r} ≠ {one.value!r}" for other, one in disputes]
        words = {"unit": self.data["id"], "other": row.at.line, "disputed": "; ".join(said)}
        return located("rows-disagree", self._given[disputes[0][0]], **words)


def _span(row: TableRow) -> dict[str, str]:
    days = (("from", "valid_from"), ("to", "valid_to"))
    return {key: row.cells[column] for column, key in days if column in row.cells}


def _given(row: TableRow) -> Iterator[_Given]:
    span = (row.cells.get("from", ""), row.cells.get("to", _FOR_EVER))
    for column, cell in row.cells.items():
        if column in NAMES or column.startswith(CODE):
            yield _Given(column, cell, *span)
        elif column in DATED:
            yield from (_Given(column, one, *span) for one in row.many(column))
        elif column in LIFE:
            yield _Given(column, cell, "", _FOR_EVER)
        elif column in LINKS:
            yield from (_Given(column, one, "", _FOR_EVER) for one in row.many(column))
