"""Reporting, domain: an indicator beside that of an earlier plan which it continues."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.indicator import Indicator
from contracts.plan import Plan
from contracts.unit import Unit, successors
from contracts.values import Value
from services.reporting.domain.comparing.reasons import Reason
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.counting.sum import Amount, Sum
from services.reporting.domain.counting.summing import reported
from services.reporting.domain.counting.taking import take
from services.reporting.domain.documents import PlanDocument


@dataclass(frozen=True)
class Earlier:
    """The earlier plans that a plan names, as far as they are known, and the directory by which
    their units are followed to those of today.
    """

    plans: Mapping[str, tuple[PlanDocument, Counts]] = field(default_factory=dict)
    directory: Mapping[str, Unit] = field(default_factory=dict)


class Before(Value):
    """The figure of an earlier plan, or why it cannot be compared (không so sánh được)."""

    plan: str
    indicator: str
    number: str | None
    """Of the earlier plan as a document."""
    reported: Sum | None
    difference: Amount | None
    """Of this plan's figure to the earlier one; of ratios in percentage points."""
    reason: Reason | None


def continued(plan: Plan) -> list[str]:
    """The earlier plans that a plan's indicators name."""
    return sorted({one.same_as.plan for one in plan.indicators if one.same_as is not None})


def beside(
    document: PlanDocument, indicator: Indicator, whole: Sum, earlier: Earlier
) -> Before | None:
    """The earlier plan's figure; None where the indicator continues none.

    Compared only over the same coverage, and the same units, followed by succession to the day of
    the later plan.
    """
    same = indicator.same_as
    if same is None:
        return None
    named = {"plan": same.plan, "indicator": same.indicator}
    found = earlier.plans.get(same.plan)
    if found is None:
        return _incomparable("plan", None, named)
    old, counts = found
    number = old.plan.number
    known = next((one for one in old.plan.indicators if one.id == same.indicator), None)
    if known is None:
        return _incomparable("indicator", number, named)
    if reason := _differs(document, indicator, old, known, earlier):
        return _incomparable(reason, number, named)
    before = reported(known, take(old, known).entries, counts)
    return Before(
        **named, number=number, reported=before, difference=whole.less(before), reason=None
    )


def _incomparable(reason: Reason, number: str | None, named: dict[str, str]) -> Before:
    return Before(**named, number=number, reported=None, difference=None, reason=reason)


def defined_otherwise(indicator: Indicator, known: Indicator) -> Reason | None:
    """What two indicators differ in that are said to be the same."""
    if indicator.arithmetic != known.arithmetic:
        return "arithmetic"
    return None if indicator.unit == known.unit else "measure"


def _differs(
    document: PlanDocument,
    indicator: Indicator,
    old: PlanDocument,
    known: Indicator,
    earlier: Earlier,
) -> Reason | None:
    if reason := defined_otherwise(indicator, known):
        return reason
    if _coverage(document, indicator) != _coverage(old, known):
        return "coverage"
    day = document.plan.issued_on
    followed = {
        heir
        for unit in _units(old, known)
        for heir in successors(earlier.directory, unit, day) or [unit]
    }
    return None if followed == _units(document, indicator) else "units"


def _coverage(document: PlanDocument, indicator: Indicator) -> set[str]:
    taken = take(document, indicator).entries
    return {one.form.coverage for one in document.plan.owed if one.id in taken}


def _units(document: PlanDocument, indicator: Indicator) -> set[str]:
    taken = set(take(document, indicator).entries)
    return {one.unit for one in document.participants if taken & set(one.owes)}
