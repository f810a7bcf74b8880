"""Cli, directory: tells apart units with one name and units with one code."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, TypeVar

from cli.directory.notes import Note, Said
from cli.findings import Located, located
from contracts.unit import Dated, Unit

T = TypeVar("T")


class Placed(NamedTuple):
    """A unit as it stands in a file."""

    unit: Unit
    path: Path
    line: int | None


def tell_apart(units: Sequence[Placed]) -> list[Said]:
    """What is to be said on same names, shared and re-used codes, and parents in a circle."""
    return [*_same_names(units), *_same_codes(units), *_circles(units)]


def unknown_links(units: Sequence[Placed], live: Container[str]) -> Iterator[Located]:
    """Links to units that are neither in these files nor in the directory as it stands."""
    given = {unit.id for unit, _, _ in units}
    for unit, path, line in units:
        linked = [*(p.value for p in unit.parents), *unit.predecessors, *unit.successors]
        for other in dict.fromkeys(linked):
            if other not in given and other not in live:
                words = {"unit": unit.id, "other": other}
                yield located("link-unknown", path, line, "warning", **words)


def _span(dated: Dated[T], unit: Unit) -> tuple[date, date]:
    """The days on which a value holds, inside the unit's own life; the last one excluded."""
    first = max(dated.valid_from or date.min, unit.valid_from or date.min)
    return first, min(dated.valid_to or date.max, unit.valid_to or date.max)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _same_names(units: Sequence[Placed]) -> Iterator[Said]:
    named: dict[str, dict[str, tuple[Placed, tuple[date, date]]]] = defaultdict(dict)
    for placed in units:
        for name in placed[0].names:
            named[name.value.casefold()][placed[0].id] = (placed, _span(name, placed[0]))
    for same in named.values():
        for (one, span), (other, other_span) in combinations(same.values(), 2):
            if not _overlap(span, other_span):
                continue
            parents = [{p.value for p in placed[0].parents} for placed in (one, other)]
            apart = bool(parents[0] and parents[1]) and not parents[0] & parents[1]
            words: dict[str, object] = {
                "unit": other[0].id,
                "other": one[0].id,
                "name": other[0].names[-1].value,
                "parent": ", ".join(sorted(parents[1])) or "?",
                "other_parent": ", ".join(sorted(parents[0])) or "?",
            }
            if apart:
                yield Note("same-name-apart", other[1], other[2], words)
            else:
                yield located("same-name", other[1], other[2], "warning", **words)


def _same_codes(units: Sequence[Placed]) -> Iterator[Said]:
    holders: dict[tuple[str, str], dict[str, tuple[Placed, tuple[date, date]]]] = defaultdict(dict)
    for placed in units:
        for dated in placed[0].codes:
            key = (dated.value.scheme, dated.value.code)
            holders[key][placed[0].id] = (placed, _span(dated, placed[0]))
    for (scheme, code), same in holders.items():
        for (one, span), (other, other_span) in combinations(same.values(), 2):
            words: dict[str, object] = {
                "scheme": scheme,
                "value": code,
                "unit": other[0].id,
                "other": one[0].id,
            }
            if _overlap(span, other_span):
                yield located("code-shared", other[1], other[2], "warning", **words)
            else:
                yield Note("code-reused", other[1], other[2], words)


def _circles(units: Sequence[Placed]) -> Iterator[Located]:
    """A unit that is above itself on some day."""
    by_id = {unit.id: unit for unit, _, _ in units}
    days = {p.valid_from for unit, _, _ in units for p in unit.parents if p.valid_from}
    told: set[str] = set()
    for day in sorted(days | {date.min}):
        for unit, path, line in units:
            above = by_id.get(unit.parent(day) or "")
            steps = 0
            while above and above.id != unit.id and steps < len(by_id):
                above, steps = by_id.get(above.parent(day) or ""), steps + 1
            if above and above.id == unit.id and unit.id not in told:
                told.add(unit.id)
                yield located("parent-circle", path, line, unit=unit.id)
