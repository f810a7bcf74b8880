"""Cli, directory: tells apart units with one name and units with one code."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeVar

from cli.findings import Located, Place, located
from cli.notes import Note, Said
from contracts.unit import Dated, Unit

T = TypeVar("T")


class Placed(NamedTuple):
    """A unit as it stands in a file."""

    unit: Unit
    at: Place


def tell_apart(units: Sequence[Placed]) -> list[Said]:
    """What is to be said on same names, shared and re-used codes, and parents in a circle."""
    return [*_same_names(units), *_same_codes(units), *_circles(units)]


def unknown_links(units: Sequence[Placed], live: Container[str] | None) -> Iterator[Said]:
    """Links to units that are in none of these files nor in the directory as it stands.

    `live` is None where the directory could not be asked: they may stand in another file.
    """
    given = {unit.id for unit, _ in units}
    for unit, at in units:
        linked = [*(p.value for p in unit.parents), *unit.predecessors, *unit.successors]
        for other in dict.fromkeys(linked):
            words: dict[str, object] = {"unit": unit.id, "other": other}
            if other in given or (live is not None and other in live):
                continue
            if live is None:
                yield Note("link-elsewhere", at, words)
            else:
                yield located("link-unknown", at, "warning", **words)


def _span(dated: Dated[T], unit: Unit) -> tuple[date, date]:
    """The days on which a value holds, inside the unit's own life; the last one excluded."""
    first = max(dated.valid_from or date.min, unit.valid_from or date.min)
    return first, min(dated.valid_to or date.max, unit.valid_to or date.max)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _same_names(units: Sequence[Placed]) -> Iterator[Said]:
    named: dict[str, dict[str, tuple[Placed, tuple[date, date]]]] = defaultdict(dict)
    for placed in units:
        for name in placed.unit.names:
            named[name.value.casefold()][placed.unit.id] = (placed, _span(name, placed.unit))
    for same in named.values():
        for (one, span), (other, other_span) in combinations(same.values(), 2):
            if not _overlap(span, other_span):
                continue
            parents = [{p.value for p in placed.unit.parents} for placed in (one, other)]
            apart = bool(parents[0] and parents[1]) and not parents[0] & parents[1]
            words: dict[str, object] = {
                "unit": other.unit.id,
                "other": one.unit.id,
                "name": other.unit.names[-1].value,
                "parent": ", ".join(sorted(parents[1])) or "?",
                "other_parent": ", ".join(sorted(parents[0])) or "?",
            }
            if apart:
                yield Note("same-name-apart", other.at, words)
            else:
                yield located("same-name", other.at, "warning", **words)


def _same_codes(units: Sequence[Placed]) -> Iterator[Said]:
    holders: dict[tuple[str, str], dict[str, tuple[Placed, tuple[date, date]]]] = defaultdict(dict)
    for placed in units:
        for dated in placed.unit.codes:
            key = (dated.value.scheme, dated.value.code)
            holders[key][placed.unit.id] = (placed, _span(dated, placed.unit))
    for (scheme, code), same in holders.items():
        for (one, span), (other, other_span) in combinations(same.values(), 2):
            words: dict[str, object] = {
                "scheme": scheme,
                "value": code,
                "unit": other.unit.id,
                "other": one.unit.id,
            }
            if _overlap(span, other_span):
                yield located("code-shared", other.at, "warning", **words)
            else:
                yield Note("code-reused", other.at, words)


def _circles(units: Sequence[Placed]) -> Iterator[Located]:
    """A unit that is above itself on some day."""
    by_id = {unit.id: unit for unit, _ in units}
    days = {p.valid_from for unit, _ in units for p in unit.parents if p.valid_from}
    told: set[str] = set()
    for day in sorted(days | {date.min}):
        for unit, at in units:
            above = by_id.get(unit.parent(day) or "")
            steps = 0
            while above and above.id != unit.id and steps < len(by_id):
                above, steps = by_id.get(above.parent(day) or ""), steps + 1
            if above and above.id == unit.id and unit.id not in told:
                told.add(unit.id)
                yield located("parent-circle", at, unit=unit.id)
