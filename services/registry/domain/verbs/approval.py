"""Registry, domain: who settles a unit's report, and whether it passes through its parent."""

from contracts.plan import Through
from services.registry.domain.decision import Case
from services.registry.domain.succession import with_sole_heirs


def offices(case: Case) -> set[str]:
    """The plan's issuer and collecting office, and who took one over whole."""
    return with_sole_heirs({case.plan.issuer, case.plan.collecting_office}, case.heirs)


def parents(case: Case) -> set[str]:
    """The participant's parent and who took it over whole; none where the plan knows no parent."""
    parent = case.participant.parent if case.participant else None
    return with_sole_heirs({parent} if parent else set(), case.heirs)


def through(case: Case) -> Through | None:
    """Whom the unit's report passes through by the plan in force (Nghị định 09/2019, art. 8)."""
    if case.participant is None or case.participant.parent is None:
        return None
    mine = {duty.id for duty in case.participant.duties if duty.kind == "report"}
    return next((owed.through for owed in case.plan.owed if owed.through and owed.id in mine), None)
