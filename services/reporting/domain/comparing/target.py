"""Reporting, domain: an indicator's result against its targets (chỉ tiêu giao)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from contracts.indicator import Indicator, Target, added
from contracts.owed import Participant
from contracts.values import Value
from services.reporting.domain.counting.over_time import Told, add
from services.reporting.domain.counting.sum import Amount, percent
from services.reporting.domain.counting.taking import take
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.speaking import Line, Said

Verdict = Literal["met", "estimated", "missed", "unknown"]
"""đạt; ước đạt, by a hedged value only; chưa đạt; unknown: there is no number to compare."""


class TargetTotal(Value):
    """One target and how far it was reached, by the units that it names (none: everybody)."""

    units: tuple[str, ...]
    levels: tuple[str, ...]
    groups: tuple[str, ...]
    target: Amount
    each: bool
    """The target is each unit's; else that of all of them together."""
    result: Amount | None
    """Of all together, of a ratio in per cent; None where it is each unit's."""
    difference: Amount | None
    """The result less the target, of a ratio in percentage points."""
    verdict: Verdict | None
    """Of all together; None where it is each unit's."""
    of: int
    """How many units it is meant for, which owe a report with the indicator."""
    met: int
    """Of these, where it is each unit's: how many reached it,"""
    estimated: int
    """by a hedged value only,"""
    missed: tuple[str, ...]
    """which did not,"""
    unknown: tuple[str, ...]
    """and of which nothing is known that could be compared."""


def against(document: PlanDocument, indicator: Indicator, said: Said) -> tuple[TargetTotal, ...]:
    """The indicator's targets, by the reports of the entries that are its campaign's figure."""
    if not indicator.targets:
        return ()
    entries = take(document, indicator).entries
    asked = {p.unit: p for p in document.participants if not set(entries).isdisjoint(p.owes)}
    found: dict[str, list[Told]] = defaultdict(list)
    shared: list[Line] = []
    for line in (line for entry in entries for line in said.lines(entry, indicator)):
        if line.unit in asked:
            found[line.unit].append(line.told)
        elif len(line.speaks_for) > 1:
            shared.append(line)
    totals = []
    for target in indicator.targets:
        meant = {unit: add(found[unit]) for unit, p in asked.items() if _meant(target, p)}
        also = [line.told for line in shared if not meant.keys().isdisjoint(line.speaks_for)]
        totals.append(_reached(target, indicator, meant, also))
    return tuple(totals)


def _meant(target: Target, participant: Participant) -> bool:
    everybody = not (target.units or target.levels or target.groups)
    return (
        everybody
        or participant.unit in target.units
        or participant.level in target.levels
        or not set(target.groups).isdisjoint(participant.groups)
    )


def _reached(
    target: Target,
    indicator: Indicator,
    by_unit: Mapping[str, Told | None],
    shared: Sequence[Told],
) -> TargetTotal:
    """`shared` is of several of the units together: nobody knows which of them reached it by that,
    so it counts for all of them only.
    """
    known = [*(one for one in by_unit.values() if one is not None), *shared]
    whole = add(known) if added(indicator.arithmetic) else None
    result = None if whole is None or target.each else _measure(whole)
    verdicts = {unit: judge(one, target.value) for unit, one in by_unit.items()}

    def units(wanted: Verdict) -> Iterator[str]:
        return (unit for unit, one in verdicts.items() if target.each and one == wanted)

    return TargetTotal(
        units=tuple(target.units),
        levels=tuple(target.levels),
        groups=tuple(target.groups),
        target=target.value,
        each=target.each,
        result=result,
        difference=None if result is None else result - target.value,
        verdict=None if target.each else judge(whole, target.value),
        of=len(by_unit),
        met=len([*units("met")]),
        estimated=len([*units("estimated")]),
        missed=tuple(units("missed")),
        unknown=tuple(units("unknown")),
    )


def _measure(told_: Told) -> Decimal | None:
    if told_.numerator is not None and told_.denominator is not None:
        return percent(told_.numerator, told_.denominator)
    return told_.value


def judge(told_: Told | None, target: Decimal) -> Verdict:
    """Whether a result reaches a target. Ratios are compared as fractions, not as the per cent that
    is shown; one known only as per cent may be rounded, so that it can but be estimated.
    """
    if told_ is None:
        return "unknown"
    if told_.numerator is not None and told_.denominator:
        reached = told_.numerator * 100 >= target * told_.denominator
        surely = told_.qualifier is None
    elif told_.value is not None:
        reached, surely = told_.value >= target, told_.exact >= target
    elif told_.percent is not None:
        reached, surely = told_.percent >= target, False
    else:
        return "unknown"
    if not reached:
        return "missed"
    return "met" if surely else "estimated"
