"""Reporting, documents: the sheets of every unit's figures and money, which totals add up."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from contracts.indicator import Indicator, added
from contracts.owed import Owed
from services.reporting.documents import wording
from services.reporting.documents.book.sheet import (
    STT,
    Column,
    Number,
    Share,
    Sheet,
    Value,
    share,
)
from services.reporting.documents.tables import standing
from services.reporting.domain.comparing.indicator import EntryIndicator
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.adding import budgets
from services.reporting.domain.counting.counts import NO_SOURCE
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.counting.sum import Sum, percent
from services.reporting.domain.counting.taking import asks
from services.reporting.domain.filing.documents import Filing
from services.reporting.domain.succession.follow import said_of
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.totals import EntryTotal

UNIT = (Column(STT, "STT", 5), Column("unit", "Đơn vị", 26))
NOT_ADDED = "không cộng"


@dataclass(frozen=True)
class Place:
    """Where an entry's figures of an indicator stand: the sheet, and the keys of their columns."""

    sheet: Sheet
    keys: tuple[str, ...]

    @property
    def sums(self) -> list[str]:
        """What adds up each of the columns; a ratio's two numbers in their order."""
        return [f"SUM({self.sheet.elsewhere(key)})" for key in self.keys]


def figures(report: Consolidated) -> Iterator[tuple[Sheet, Mapping[tuple[str, str], Place]]]:
    """A sheet per report and group of indicators; where each entry and indicator stands in it."""
    number, said = 0, said_of(report)
    for total in report.totals.entries:
        entry = next(one for one in report.plan.owed if one.id == total.owed)
        asked = sorted((one for one in report.plan.indicators if asks(entry, one.id)), key=_group)
        for name, members in groupby(asked, key=_group):
            number += 1
            columns = list(members)
            sheet = _figures(report, said, entry, total, columns, f"PL{number} {name}")
            keys = {one.id: _numbers(at, one) for at, one in enumerate(columns)}
            yield sheet, {(entry.id, one): Place(sheet, key) for one, key in keys.items() if key}


def _group(one: Indicator) -> str:
    return one.group or "Khác"


def _numbers(at: int, one: Indicator) -> tuple[str, ...]:
    """The columns of an indicator that are added."""
    match added(one.arithmetic):
        case "value":
            return (f"c{at}",)
        case "ratio":
            return (f"c{at}n", f"c{at}d")
        case None:
            return ()


def _figures(
    report: Consolidated,
    said: Said,
    entry: Owed,
    total: EntryTotal,
    columns: list[Indicator],
    name: str,
) -> Sheet:
    told = [{line.unit: line.told for line in said.lines(entry.id, one)} for one in columns]
    totals = {one.indicator: one for one in total.indicators}
    rows = []
    for row in (*report.rows, *report.before):
        found = [by_unit.get(row.unit.id) for by_unit in told]
        if any(one is not None for one in found):
            cells: dict[str, Value] = {"unit": standing.called(row)}
            for at, (one, indicator) in enumerate(zip(found, columns, strict=True)):
                cells |= _cells(at, indicator, one) if one is not None else {}
            rows.append(cells)
    sums: dict[str, Value] = {}
    for at, column in enumerate(columns):
        sums |= _sum(at, column, totals[column.id])
    title = f"{entry.title}, số liệu của từng đơn vị: {_group(columns[0])}"
    heads = [head for at, one in enumerate(columns) for head in _heads(at, one)]
    return Sheet(name, title, (*UNIT, *heads), rows, sums if any(one.adds for one in heads) else {})


def _heads(at: int, one: Indicator) -> list[Column]:
    name = f"{one.name} ({one.unit})" if one.unit else one.name
    match one.shape:
        case "ratio":
            part, whole = f"c{at}n", f"c{at}d"
            return [
                Column(part, f"{one.name}: số đạt", 13, adds=True),
                Column(whole, f"{one.name}: tổng số", 13, adds=True),
                Column(
                    f"c{at}",
                    f"{one.name}: tỷ lệ %",
                    13,
                    formula=share(f"{{{part}}}", f"{{{whole}}}"),
                ),
            ]
        case "number":
            return [Column(f"c{at}", name, 13, adds=added(one.arithmetic) is not None)]
        case "text":
            return [Column(f"c{at}", name, 60)]


def _cells(at: int, one: Indicator, told: Told) -> dict[str, Value]:
    """What one unit says, as numbers; why there is none, in words, which no sum counts."""
    key = f"c{at}"
    if told.numerator is not None and told.denominator is not None:
        part = Number(told.numerator, qualifier=told.qualifier)
        return {f"{key}n": part, f"{key}d": told.denominator, key: per_cent(told)}
    if told.percent is not None:
        return {key: Share(told.percent, told.qualifier, alone=True)}
    if told.nothing is not None:
        why = wording.nothing(told.nothing)
        return {f"{key}n" if one.shape == "ratio" else key: why}
    if told.value is not None:
        return {key: Number(told.value, one.decimals, told.qualifier)}
    return {key: told.text}


def per_cent(given: Told | Sum) -> Share | None:
    """A ratio's per cent; None where there is none, or nothing occurred."""
    found = percent(given.numerator or 0, given.denominator or 0)
    return None if found is None else Share(found)


def _sum(at: int, one: Indicator, total: EntryIndicator) -> dict[str, Value]:
    key, reported = f"c{at}", total.reported
    match added(one.arithmetic):
        case "ratio":
            part = hedged(reported.numerator, 0, reported)
            return {f"{key}n": part, f"{key}d": reported.denominator, key: per_cent(reported)}
        case "value":
            return {key: hedged(reported.value, one.decimals, reported)}
        case None:
            return {key: NOT_ADDED}


def hedged(value: int | Decimal | None, decimals: int, total: Sum) -> Number | None:
    """A total with the word that stands before it; None where nobody gave any."""
    return None if value is None else Number(value, decimals, total.qualifier)


def money(report: Consolidated) -> Iterator[Sheet]:
    """What each unit spent, by source in whole đồng; a sheet per report with any."""
    names = {one.source: one.name for one in report.totals.by_source if one.source}
    for number, entry in enumerate(report.totals.entries, 1):
        spent = {
            standing.called(row): found
            for row in (*report.rows, *report.before)
            for found in [_spent([one for one in row.filings(entry.owed) if one.counts])]
            if found is not None
        }
        whole: Counter[str] = sum(spent.values(), Counter())
        keys = {source: f"s{at}" for at, source in enumerate(names) if source in whole}
        heads = [Column(key, names[source], 18, adds=True) for source, key in keys.items()]
        every = "+".join(f"N({{{key}}})" for key in keys.values()) or "0"
        columns = (*UNIT, *heads, Column("sum", "Tổng số", 18, formula=every, adds=True))

        def cells(sources: Counter[str], keys: dict[str, str] = keys) -> dict[str, Value]:
            by_key = {key: sources[source] for source, key in keys.items()}
            return {**by_key, "sum": sources.total()}

        if spent:
            rows = [{"unit": unit, **cells(sources)} for unit, sources in spent.items()]
            title = f"{entry.title}: kinh phí đã chi của từng đơn vị (đồng)"
            yield Sheet(f"KP{number} Kinh phí đơn vị", title, columns, rows, cells(whole))


def _spent(counted: list[Filing]) -> Counter[str] | None:
    """Whole đồng by source; None where the reports that count say nothing of money."""
    found = Counter[str]()
    for budget in (given := budgets(counted)):
        for part in budget.sources:
            found[part.source] += part.amount
        found[NO_SOURCE] += budget.total - sum(part.amount for part in budget.sources)
    return found if given else None
