"""Reporting, domain: what one document adds to its plan's totals, as counters that just add."""

from collections import Counter
from collections.abc import Iterable
from typing import assert_never

from contracts.owed import DutyKind
from contracts.records import Account, Budget, Figure
from contracts.words import DutyStatus
from services.reporting.domain.counting.counts import (
    NO_SOURCE,
    AccountCount,
    ActivityCount,
    Column,
    CompletenessCount,
    Counts,
    DueCount,
    DutyCount,
    FigureCount,
    HedgeCount,
    JointCount,
    MessageCount,
    MetCount,
    MoneyCount,
    ReportCount,
    RungCount,
    SourceCount,
    UncertainCount,
    without_zeros,
)
from services.reporting.domain.documents import (
    ActivityDocument,
    Document,
    DutyDocument,
    MessageDocument,
    PartDocument,
    ReportDocument,
    RungDocument,
)


def contribution(document: Document) -> Counts:
    """The counters of one document; those of a plan are the sum over its documents.

    Nothing here looks at another document, so the sum is the same in whatever order and batches
    subjects are folded. Arithmetic and ladder come from the plan when totals are read.
    """
    counts: Counts = Counter()
    match document:
        case DutyDocument():
            count_duty(document.duty, document.kind, document.status, document.on_time, counts)
            counts[DueCount(document.duty)] += len(document.dues)
        case ActivityDocument():
            _activity(document, counts)
        case ReportDocument():
            _report(document, counts)
        case PartDocument():
            # Who sent a report that counts was asked, even if excused since: n never exceeds m.
            count_asked(bool(document.owes or document.counted), counts)
        case RungDocument():
            counts[RungCount(document.duty, document.rung, document.fate)] += 1
        case MessageDocument():
            counts[MessageCount(document.channel, document.status)] += 1
            counts[UncertainCount(document.channel)] += document.uncertain
        case _:
            pass  # a plan or a unit says what to add up, and adds nothing itself
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


def count_duty(
    duty: str, kind: DutyKind, status: DutyStatus, on_time: bool | None, counts: Counts
) -> None:
    """Add one unit's duty to `counts`."""
    counts[DutyCount(duty, kind, status)] += 1
    if status == "met":
        counts[MetCount(duty, kind, bool(on_time))] += 1


def count_asked(asked: bool, counts: Counts) -> None:
    """Add a unit to `counts`, which is asked for a report or not."""
    counts[CompletenessCount("asked")] += asked


def count_figures(
    column: Column, figures: Iterable[Figure], budget: Budget | None, counts: Counts
) -> None:
    """Add the figures and the money of one record to a column of `counts`."""
    for figure in figures:
        about = column, figure.indicator
        counts[FigureCount(*about, "gave")] += is_given(figure)
        counts[FigureCount(*about, "value")] += figure.value or 0
        counts[FigureCount(*about, "numerator")] += figure.numerator or 0
        counts[FigureCount(*about, "denominator")] += figure.denominator or 0
        if figure.qualifier:
            counts[HedgeCount(*about, figure.qualifier)] += 1
    if budget is not None:
        _money(column, budget, counts)


def is_given(figure: Figure) -> bool:
    """Whether the figure says anything; what was not reported is not a zero."""
    parts = (figure.value, figure.numerator, figure.denominator, figure.text)
    return any(part is not None for part in parts)


def _money(column: Column, budget: Budget, counts: Counts) -> None:
    counts[MoneyCount(column, "gave")] += 1
    counts[MoneyCount(column, "amount")] += budget.total
    parts = [(part.source, part.amount) for part in budget.sources]
    rest = budget.total - sum(amount for _, amount in parts)
    for source, amount in [*parts, (NO_SOURCE, rest)] if rest else parts:
        counts[SourceCount(column, source, "gave")] += 1
        counts[SourceCount(column, source, "amount")] += amount


def _activity(activity: ActivityDocument, counts: Counts) -> None:
    kind = activity.record.kind
    if activity.record.joint_with is not None:
        # The lead's record holds what this shares in, so its figures would count twice.
        counts[JointCount(kind)] += activity.status != "withdrawn"
        return
    counts[ActivityCount(kind, activity.status)] += 1
    match activity.status:
        case "planned" | "postponed":
            _account("planned", activity.record.planned, counts)
        case "held":
            _account("planned", activity.record.planned, counts)
            _account("held", activity.record.actual or Account(), counts)
        case "withdrawn":
            pass
        case _:
            assert_never(activity.status)


def _account(column: Column, account: Account, counts: Counts) -> None:
    counts[AccountCount(column)] += 1
    count_figures(column, account.figures, account.budget, counts)


def _report(report: ReportDocument, counts: Counts) -> None:
    counts[CompletenessCount("versions")] += 1
    if report.current:
        counts[ReportCount(report.status)] += 1
        counts[CompletenessCount("awaiting")] += report.awaiting
    if report.counts:
        counts[CompletenessCount("counted")] += 1
        count_figures("reported", report.record.figures, report.record.spending, counts)
