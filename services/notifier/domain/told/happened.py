"""Notifier, domain, told: folds a unit's facts to what happened to it and it is to hear of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
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
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    NothingDeclared,
    PlanApplied,
    ReportAccepted,
    ReportCarried,
    ReportCorrected,
    ReportFact,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    UnitHistoryFact,
)
from contracts.values import ReceiptOrder
from contracts.words import NoticeKind
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.told.duty import Duties, Standing

Change = DutyOpened | DutyChanged | DutyExtended | DutyExcused | DutyReopened
"""What becomes of a duty that was not met."""
Cause = (
    Change
    | ReportReturned
    | ReportAccepted
    | ReportVoided
    | ActivityVoided
    | ReportSubmitted
    | ReportCorrected
)


@dataclass(frozen=True)
class Occasion:
    """Something that happened: by which facts, when the duty was due before, and by which revision
    of the plan, if by one.
    """

    causes: tuple[Cause, ...]
    was: datetime | None = None
    revision: int | None = None


@dataclass(frozen=True)
class Happened:
    """All that a unit is to be told of, and what it takes to know whether it still is true.

    `reported` and `declared` say when a report for a duty or an activity's record came last,
    `documented` when a document of a duty's report did, `titles` what activities are called.
    `followed` is the revision of the plan that a decision brought, `returned` the last return.
    """

    occasions: Mapping[NoticeKey, Occasion] = field(default_factory=dict)
    reported: Mapping[str, datetime] = field(default_factory=dict)
    declared: Mapping[str, datetime] = field(default_factory=dict)
    documented: Mapping[str, datetime] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    followed: tuple[ReceiptOrder, int] | None = None
    returned: ReceiptOrder | None = None

    def with_occasion(
        self,
        kind: NoticeKind,
        about: str,
        cause: Cause,
        was: datetime | None = None,
        revision: int | None = None,
    ) -> "Happened":
        """What one decision does to one duty is one occasion."""
        key = NoticeKey(kind, about, cause.receipt.at)
        before = self.occasions.get(key, Occasion((), was))
        one = Occasion((*before.causes, cause), before.was or was, revision)
        return replace(self, occasions={**self.occasions, key: one})


def evolve(happened: Happened, fact: UnitHistoryFact, stands: Duties) -> Happened:
    """What happened after one more fact; `stands` is where the unit's duties stood before it."""
    if isinstance(fact, ReportFact):
        return _of_report(happened, fact, stands.get(fact.owed))
    match fact:
        case ActivityVoided():
            return happened.with_occasion("voided", fact.activity, fact)
        case ActivityDeclared() | ActivityChanged():
            of = fact.activity
            titles = {**happened.titles, of.id: of.title}
            declared = {**happened.declared, of.id: fact.receipt.at}
            return replace(happened, titles=titles, declared=declared)
        case PlanApplied():
            return replace(happened, followed=(fact.receipt.order, fact.revision))
        case DutyOpened() | DutyChanged() | DutyExtended() | DutyExcused() | DutyReopened():
            return _changed(happened, fact, stands)
        case DutyMet():
            return happened  # by what the unit did itself
        case ActivityHeld() | ActivityWithdrawn() | ActivityShared():
            return happened
        case NothingDeclared() | ReportCarried():
            return happened
        case _:
            assert_never(fact)


def _of_report(happened: Happened, fact: ReportFact, stands: Standing | None) -> Happened:
    match fact:
        case ReportSubmitted() | ReportCorrected():
            return _sent(happened, fact, stands)
        case ReportReturned():
            kind: NoticeKind = "not-taken" if fact.due is None else "returned"
            told = happened.with_occasion(kind, fact.owed, fact)
            return replace(told, returned=fact.receipt.order)
        case ReportAccepted():
            own = fact.level == "through" or fact.receipt.sender == fact.unit
            return happened if own else happened.with_occasion("accepted", fact.owed, fact)
        case ReportVoided():
            return happened.with_occasion("voided", fact.owed, fact)
        case DocumentAttached() | DocumentRegistered():
            return _documented(happened, fact.owed, fact.receipt.at)
        case ReportRedacted():
            return happened
        case _:
            assert_never(fact)


def _documented(happened: Happened, duty: str, at: datetime) -> Happened:
    return replace(happened, documented={**happened.documented, duty: at})


def _sent(
    happened: Happened, fact: ReportSubmitted | ReportCorrected, stands: Standing | None
) -> Happened:
    """Figures alone are asked to be followed by their document, once while it is owed."""
    at, duty = fact.receipt.at, fact.owed
    happened = replace(happened, reported={**happened.reported, duty: at})
    if fact.report.signed is not None:
        return _documented(happened, duty, at)
    if stands is None or stands.duty.wants == "data" or stands.status != "owing":
        return happened
    told = [key.happened_at for key in happened.occasions if _awaits(key, duty)]
    since = (*told, *filter(None, (happened.documented.get(duty),)))
    if any(one >= stands.owing_since for one in since):
        return happened
    return happened.with_occasion("document-awaited", duty, fact)


def _awaits(key: NoticeKey, duty: str) -> bool:
    return key.kind == "document-awaited" and key.about == duty


def _changed(happened: Happened, fact: Change, stands: Duties) -> Happened:
    """By an amended plan, or by the office; what the unit itself made needless is not told."""
    duty = fact.duty.id if isinstance(fact, DutyOpened | DutyChanged) else fact.duty
    before = stands.get(duty)
    was = before.due if before else None
    followed, revision = happened.followed or (None, 1)
    amended = followed == fact.receipt.order and revision > 1
    match fact:
        case DutyOpened():
            by_plan = amended and fact.duty.kind != "approve"
        case DutyChanged():
            by_plan = True
        case DutyExtended():
            if fact.due == was:
                return happened  # the paper of what was granted before
            by_plan = fact.planned is not None
            if not by_plan:
                return happened.with_occasion("extended", duty, fact, was)
        case DutyExcused():
            by_plan = fact.cause == "plan"
            if fact.cause == "office" and before and before.status != "excused":
                return happened.with_occasion("excused", duty, fact)
        case DutyReopened():
            by_plan = amended
            if not by_plan and happened.returned != fact.receipt.order:
                return happened.with_occasion("reopened", duty, fact, was)
        case _:
            assert_never(fact)
    return happened.with_occasion("amended", duty, fact, was, revision) if by_plan else happened
