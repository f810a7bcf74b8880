"""Registry, domain: who may say what; docs/decisions/0009."""

from collections.abc import Iterable
from typing import Literal, assert_never

from contracts.plan import Plan
from contracts.topology import OPERATOR, REGISTRY
from contracts.values import Receipt
from services.registry.domain.case import Case, received_on
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.plan_history import PlanInForce
from services.registry.domain.succession import with_sole_heirs

SaidBy = Literal[
    "operator",
    "registry",
    "issuer",
    "plan-office",
    "unit",
    "unit-or-office",
    "office",
    "office-or-through",
]
"""Who may send a command.

operator: whoever runs the system; registry: it alone, to itself; issuer: the plan's, or the
collecting office that the directory gives the role of focal point under it; plan-office: the issuer
or collecting office of the plan in force; unit: the unit it is about, or its successors once it has
ended; office: issuer and collecting office; office-or-through: whom the unit's reports pass through
or go to first too.
"""
FOCAL_POINT = "focal-point"
"""The role (đầu mối) by which the directory lets a collecting office publish for its issuer."""


def over_part(said_by: SaidBy, case: Case, duties: Iterable[DutyState]) -> set[str]:
    """Who may send a command about a unit's part in a plan, of which these are the duties."""
    match said_by:
        case "registry":
            return {REGISTRY}
        case "operator":
            return {OPERATOR}
        case "unit":
            return {case.unit, *case.heirs(case.unit)}
        case "unit-or-office":
            return {case.unit, *case.heirs(case.unit)} | offices(case)
        case "office" | "issuer" | "plan-office":
            return offices(case)
        case "office-or-through":
            return offices(case) | _passed_through(case, duties)
        case _:
            assert_never(said_by)


def offices(case: Case) -> set[str]:
    """The plan's issuer and collecting office, and who took one over whole."""
    return with_sole_heirs({case.plan.issuer, case.plan.collecting_office}, case.heirs)


def _passed_through(case: Case, duties: Iterable[DutyState]) -> set[str]:
    """Whom any report of the unit passes through or goes to, also by an earlier revision: its
    parent, every unit that the plan names, and whom its duties name; the verb looks at the version.
    """
    named = {entry.through.unit for entry in case.plan.owed if entry.through}
    named |= {one.duty.through for one in duties}
    named |= {entry.receivers[0] for entry in case.plan.owed if entry.receivers}
    parent = case.participant.parent if case.participant else None
    return with_sole_heirs({unit for unit in (*named, parent) if unit}, case.heirs)


def deciding(case: Case, owed: str) -> set[str]:
    """Who decides about the reports for an entry: the offices, and whom it goes to first."""
    entry = case.entry(owed)
    first = set(entry.receivers[:1]) if entry else set()
    return offices(case) | with_sole_heirs(first, case.heirs)


def with_heir(unit: str, case: Case) -> set[str]:
    """A unit and who took it over whole."""
    return with_sole_heirs({unit}, case.heirs)


def over_plan(state: PlanInForce, directory: Directory, receipt: Receipt) -> set[str]:
    """Who may amend a plan in force: it was admitted by rule, so its own word suffices."""
    day = received_on(receipt, state.plan)
    named = {state.plan.issuer, state.plan.collecting_office}
    return with_sole_heirs(named, lambda unit: directory.successors(unit, day))


def may_publish(plan: Plan, directory: Directory, receipt: Receipt) -> bool:
    """Whether the sender is the issuer, or collects for it by the directory's word, not its own."""
    day, office = received_on(receipt, plan), directory.unit(receipt.sender)
    return receipt.sender == plan.issuer or (
        office is not None
        and office.id == plan.collecting_office
        and office.has_role(FOCAL_POINT, day)
        and directory.is_under(office.id, plan.issuer, day)
    )
