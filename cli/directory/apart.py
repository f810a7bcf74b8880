"""Cli, directory: tells apart units with one name and units with one code."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from cli.directory.notes import Note
from contracts.unit import Dated, Unit

Placed = tuple[Unit, Path, int | None]
T = TypeVar("T")


def tell_apart(units: Sequence[Placed]) -> list[Note]:
    """Notes on same names, shared and re-used codes, and links that lead nowhere or in a circle."""
    return [*_same_names(units), *_same_codes(units), *_links(units), *_circles(units)]


def _span(dated: Dated[T], unit: Unit) -> tuple[date, date]:
    """The days on which a value holds, inside the unit's own life; the last one excluded."""
    first = max(dated.valid_from or date.min, unit.valid_from or date.min)
    return first, min(dated.valid_to or date.max, unit.valid_to or date.max)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _same_names(units: Sequence[Placed]) -> Iterable[Note]:
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
            code = "same-name-apart" if apart else "same-name"
            yield Note("info" if apart else "warning", code, other[1], other[2], words)


def _same_codes(units: Sequence[Placed]) -> Iterable[Note]:
    holders: dict[tuple[str, str], dict[str, tuple[Placed, tuple[date, date]]]] = defaultdict(dict)
    for placed in units:
        for dated in placed[0].codes:
            key = (dated.value.scheme, dated.value.code)
            holders[key][placed[0].id] = (placed, _span(dated, placed[0]))
    for (scheme, code), same in holders.items():
        for (one, span), (other, other_span) in combinations(same.values(), 2):
            shared = _overlap(span, other_span)
            words: dict[str, object] = {
                "scheme": scheme,
                "value": code,
                "unit": other[0].id,
                "other": one[0].id,
            }
            kind = "code-shared" if shared else "code-reused"
            yield Note("warning" if shared else "info", kind, other[1], other[2], words)


def _links(units: Sequence[Placed]) -> Iterable[Note]:
    known = {unit.id for unit, _, _ in units}
    for unit, path, line in units:
        linked = [*(p.value for p in unit.parents), *unit.predecessors, *unit.successors]
        for other in dict.fromkeys(linked):
            if other not in known:
                yield Note("warning", "link-unknown", path, line, {"unit": unit.id, "other": other})


def _circles(units: Sequence[Placed]) -> Iterable[Note]:
    """A unit that is above itself on some day."""
    by_id = {unit.id: unit for unit, _, _ in units}
    days = {p.valid_from for unit, _, _ in units for p in unit.parents if p.valid_from}
    found: set[str] = set()
    for day in sorted(days | {date.min}):
        for unit, path, line in units:
            above = by_id.get(unit.parent(day) or "")
            steps = 0
            while above and above.id != unit.id and steps < len(by_id):
                above, steps = by_id.get(above.parent(day) or ""), steps + 1
            if above and above.id == unit.id and unit.id not in found:
                found.add(unit.id)
                yield Note("error", "parent-circle", path, line, {"unit": unit.id})
