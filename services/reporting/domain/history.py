"""Reporting, domain: folds one unit's facts into its duties, activities and report versions."""

from typing import Any, assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    DutyFact,
    NothingDeclared,
    PlanApplied,
    ReportCarried,
    ReportFact,
    UnitHistoryFact,
)
from contracts.records import Activity
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import marks
from services.reporting.domain.claims.joint import points_at
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.duty import duty_key, fold_duty
from services.reporting.domain.filing.report import fold_report, touches_report


def touches_history(fact: UnitHistoryFact) -> tuple[Key, ...]:
    """The documents that folding this fact reads or writes."""
    if isinstance(fact, ReportFact):
        return touches_report(fact)
    if isinstance(fact, DutyFact):
        return ((DutyDocument, duty_key(fact)),)
    match fact:
        case ActivityDeclared() | ActivityChanged():
            return ((ActivityDocument, f"{fact.plan}/{fact.unit}/{fact.activity.id}"),)
        case ActivityHeld() | ActivityWithdrawn() | ActivityVoided():
            return ((ActivityDocument, f"{fact.plan}/{fact.unit}/{fact.activity}"),)
        case ReportCarried():
            return ((DutyDocument, f"{fact.plan}/{fact.unit}/{fact.owed}"),)
        case NothingDeclared():
            return ((DutyDocument, f"{fact.plan}/{fact.unit}/{fact.duty}"),)
        case PlanApplied() | ActivityShared():
            return ()  # what it changes for the unit is said by other facts
        case _:
            assert_never(fact)


def fold_history(fact: UnitHistoryFact, documents: Documents) -> None:
    """Put what this fact changes into `documents`; raises LookupError for a log out of order."""
    if isinstance(fact, ActivityFact):
        documents.put(_activity(fact, documents))
    elif isinstance(fact, ReportFact):
        fold_report(fact, documents)
    elif isinstance(fact, DutyFact):
        documents.put(fold_duty(fact, documents))
    elif isinstance(fact, ReportCarried | NothingDeclared):
        documents.put(_told(fact, documents))
    elif not isinstance(fact, PlanApplied | ActivityShared):
        assert_never(fact)


def _told(fact: ReportCarried | NothingDeclared, documents: Documents) -> DutyDocument:
    """The duty as something else than its own records met it, or does so no more."""
    part = f"{fact.plan}/{fact.unit}"
    match fact:
        case ReportCarried():
            duty = documents.get(DutyDocument, f"{part}/{fact.owed}")
            where = f"{fact.by}/{fact.owed}" if fact.standing else None
            return duty.model_copy(update={"gathered_in": where})
        case NothingDeclared():
            duty = documents.get(DutyDocument, f"{part}/{fact.duty}")
            return duty.model_copy(update={"nothing": fact.reason})
        case _:
            assert_never(fact)


def _activity(fact: ActivityFact, documents: Documents) -> ActivityDocument:
    at = fact.receipt.at
    if isinstance(fact, ActivityDeclared):
        return _declared(fact)
    name = fact.activity.id if isinstance(fact, ActivityChanged) else fact.activity
    activity = documents.get(ActivityDocument, f"{fact.plan}/{fact.unit}/{name}")
    match fact:
        case ActivityChanged(activity=record):
            held_at = (activity.held_at or at) if record.status == "held" else None
            now = {"record": record, "status": record.status, **_found(fact.plan, record)}
            since = {"held_at": held_at, "changed_at": at, "changes": activity.changes + 1}
            return activity.model_copy(update={**now, **since})
        case ActivityHeld():
            held_at = activity.held_at or at
            return activity.model_copy(update={"status": "held", "held_at": held_at})
        case ActivityWithdrawn():
            return activity.model_copy(
                update={"status": "withdrawn", "changed_at": at, "reason": fact.reason or None}
            )
        case ActivityVoided():
            return activity.model_copy(
                update={"status": "voided", "changed_at": at, "reason": fact.reason}
            )
        case _:
            assert_never(fact)


def _declared(fact: ActivityDeclared) -> ActivityDocument:
    at = fact.receipt.at
    return ActivityDocument(
        plan=fact.plan,
        unit=fact.unit,
        activity=fact.activity.id,
        status=fact.activity.status,
        record=fact.activity,
        declared_at=at,
        changed_at=at,
        held_at=at if fact.activity.status == "held" else None,
        **_found(fact.plan, fact.activity),
    )


def _found(plan: str, record: Activity) -> dict[str, Any]:
    """What a record is found by."""
    return {"points_at": points_at(plan, record), "marks": marks(record)}
