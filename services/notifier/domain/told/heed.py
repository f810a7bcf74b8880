"""Notifier, domain, told: which of a unit's facts are looked at at all."""

from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    DocumentAttached,
    DocumentRegistered,
    DutyFact,
    NothingDeclared,
    PlanApplied,
    ReportAccepted,
    ReportCarried,
    ReportCorrected,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    UnitHistoryFact,
)


def heeded(fact: UnitHistoryFact) -> bool:
    """Whether a fact may change which timers of its unit should stand, or is something to tell it.

    Asked of every fact that is heard, so that the many about activities cost no look at the log:
    what they mean for a duty the registry says by a fact about that duty.
    """
    if isinstance(fact, DutyFact):
        return True  # also one that was changed: whom to remind may be somebody else
    match fact:
        case ReportReturned() | ReportAccepted() | ReportVoided() | ActivityVoided():
            return True  # the unit is told
        case ReportSubmitted() | ReportCorrected():
            return True  # its document may be awaited
        case PlanApplied():
            return False  # another ladder is heard of from the plan's own facts
        case (
            ActivityDeclared()
            | ActivityChanged()
            | ActivityHeld()
            | ActivityWithdrawn()
            | ActivityShared()
            | NothingDeclared()
            | ReportRedacted()
            | ReportCarried()
            | DocumentAttached()
            | DocumentRegistered()
        ):
            return False
        case _:
            assert_never(fact)
