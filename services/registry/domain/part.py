"""Registry, domain: what one unit may know of a plan: the plan as far as it concerns the unit."""

from collections.abc import Collection, Sequence

from contracts.forms import form_of
from contracts.indicator import Indicator
from contracts.owed import Owed, Participant
from contracts.parts import PartTold
from contracts.plan import Plan
from services.registry.domain.decide import standings
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanInForce


def part_of(unit: str, state: Participation, in_force: PlanInForce) -> PartTold:
    """The unit's part as its history has it, by the revision that this follows."""
    participant = in_force.participants.get(unit)
    duties = [
        one.duty.model_copy(update={"due": one.present.due})
        for one in state.duties.values()
        if one.excused != "plan"
    ]
    owed = {*(participant.owes if participant else ()), *(duty.owed for duty in duties)}
    plan = _slim(in_force.plan, unit, participant, owed)
    told = {duty.id for duty in duties}
    return PartTold(
        unit=unit,
        revision=in_force.revision,
        published_at=in_force.receipt.at,
        plan=plan,
        participant=participant,
        instances=[one for one in in_force.instances if one.owed in owed],
        duties=duties,
        standings=[one for one in standings(state) if one.duty in told],
    )


def _slim(plan: Plan, unit: str, participant: Participant | None, owed: Collection[str]) -> Plan:
    """The plan with what concerns the unit. Where nothing of a list does, the list stands as it is:
    a plan has one entry of each at least.
    """
    mine = participant.assignments if participant else []
    entries = [_slim_entry(entry, unit) for entry in plan.owed if entry.id in owed]
    indicators = _indicators(plan, participant, entries)
    names = {one.id for one in indicators}
    return plan.model_copy(
        update={
            "legal_basis": [],
            "items": [],
            "recipients": [],
            "ladder": [],
            "assignments": [one for one in plan.assignments if one.id in mine] or plan.assignments,
            "owed": entries or plan.owed,
            "indicators": [_slim_indicator(one, unit) for one in indicators],
            "rules": [rule for rule in plan.rules if names.issuperset([rule.left, *rule.right])],
        }
    )


def _slim_entry(entry: Owed, unit: str) -> Owed:
    """The entry without the other units that it names; one that names others only stays so, since
    none would mean everybody.
    """
    own = [
        one.model_copy(update={"units": _own(one.units, unit)})
        for one in entry.own_deadlines
        if unit in one.units or one.levels or one.groups
    ]
    units = _own(entry.units, unit) or entry.units
    return entry.model_copy(update={"units": units, "own_deadlines": own})


def _slim_indicator(indicator: Indicator, unit: str) -> Indicator:
    """The indicator without the targets of other units."""
    own = [
        one.model_copy(update={"units": _own(one.units, unit)})
        for one in indicator.targets
        if unit in one.units or not one.units
    ]
    return indicator.model_copy(update={"targets": own})


def _own(units: list[str], unit: str) -> list[str]:
    return [one for one in units if one == unit]


def _indicators(
    plan: Plan, participant: Participant | None, entries: Sequence[Owed]
) -> list[Indicator]:
    """Any, where activities are asked for, which may tell of any; else what its reports contain."""
    if any(entry.kind != "report" for entry in entries):
        return plan.indicators
    forms = (form_of(plan, entry.id, participant) for entry in entries)
    asked = {indicator.id for form in forms for indicator, _ in form}
    return [one for one in plan.indicators if one.id in asked]
