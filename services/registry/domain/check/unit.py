"""Registry, domain: checks a unit's dated record against the directory it is to stand in."""

from collections.abc import Iterator, Mapping
from datetime import date

from contracts.findings import Finding, finding, pointer
from contracts.unit import Dated, T, Unit
from services.registry.domain.decision import say_day

AT = "/data/record"
Span = tuple[date, date]
"""The first day, and the first day after."""


def check_unit(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """Circles are errors; what may be put right by a later record is a warning.

    `units` are the other records as they stand.
    """
    units = {**units, record.id: record}
    yield from _check_circles(record, units)
    yield from _check_links(record, units)
    yield from _check_dates(record, units)
    yield from _check_codes(record, units)
    yield from _check_names(record, units)


def _span(dated: Dated[T], unit: Unit) -> Span:
    """The days on which a value holds inside the unit's own life."""
    first = max(dated.valid_from or date.min, unit.valid_from or date.min)
    return first, min(dated.valid_to or date.max, unit.valid_to or date.max)


def _overlap(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _check_circles(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """The record's own circles; parents may change on any day on which a link above begins."""
    for day in _days_above(record, units):
        above = units.get(record.parent(day) or "")
        seen: set[str] = set()
        while above and above.id != record.id and above.id not in seen:
            seen.add(above.id)
            above = units.get(above.parent(day) or "")
        if above and above.id == record.id:
            yield finding("parent-circle", f"{AT}/parents", unit=record.id, day=_say(day))
            break
    if record.id in _later(record, units):
        yield finding("succession-circle", f"{AT}/successors", unit=record.id)


def _days_above(record: Unit, units: Mapping[str, Unit]) -> list[date]:
    """Every day of a unit's life on which the chain of parents above it may change."""
    days, seen, ahead = {record.valid_from or date.min}, {record.id}, [record]
    while ahead:
        for link in ahead.pop().parents:
            days.add(link.valid_from or date.min)
            if link.value in units and link.value not in seen:
                seen.add(link.value)
                ahead.append(units[link.value])
    return sorted(day for day in days if record.exists(day))


def _later(record: Unit, units: Mapping[str, Unit]) -> set[str]:
    """Every unit that comes after the record, by either end of the links."""
    after: dict[str, set[str]] = {}
    for unit in units.values():
        after.setdefault(unit.id, set()).update(unit.successors)
        for earlier in unit.predecessors:
            after.setdefault(earlier, set()).add(unit.id)
    later: set[str] = set()
    ahead = [record.id]
    while ahead:
        new = after.get(ahead.pop(), set()) - later
        later |= new
        ahead += new
    return later


def _check_links(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    links: list[tuple[list[str | int], str]] = [
        ([name, index, "value"], link.value)
        for name, dated in (("parents", record.parents), ("sectors", record.sectors))
        for index, link in enumerate(dated)
    ]
    for name in ("predecessors", "successors"):
        links += [([name, index], other) for index, other in enumerate(getattr(record, name))]
    for where, other in links:
        if other not in units:
            yield finding("link-unknown", AT + pointer(where), "warning", unit=other)


def _check_dates(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """A unit is under a parent only while both exist."""
    for index, link in enumerate(record.parents):
        parent, (first, last) = units.get(link.value), _span(link, record)
        if parent is None or first >= last:
            continue
        begins, ends = parent.valid_from or date.min, parent.valid_to or date.max
        if first < begins or last > ends:
            words = {"parent": link.value, "first": _say(first), "last": _say(last)}
            yield finding("outside-parent", f"{AT}/parents/{index}", "warning", **words)


def _say(day: date) -> str:
    return "…" if day in (date.min, date.max) else say_day(day)


def _check_codes(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """A code may be given to another unit once its holder has lost it, not before."""
    for index, mine in enumerate(record.codes):
        for other in units.values():
            if other.id != record.id and any(
                theirs.value == mine.value and _overlap(_span(mine, record), _span(theirs, other))
                for theirs in other.codes
            ):
                words = {"scheme": mine.value.scheme, "value": mine.value.code, "other": other.id}
                yield finding("code-shared", f"{AT}/codes/{index}", "warning", **words)


def _check_names(record: Unit, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """Names are no keys, yet two equal ones under one parent are likely one unit."""
    for index, mine in enumerate(record.names):
        for other in units.values():
            if other.id != record.id and any(
                theirs.value.casefold() == mine.value.casefold()
                and _overlap(_span(mine, record), _span(theirs, other))
                and _share_a_parent(record, other)
                for theirs in other.names
            ):
                words = {"other": other.id, "name": mine.value}
                yield finding("name-shared", f"{AT}/names/{index}", "warning", **words)


def _share_a_parent(record: Unit, other: Unit) -> bool:
    mine, theirs = record.parents, other.parents
    if not mine and not theirs:
        return True
    return any(
        one.value == two.value and _overlap(_span(one, record), _span(two, other))
        for one in mine
        for two in theirs
    )
