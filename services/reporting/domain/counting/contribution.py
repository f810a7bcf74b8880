"""Reporting, domain: what one document adds to its plan's totals, as counters that just add."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, assert_never, get_args

from contracts.owed import DutyKind
from contracts.records import Account, Budget
from contracts.words import DutyStatus, ExcuseCause
from services.reporting.domain.claims.evidence import GONE
from services.reporting.domain.counting.counts import (
    ACTIVITIES,
    NO_SOURCE,
    AccountCount,
    ActivityCount,
    Column,
    CompletenessCount,
    Counts,
    DueCount,
    DutyCount,
    ExcusedCount,
    FigureCount,
    HedgeCount,
    JointCount,
    MessageCount,
    MetCount,
    MoneyCount,
    NilCount,
    NothingCount,
    RungCount,
    SourceCount,
    UncertainCount,
    without_zeros,
)
from services.reporting.domain.counting.over_time import Over, Told, told
from services.reporting.domain.document import Document
from services.reporting.domain.documents import (
    ActivityDocument,
    DutyDocument,
    MessageDocument,
    RungDocument,
)
from services.reporting.domain.filing.documents import EntryDocument, Filing

THOUSAND = 1000
"""Values have at most three decimals, and counters are whole numbers."""


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
            _activity(document, counts)
        case EntryDocument():
            count_entry(document.owed, document.filings, counts)
        case RungDocument():
            counts[RungCount(document.duty, document.rung, document.fate)] += 1
        case MessageDocument():
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


def count_entry(owed: str, filings: Sequence[Filing], counts: Counts) -> None:
    """Add what a unit's reports for an entry say, in the order of time, to `counts`."""
    counts[CompletenessCount(owed, "units")] += any(one.asked for one in filings)
    for filing in filings:
        counts[CompletenessCount(owed, "versions")] += filing.versions
        for of in filing.standing if filing.asked else ():
            counts[CompletenessCount(owed, of)] += 1
    counted = [one for one in filings if one.counts]
    if counted and all(one.nothing for one in counted) and (why := counted[-1].nothing):
        counts[NilCount(owed, why)] += 1
    for way in get_args(Over):
        for indicator, one in told(counted, way).items():
            _count(("reported", owed, indicator, way), one, counts)
    _money("reported", owed, [one.spending for one in counted], counts)


def _count(about: tuple[Column, str, str, Over], one: Told, counts: Counts) -> None:
    """Add what one unit, or one activity, says of an indicator."""
    counts[FigureCount(*about, "gave")] += one.gave
    counts[FigureCount(*about, "value")] += int((one.value or 0) * THOUSAND)
    counts[FigureCount(*about, "numerator")] += one.numerator or 0
    counts[FigureCount(*about, "denominator")] += one.denominator or 0
    counts[FigureCount(*about, "percent")] += one.percent is not None
    if one.nothing is not None:
        counts[NothingCount(*about, one.nothing)] += 1
    if one.value == 0:
        counts[NothingCount(*about, "zero")] += 1
    if one.qualifier and one.gave:
        counts[HedgeCount(*about, one.qualifier)] += 1


def _money(column: Column, owed: str, budgets: Iterable[Budget | None], counts: Counts) -> None:
    """Add the money of one unit's reports, or of one activity; the unit counts once."""
    given = [budget for budget in budgets if budget is not None]
    sources: set[str] = set()
    counts[MoneyCount(column, owed, "gave")] += bool(given)
    for budget in given:
        counts[MoneyCount(column, owed, "amount")] += budget.total
        parts = [(part.source, part.amount) for part in budget.sources]
        rest = budget.total - sum(amount for _, amount in parts)
        for source, amount in [*parts, (NO_SOURCE, rest)] if rest else parts:
            sources.add(source)
            counts[SourceCount(column, owed, source, "amount")] += amount
    for source in sources:
        counts[SourceCount(column, owed, source, "gave")] += 1


def _activity(activity: ActivityDocument, counts: Counts) -> None:
    kind = activity.record.kind
    if activity.record.joint_with is not None:
        # The lead's record holds what this shares in, so its figures would count twice.
        counts[JointCount(kind)] += activity.status not in GONE
        return
    counts[ActivityCount(kind, activity.status)] += 1
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
    filing = Filing(duty=ACTIVITIES, figures=tuple(account.figures))
    for indicator, one in told([filing], "flow").items():
        _count((column, ACTIVITIES, indicator, "flow"), one, counts)
    _money(column, ACTIVITIES, [account.budget], counts)
