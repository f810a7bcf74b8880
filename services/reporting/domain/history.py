"""Reporting, domain: folds one unit's facts into its duties, activities and report versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanApplied,
    ReportAccepted,
    ReportCorrected,
    ReportFact,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from services.reporting.domain.claims.evidence import marks
from services.reporting.domain.documents import (
    ActivityDocument,
    Documents,
    DutyDocument,
    DutyRound,
    Key,
    PartDocument,
    ReportDocument,
    report_key,
)

LaterDutyFact = DutyMet | DutyExtended | DutyExcused | DutyReopened


def touches_history(fact: UnitHistoryFact) -> tuple[Key, ...]:
    """The documents that folding this fact reads or writes."""
    part = f"{fact.plan}/{fact.unit}"
    match fact:
        case ActivityDeclared() | ActivityChanged():
            return ((ActivityDocument, f"{part}/{fact.activity.id}"),)
        case ActivityHeld() | ActivityWithdrawn():
            return ((ActivityDocument, f"{part}/{fact.activity}"),)
        case ReportCorrected():
            return (PartDocument, part), _version(fact), _version(fact, -1)
        case ReportSubmitted() | ReportReturned() | ReportAccepted():
            return (PartDocument, part), _version(fact)
        case DutyOpened() | DutyMet() | DutyExtended() | DutyExcused() | DutyReopened():
            duty = fact.duty.id if isinstance(fact, DutyOpened) else fact.duty
            return (PartDocument, part), (DutyDocument, f"{part}/{duty}")
        case PlanApplied():
            return ()  # what it changes for the unit is said by the facts beside it
        case _:
            assert_never(fact)


def fold_history(fact: UnitHistoryFact, documents: Documents) -> None:
    """Put what this fact changes into `documents`; raises LookupError for a log out of order."""
    match fact:
        case ActivityDeclared() | ActivityChanged() | ActivityHeld() | ActivityWithdrawn():
            documents.put(_activity(fact, documents))
        case ReportSubmitted() | ReportCorrected() | ReportReturned() | ReportAccepted():
            _report(fact, documents)
        case DutyOpened():
            _owe(_opened(fact), documents)
        case DutyMet() | DutyExtended() | DutyExcused() | DutyReopened():
            duty = documents.get(DutyDocument, f"{fact.plan}/{fact.unit}/{fact.duty}")
            _owe(_duty(fact, duty), documents)
        case PlanApplied():
            pass
        case _:
            assert_never(fact)


def _version(fact: ReportFact, step: int = 0) -> tuple[type[ReportDocument], str]:
    return ReportDocument, report_key(fact.plan, fact.unit, fact.version + step)


def _activity(fact: ActivityFact, documents: Documents) -> ActivityDocument:
    at = fact.receipt.at
    if isinstance(fact, ActivityDeclared):
        return ActivityDocument(
            plan=fact.plan,
            unit=fact.unit,
            activity=fact.activity.id,
            status=fact.activity.status,
            record=fact.activity,
            declared_at=at,
            changed_at=at,
            held_at=at if fact.activity.status == "held" else None,
            marks=marks(fact.activity),
        )
    name = fact.activity.id if isinstance(fact, ActivityChanged) else fact.activity
    activity = documents.get(ActivityDocument, f"{fact.plan}/{fact.unit}/{name}")
    match fact:
        case ActivityChanged(activity=record):
            held_at = (activity.held_at or at) if record.status == "held" else None
            return activity.model_copy(
                update={
                    "record": record,
                    "status": record.status,
                    "held_at": held_at,
                    "changed_at": at,
                    "changes": activity.changes + 1,
                    "marks": marks(record),
                }
            )
        case ActivityHeld():
            held_at = activity.held_at or at
            return activity.model_copy(update={"status": "held", "held_at": held_at})
        case ActivityWithdrawn():
            return activity.model_copy(
                update={"status": "withdrawn", "changed_at": at, "reason": fact.reason or None}
            )
        case _:
            assert_never(fact)


def _report(fact: ReportFact, documents: Documents) -> None:
    match fact:
        case ReportSubmitted() | ReportCorrected():
            report = ReportDocument(
                plan=fact.plan,
                unit=fact.unit,
                version=fact.version,
                current=True,
                status="submitted",
                received_at=fact.receipt.at,
                receipt=fact.receipt,
                record=fact.report,
                changes=tuple(fact.changes) if isinstance(fact, ReportCorrected) else (),
                through=fact.through,
            )
            if isinstance(fact, ReportCorrected):
                last = documents.get(*_version(fact, -1))
                documents.put(last.model_copy(update={"current": False}))
        case ReportReturned() | ReportAccepted():
            report = documents.get(*_version(fact))
            report = report.model_copy(update=_judged(fact, report))
        case _:
            assert_never(fact)
    documents.put(report)
    if report.current:
        counted = report.version if report.counts else None
        documents.put(
            _part(fact.plan, fact.unit, documents).model_copy(update={"counted": counted})
        )


def _judged(fact: ReportReturned | ReportAccepted, report: ReportDocument) -> dict[str, object]:
    if isinstance(fact, ReportAccepted):
        approved = fact.level == "parent" and report.status != "accepted"
        return {"status": "approved" if approved else "accepted"}
    return {"status": "returned", "reasons": tuple(fact.reasons), "return_due": fact.due}


def _opened(fact: DutyOpened) -> DutyDocument:
    due = fact.duty.due
    return DutyDocument(
        plan=fact.plan,
        unit=fact.unit,
        duty=fact.duty.id,
        kind=fact.duty.kind,
        title=fact.duty.title,
        status="owing",
        due=due,
        rounds=(DutyRound(due=due),),
        dues=(due,),
        opened_at=fact.receipt.at,
    )


def _duty(fact: LaterDutyFact, duty: DutyDocument) -> DutyDocument:
    match fact:
        case DutyMet():
            met = DutyRound(due=fact.due, met_at=fact.met_at, on_time=fact.on_time)
            # A plan that moves round 0 has it judged again, while a return's round may be owed.
            status = "met" if fact.round == len(duty.rounds) - 1 else duty.status
            return _stand(duty, fact.round, met, {"status": status})
        case DutyExtended():
            moved = duty.rounds[fact.round].model_copy(update={"due": fact.due})
            return _stand(duty, fact.round, moved, {"reason": fact.reason})
        case DutyReopened():
            again = {"status": "owing", "reason": fact.reason}
            return _stand(duty, fact.round, DutyRound(due=fact.due), again)
        case DutyExcused():
            return duty.model_copy(update={"status": "excused", "reason": fact.reason})
        case _:
            assert_never(fact)


def _stand(
    duty: DutyDocument, number: int, changed: DutyRound, update: Mapping[str, object]
) -> DutyDocument:
    """The duty with round `number` replaced, or begun as the next one; its headline follows from
    round 0 and the last.
    """
    rounds = (*duty.rounds[:number], changed, *duty.rounds[number + 1 :])
    headline = {
        "rounds": rounds,
        "due": rounds[-1].due,
        "met_at": rounds[-1].met_at,
        "on_time": rounds[0].on_time,
        "dues": _distinct(duty.dues, changed.due),
    }
    return duty.model_copy(update={**headline, **update})


def _distinct(dues: tuple[datetime, ...], due: datetime) -> tuple[datetime, ...]:
    return dues if due in dues else (*dues, due)


def _owe(duty: DutyDocument, documents: Documents) -> None:
    documents.put(duty)
    if duty.kind == "report":
        part = _part(duty.plan, duty.unit, documents)
        others = tuple(owed for owed in part.owes if owed != duty.duty)
        owes = others if duty.status == "excused" else tuple(sorted((*others, duty.duty)))
        documents.put(part.model_copy(update={"owes": owes}))


def _part(plan: str, unit: str, documents: Documents) -> PartDocument:
    return documents.find(PartDocument, f"{plan}/{unit}") or PartDocument(plan=plan, unit=unit)
