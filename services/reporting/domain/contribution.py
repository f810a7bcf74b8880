"""Reporting, domain: what one document adds to its plan's totals, as counters that just add."""

from collections import Counter
from collections.abc import Iterable

from contracts.records import Account, Budget, Figure
from services.reporting.domain.documents import (
    ActivityDocument,
    Document,
    DutyDocument,
    MessageDocument,
    PartDocument,
    ReportDocument,
    RungDocument,
)
from services.reporting.domain.totals import Counts

NO_SOURCE = "-"
"""Money whose source was not told, so that sources always add up to the whole; no id looks so."""


def contribution(document: Document) -> Counts:
    """The counters of one document; those of a plan are the sum over its documents.

    Nothing here looks at another document, so the sum is the same in whatever order and batches
    subjects are folded. Arithmetic and ladder come from the plan when totals are read.
    """
    counts: Counts = Counter()
    match document:
        case DutyDocument():
            _duty(document, counts)
        case ActivityDocument():
            _activity(document, counts)
        case ReportDocument():
            _report(document, counts)
        case PartDocument():
            # Who sent a report that counts was asked, even if excused since: n never exceeds m.
            counts["reports", "asked"] += bool(document.owes or document.counted)
        case RungDocument():
            counts["rung", document.duty, document.rung, document.fate] += 1
        case MessageDocument():
            counts["message", document.channel or "?", document.status] += 1
            counts["message", document.channel or "?", "uncertain"] += document.uncertain
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


def without_zeros(counts: Counts) -> Counts:
    return Counter({key: count for key, count in counts.items() if count})


def _duty(duty: DutyDocument, counts: Counts) -> None:
    counts["duty", duty.duty, duty.kind, duty.status] += 1
    if duty.status == "met":
        counts["duty", duty.duty, duty.kind, "on_time" if duty.on_time else "late"] += 1
    counts["dues", duty.duty] += len(duty.dues)


def _activity(activity: ActivityDocument, counts: Counts) -> None:
    kind = activity.record.kind
    if activity.record.joint_with is not None:
        # The lead's record holds what this shares in, so its figures would count twice.
        counts["activity", kind, "joint"] += activity.status != "withdrawn"
        return
    counts["activity", kind, activity.status] += 1
    if activity.status == "withdrawn":
        return
    _account("planned", activity.record.planned, counts)
    if activity.status == "held":
        _account("held", activity.record.actual or Account(), counts)


def _report(report: ReportDocument, counts: Counts) -> None:
    counts["reports", "versions"] += 1
    if report.current:
        counts["reports", report.status] += 1
        counts["reports", "awaiting"] += report.awaiting
    if report.counts:
        counts["reports", "counted"] += 1
        _figures("reported", report.record.figures, counts)
        _money("reported", report.record.spending, counts)


def _account(column: str, account: Account, counts: Counts) -> None:
    counts["accounts", column] += 1
    _figures(column, account.figures, counts)
    _money(column, account.budget, counts)


def _figures(column: str, figures: Iterable[Figure], counts: Counts) -> None:
    for figure in figures:
        key = ("figure", column, figure.indicator)
        given = (figure.value, figure.numerator, figure.denominator, figure.text)
        counts[*key, "gave"] += any(part is not None for part in given)
        counts[*key, "value"] += figure.value or 0
        counts[*key, "numerator"] += figure.numerator or 0
        counts[*key, "denominator"] += figure.denominator or 0
        if figure.qualifier:
            counts[*key, "qualifier", figure.qualifier] += 1


def _money(column: str, budget: Budget | None, counts: Counts) -> None:
    if budget is None:
        return
    counts["money", column, "gave"] += 1
    counts["money", column, "amount"] += budget.total
    parts = [(part.source, part.amount) for part in budget.sources]
    rest = budget.total - sum(amount for _, amount in parts)
    for source, amount in [*parts, (NO_SOURCE, rest)] if rest else parts:
        counts["source", column, source, "gave"] += 1
        counts["source", column, source, "amount"] += amount
