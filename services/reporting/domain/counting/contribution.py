"""Reporting, domain: what one document adds to its plan's totals, as counters that just add."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol, assert_never

from contracts.owed import DutyKind
from contracts.records import Account
from contracts.words import DutyStatus, ExcuseCause
from services.reporting.domain.counting.adding import (
    add_answer,
    add_figure,
    add_givers,
    add_money,
    count_entry,
)
from services.reporting.domain.counting.counts import (
    ACTIVITIES,
    AccountCount,
    ActivityCount,
    Column,
    Counts,
    DueCount,
    DutyCount,
    ExcusedCount,
    JointCount,
    MessageCount,
    MetCount,
    RungCount,
    UncertainCount,
    without_zeros,
)
from services.reporting.domain.counting.over_time import told
from services.reporting.domain.document import Document
from services.reporting.domain.documents import (
    ActivityDocument,
    DutyDocument,
    MessageDocument,
    RungDocument,
)
from services.reporting.domain.filing.documents import EntryDocument, Filing


def contribution(document: Document) -> Counts:
    """The counters of one document; those of a plan are the sum over its documents.

    Nothing here looks at another document, so the sum is the same in whatever order and batches
    subjects are folded. Arithmetic and ladder come from the plan when totals are read.
    """
    counts: Counts = Counter()
    match document:
        case DutyDocument():
            count_duty(document, counts)
            counts[DueCount(document.owed, document.duty)] += len(document.dues)
        case ActivityDocument():
            count_activity(document, counts)
        case EntryDocument():
            count_entry(document.owed, document.filings, counts)
        case RungDocument():
            counts[RungCount(document.duty, document.rung, document.fate)] += 1
        case MessageDocument(shared=False):
            counts[MessageCount(document.channel, document.status)] += 1
            counts[UncertainCount(document.channel)] += document.uncertain
        case _:
            pass  # a plan, a unit or a version's text adds nothing itself
    return counts


def plan_of(document: Document) -> str | None:
    """The plan whose totals a document adds to; plans and units themselves add to none."""
    plan = getattr(document, "plan", None)
    return plan if isinstance(plan, str) else None


def add_up(documents: Iterable[Document]) -> dict[str, Counts]:
    """Each plan's counters, from all documents."""
    return difference((None, document) for document in documents)


def difference(changed: Iterable[tuple[Document | None, Document]]) -> dict[str, Counts]:
    """What changed documents add to each plan's counters, and take away from them."""
    plans: dict[str, Counts] = {}
    for before, after in changed:
        plan = plan_of(after)
        if plan is not None:
            counts = plans.setdefault(plan, Counter())
            counts.update(contribution(after))
            if before is not None:
                counts.subtract(contribution(before))
    return {plan: without_zeros(counts) for plan, counts in plans.items()}


class Standing(Protocol):
    """What is counted of a duty."""

    @property
    def owed(self) -> str: ...
    @property
    def kind(self) -> DutyKind: ...
    @property
    def status(self) -> DutyStatus: ...
    @property
    def on_time(self) -> bool | None: ...
    @property
    def excused(self) -> ExcuseCause | None: ...


def count_duty(duty: Standing, counts: Counts) -> None:
    """Add one unit's duty to `counts`."""
    counts[DutyCount(duty.owed, duty.kind, duty.status)] += 1
    if duty.status == "met":
        counts[MetCount(duty.owed, duty.kind, bool(duty.on_time))] += 1
    if duty.status == "excused" and duty.excused is not None:
        counts[ExcusedCount(duty.owed, duty.excused)] += 1


def count_activity(activity: ActivityDocument, counts: Counts) -> None:
    """Add an activity, as if nobody else's record were about the same one."""
    counts[ActivityCount(activity.record.kind, activity.status)] += 1
    match activity.status:
        case "planned" | "postponed":
            _account("planned", activity.record.planned, counts)
        case "held":
            _account("planned", activity.record.planned, counts)
            _account("held", activity.record.actual or Account(), counts)
        case "withdrawn" | "voided":
            pass
        case _:
            assert_never(activity.status)


def count_joint(activity: ActivityDocument, counts: Counts) -> None:
    """Add a record that shares in an activity which another one tells of."""
    counts[JointCount(activity.record.kind)] += 1


def _account(column: Column, account: Account, counts: Counts) -> None:
    counts[AccountCount(column)] += 1
    filing = Filing(duty=ACTIVITIES, figures=tuple(account.figures))
    for indicator, one in told([filing], "flow").items():
        add_figure((column, ACTIVITIES, indicator, "flow"), one, counts)
        add_answer((column, ACTIVITIES, indicator, "flow"), one, counts)
    budgets = [account.budget] if account.budget else []
    add_money(column, ACTIVITIES, budgets, counts)
    add_givers(column, ACTIVITIES, budgets, counts)
