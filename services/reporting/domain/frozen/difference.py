"""Reporting, domain, frozen: what changed in a plan's figures between two moments, by indicator and
unit, with the versions behind each figure.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from contracts.indicator import added
from contracts.values import Moment, Value
from services.reporting.domain.comparing.indicator import EntryIndicator
from services.reporting.domain.consolidated import Consolidated, Row, UnitRef
from services.reporting.domain.counting.over_time import Told, over, told
from services.reporting.domain.counting.sum import Amount, Sum

ZERO = Decimal(0)


class VersionRef(Value):
    """A version of the report for one duty whose figures count, and its document's number."""

    duty: str
    version: int
    signed: str | None


class Said(Value):
    """What a unit says of an indicator over all reports for an entry; absent is not zero."""

    value: Amount | None
    numerator: int | None
    denominator: int | None
    text: str | None
    nothing: str | None
    versions: tuple[VersionRef, ...]


class UnitChange(Value):
    """One unit's figure, as it was and as it is; of one that says nothing there is none.

    `change` is what it adds to the total's: of a ratio that of its two numbers.
    """

    unit: UnitRef
    before: Said | None
    after: Said | None
    change: Amount | None
    numerator: int | None
    denominator: int | None


class IndicatorChange(Value):
    """An indicator of one entry that some unit tells otherwise than before."""

    owed: str
    indicator: str
    name: str
    measure: str | None
    before: Sum | None
    after: Sum | None
    units: tuple[UnitChange, ...]


class Difference(Value):
    """All that is told otherwise at `after` than it was at `before`."""

    before: Moment
    after: Moment
    indicators: tuple[IndicatorChange, ...]


def difference(before: Consolidated, after: Consolidated) -> Difference:
    """What changed; by the entries and indicators of the later one, then those that it dropped."""
    was, now = _sums(before), _sums(after)
    said_was, said_now = _said(before), _said(after)
    changes = []
    for place in {**now, **was}:
        units = tuple(_changes(place, said_was, said_now, after, before))
        if units:
            one = now.get(place) or was[place]
            changes.append(
                IndicatorChange(
                    owed=place[0],
                    indicator=place[1],
                    name=one.name,
                    measure=one.unit,
                    before=was[place].reported if place in was else None,
                    after=now[place].reported if place in now else None,
                    units=units,
                )
            )
    return Difference(before=before.as_of, after=after.as_of, indicators=tuple(changes))


Place = tuple[str, str]
"""An entry and an indicator."""
Spoken = Mapping[tuple[str, str, str], Said]
"""By entry, indicator and unit."""


def _sums(report: Consolidated) -> dict[Place, EntryIndicator]:
    return {
        (entry.owed, one.indicator): one
        for entry in report.totals.entries
        for one in entry.indicators
    }


def _said(report: Consolidated) -> dict[tuple[str, str, str], Said]:
    ways = {one.id: over(one) for one in report.plan.indicators}
    found: dict[tuple[str, str, str], Said] = {}
    for row in (*report.rows, *report.before):
        for owed in dict.fromkeys(one.owed for one in row.reports):
            counted = [one for one in row.reports if one.owed == owed and one.counts]
            filings = [one.filing for one in counted if one.filing.counts]
            for way in set(ways.values()):
                for indicator, one in told(filings, way).items():
                    if ways.get(indicator) == way:
                        found[owed, indicator, row.unit.id] = _as_said(one, row, owed)
    return found


def _as_said(one: Told, row: Row, owed: str) -> Said:
    versions = tuple(
        VersionRef(
            duty=ref.duty, version=ref.version, signed=ref.signed.number if ref.signed else None
        )
        for ref in row.reports
        if ref.owed == owed and ref.counts and ref.version is not None
    )
    return Said(
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        text=one.text,
        nothing=one.nothing,
        versions=versions,
    )


def _changes(
    place: Place, was: Spoken, now: Spoken, after: Consolidated, before: Consolidated
) -> Iterator[UnitChange]:
    """Of each unit that says otherwise, in the order of the later report's units."""
    arithmetic = {
        one.id: one.arithmetic for plan in (before.plan, after.plan) for one in plan.indicators
    }
    by = added(arithmetic.get(place[1]))
    for unit in _units(after, before):
        old, new = was.get((*place, unit.id)), now.get((*place, unit.id))
        if _figures(old) == _figures(new):
            continue
        ratio = by == "ratio"
        yield UnitChange(
            unit=unit,
            before=old,
            after=new,
            change=_value(new) - _value(old) if by == "value" else None,
            numerator=_part(new, "numerator") - _part(old, "numerator") if ratio else None,
            denominator=_part(new, "denominator") - _part(old, "denominator") if ratio else None,
        )


def _units(after: Consolidated, before: Consolidated) -> list[UnitRef]:
    rows = (*after.rows, *after.before, *before.rows, *before.before)
    return list({row.unit.id: row.unit for row in reversed(rows)}.values())[::-1]


def _figures(said: Said | None) -> dict[str, object] | None:
    return None if said is None else said.model_dump(exclude={"versions"})


def _value(said: Said | None) -> Decimal:
    return (said.value if said else None) or ZERO


def _part(said: Said | None, name: str) -> int:
    return (getattr(said, name) if said else None) or 0
