"""Contracts, forms: what a report for one entry of the plan asks a unit for."""

from contracts.indicator import Indicator
from contracts.owed import Participant
from contracts.plan import Plan


def form_of(plan: Plan, owed: str, participant: Participant | None) -> list[tuple[Indicator, bool]]:
    """The indicators that an entry's form asks a participant for, and whether each is required."""
    entry = next((entry for entry in plan.owed if entry.id == owed), None)
    lines = {line.indicator: line for line in entry.form.figures} if entry else {}
    if not lines:
        return [(indicator, indicator.required) for indicator in plan.indicators]
    return [
        (indicator, line.required and _for(line.levels, line.groups, participant))
        for indicator in plan.indicators
        if (line := lines.get(indicator.id))
    ]


def _for(levels: list[str], groups: list[str], participant: Participant | None) -> bool:
    """Whether something that names levels and groups (none: everybody) is meant for a unit."""
    if not levels and not groups:
        return True
    if participant is None:
        return False
    return participant.level in levels or not set(groups).isdisjoint(participant.groups)
