"""Reporting, domain: what one document adds to its unit's and plan's totals, as counters that just
add.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, assert_never

from contracts.owed import APPROVAL, DutyKind
from contracts.records import Account
from contracts.words import DutyStatus, ExcuseCause
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.adding import (
    About,
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
    CompletenessCount,
    Counts,
    DueCount,
    DutyCount,
    ExcusedCount,
    JointCount,
    LookCount,
    MetCount,
    OwingCount,
    RungCount,
    UncertainCount,
    without_zeros,
)
from services.reporting.domain.counting.over_time import told
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, MessageDocument, RungDocument
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.reached.sent import message_count
from services.reporting.domain.stamp import stamp

Counted = DutyDocument | ActivityDocument | EntryDocument | RungDocument | MessageDocument
"""What adds something to its unit's counters, and to its plan's."""


def contribution(document: Counted) -> Counts:
    """The counters of one document; those of a unit, and of a plan, are the sum over its documents.

    Nothing here looks at another document, so the sum is the same in whatever order and batches
    subjects are folded. Arithmetic and ladder come from the plan when totals are read.
    """
    counts: Counts = Counter()
    contribute(document, counts)
    return counts


def contribute(document: Counted, counts: Counts) -> None:
    """Add a document's counters to others."""
    match document:
        case ActivityDocument():
            _count_activity(document, counts)
        case DutyDocument():
            count_duty(document, counts)
            counts[DueCount(document.owed, document.duty)] += len(document.dues)
        case EntryDocument():
            count_entry(document.owed, document.filings, counts)
        case RungDocument():
            counts[RungCount(document.duty, document.rung, document.fate)] += 1
        case MessageDocument():
            if not document.shared:
                counts[message_count(document)] += 1
                counts[UncertainCount(document.channel)] += document.uncertain
        case _:
            assert_never(document)


def difference(changed: Iterable[tuple[Document | None, Document]]) -> dict[str, Counts]:
    """What changed summaries of units add to each plan's counters, and take away from them."""
    plans: dict[str, Counts] = {}
    for before, after in changed:
        if isinstance(after, SummaryDocument):
            counts = plans.setdefault(after.plan, Counter())
            counts.update(after.counts)
            if isinstance(before, SummaryDocument):
                counts.subtract(before.counts)
    return {plan: without_zeros(counts) for plan, counts in plans.items()}


def summed(summaries: Iterable[SummaryDocument]) -> Counts:
    """What the summaries of some units add up to."""
    counts: Counts = Counter()
    for one in summaries:
        counts.update(one.counts)
    return counts


def records(counts: Counts, status: str | bool | None = None) -> int:
    """How many records of activities there are in all, or of one status, each by itself."""
    return sum(
        number
        for key, number in counts.items()
        if isinstance(key, ActivityCount | JointCount) and status in (None, key.status)
    )


def duties(counts: Counts, status: str | bool | None, owed: str | bool | None) -> int:
    """How many duties there are of a status and an entry, or of any."""
    return sum(
        number
        for key, number in counts.items()
        if isinstance(key, DutyCount) and status in (None, key.status) and owed in (None, key.owed)
    )


def versions(counts: Counts, owed: str | bool | None, waiting: str | bool | None) -> int:
    """How many versions of reports there are, of an entry or of any; of those that wait for the
    office, as `waiting` says, each duty has one.
    """
    of = waiting or "versions"
    return sum(
        number
        for key, number in counts.items()
        if isinstance(key, CompletenessCount) and key.of == of and owed in (None, key.owed)
    )


def overdue(counts: Counts, now: datetime, owed: str | None = None) -> int:
    """How many duties are owed of which the due moment has come, of one entry or of any."""
    moment = stamp(now)
    return sum(
        number
        for key, number in counts.items()
        if isinstance(key, OwingCount) and key.due <= moment and owed in (None, key.owed)
    )


def met_late(counts: Counts) -> int:
    """How many duties were met after their original clock."""
    return sum(n for key, n in counts.items() if isinstance(key, MetCount) and not key.on_time)


def borne(counts: Counts) -> bool:
    """Whether any duty is another unit's to meet than whose report it is about."""
    return any(isinstance(key, DutyCount) and key.owed.endswith(APPROVAL) for key in counts)


class Standing(Protocol):
    """What is counted of a duty."""

    @property
    def owed(self) -> str: ...
    @property
    def kind(self) -> DutyKind: ...
    @property
    def status(self) -> DutyStatus: ...
    @property
    def due(self) -> datetime: ...
    @property
    def on_time(self) -> bool | None: ...
    @property
    def excused(self) -> ExcuseCause | None: ...


def count_duty(duty: Standing, counts: Counts) -> None:
    """Add one unit's duty to `counts`."""
    counts[DutyCount(duty.owed, duty.kind, duty.status)] += 1
    match duty.status:
        case "owing":
            counts[OwingCount(duty.owed, stamp(duty.due))] += 1
        case "met":
            counts[MetCount(duty.owed, duty.kind, bool(duty.on_time))] += 1
        case "excused":
            if duty.excused is not None:
                counts[ExcusedCount(duty.owed, duty.excused)] += 1
        case _:
            assert_never(duty.status)


def _count_activity(activity: ActivityDocument, counts: Counts) -> None:
    """Add a record of an activity; one that another record tells of is in no figure."""
    counts[LookCount("loose")] += activity.loose
    counts[LookCount("repeats")] += bool(activity.repeats)
    if activity.shares:
        counts[JointCount(activity.record.kind, activity.status)] += 1
        return
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


def _account(column: Column, account: Account, counts: Counts) -> None:
    counts[AccountCount(column)] += 1
    for indicator, one in told([account], "flow").items():
        about: About = (column, ACTIVITIES, indicator, "flow")
        add_figure(about, one, counts)
        add_answer(about, one, counts)
    budgets = [account.budget] if account.budget else []
    add_money(column, ACTIVITIES, budgets, counts)
    add_givers(column, ACTIVITIES, budgets, counts)
