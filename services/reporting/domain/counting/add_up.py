"""Reporting, domain: turns a plan's counters into totals, by arithmetic, catalogue and ladder."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from contracts.owed import APPROVAL, DutyKind
from contracts.plan import Named, Plan
from contracts.words import DUTY_STATUSES, RUNG_FATES, TOLD_STATUSES, RungFate
from services.reporting.domain.comparing.figures import (
    Compared,
    entry_totals,
    indicator_total,
    money_total,
    report_total,
)
from services.reporting.domain.counting.counts import (
    NO_SOURCE,
    ActivityCount,
    Counts,
    DueCount,
    DutyCount,
    ExcusedCount,
    JointCount,
    MetCount,
    RungCount,
    SourceCount,
)
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.reached.sent import messages, messages_by_day
from services.reporting.domain.totals import (
    DutyTotal,
    KindTotal,
    MoneyTotal,
    ReportTotal,
    RungTotal,
    Totals,
)

ALL_DUTIES = "Tất cả nội dung"
ALL_REPORTS = "Tất cả báo cáo"
ALL_KINDS = "Tất cả hoạt động"
ALL_SOURCES = "Tất cả nguồn"
UNTOLD_SOURCE = "Chưa ghi rõ nguồn"

T = TypeVar("T", DutyTotal, ReportTotal, KindTotal, RungTotal)


def total(document: PlanDocument, counts: Counts, compared: Compared | None = None) -> Totals:
    """What the counters of a plan's documents add up to, beside what it is compared with (targets
    and earlier figures are not told without). Its cost depends on the plan and its units alone.
    """
    plan, compared = document.plan, compared or Compared()
    duties, by_duty = total_duties(plan, counts)
    by_rung = _rungs(plan, counts, compared.spared)
    by_kind = _kinds(plan, counts)
    entries = entry_totals(plan, counts)
    return Totals(
        duties=duties,
        by_duty=by_duty,
        reports=_all_reports(one.reports for one in entries),
        entries=entries,
        indicators=tuple(
            indicator_total(document, one, counts, compared) for one in plan.indicators
        ),
        money=money_total(document, None, ALL_SOURCES, counts),
        by_source=_sources(document, counts),
        activities=_over(KindTotal, by_kind, kind=None, name=ALL_KINDS),
        by_kind=by_kind,
        rungs=_over(RungTotal, by_rung, owed=None, rung=None),
        by_rung=by_rung,
        messages=messages(counts),
        messages_by_day=messages_by_day(counts, plan.zone),
    )


def total_duties(plan: Plan, counts: Counts) -> tuple[DutyTotal, tuple[DutyTotal, ...]]:
    """All duties, and by entry."""
    by_duty = _duties(plan, counts)
    return _over(DutyTotal, by_duty, owed=None, kind=None, title=ALL_DUTIES), by_duty


def total_reports(plan: Plan, counts: Counts) -> ReportTotal:
    """Where all reports stand."""
    return _all_reports(report_total(one, counts) for one in plan.owed if one.kind == "report")


def _all_reports(by_entry: Iterable[ReportTotal]) -> ReportTotal:
    return _over(ReportTotal, by_entry, owed=None, title=ALL_REPORTS)


def _over(model: type[T], parts: Iterable[T], **named: str | None) -> T:
    """One total over several: every number added."""
    parts = list(parts)
    numbers = [name for name, field in model.model_fields.items() if field.annotation is int]
    sums = {name: sum(getattr(part, name) for part in parts) for name in numbers}
    return model.model_validate({**named, **sums})


def title_of(plan: Plan, owed: str) -> str:
    """The title of an entry of the plan, or of the approval of its reports."""
    titles = {one.id: one.title for one in plan.owed}
    entry = owed.removesuffix(APPROVAL)
    title = titles.get(entry, entry)
    return title if entry == owed else f"Xác nhận: {title}"


def _duties(plan: Plan, counts: Counts) -> tuple[DutyTotal, ...]:
    kinds: dict[str, DutyKind] = {owed.id: owed.kind for owed in plan.owed}
    # An amended plan may have dropped an entry whose duties were closed; they still count.
    told = [key for key in counts if isinstance(key, DutyCount)]
    kinds |= {key.owed: key.kind for key in sorted(told, key=lambda key: key.owed)}
    totals = []
    for owed, kind in kinds.items():
        by = {status: counts[DutyCount(owed, kind, status)] for status in DUTY_STATUSES}
        totals.append(
            DutyTotal(
                owed=owed,
                kind=kind,
                title=title_of(plan, owed),
                total=sum(by.values()),
                on_time=counts[MetCount(owed, kind, True)],
                late=counts[MetCount(owed, kind, False)],
                by_office=counts[ExcusedCount(owed, "office")],
                by_plan=counts[ExcusedCount(owed, "plan")],
                no_activity=counts[ExcusedCount(owed, "no-activity")],
                nothing_declared=counts[ExcusedCount(owed, "nothing-declared")],
                **by,
            )
        )
    return tuple(totals)


def _rungs(plan: Plan, counts: Counts, spared: Mapping[str, int]) -> tuple[RungTotal, ...]:
    owed_of = {key.duty: key.owed for key in counts if isinstance(key, DueCount)}
    dues: Counter[str] = Counter()
    fates: Counter[tuple[str, str, RungFate]] = Counter()
    for key, number in counts.items():
        if isinstance(key, DueCount):
            dues[key.owed] += number
        elif isinstance(key, RungCount) and key.duty in owed_of:
            fates[owed_of[key.duty], key.rung, key.fate] += number
    totals = []
    for rung in plan.ladder:
        for owed in rung.owed:
            by = {fate: fates[owed, rung.id, fate] for fate in RUNG_FATES}
            due = dues[owed] - spared.get(owed, 0)
            left = due - sum(by.values())
            totals.append(RungTotal(owed=owed, rung=rung.id, due=due, unaccounted=left, **by))
    return tuple(totals)


def _kinds(plan: Plan, counts: Counts) -> tuple[KindTotal, ...]:
    totals = []
    used = [key.kind for key in counts if isinstance(key, ActivityCount | JointCount)]
    for kind, name in _named(plan.kinds, used):
        by = {status: counts[ActivityCount(kind, status)] for status in TOLD_STATUSES}
        totals.append(
            KindTotal(
                kind=kind,
                name=name,
                total=sum(by.values()),
                withdrawn=counts[ActivityCount(kind, "withdrawn")],
                voided=counts[ActivityCount(kind, "voided")],
                joint=sum(counts[JointCount(kind, status)] for status in TOLD_STATUSES),
                **by,
            )
        )
    return tuple(totals)


def _sources(document: PlanDocument, counts: Counts) -> tuple[MoneyTotal, ...]:
    named = sources(document.plan, counts)
    return tuple(money_total(document, source, name, counts) for source, name in named)


def sources(plan: Plan, counts: Counts) -> list[tuple[str, str]]:
    """Ids and names of where money is from."""
    used = [key.source for key in counts if isinstance(key, SourceCount)]
    return _named(plan.budget_sources, used)


def _named(catalogue: Iterable[Named], used: Iterable[str]) -> list[tuple[str, str]]:
    """The plan's entries in its order, then those that only documents still speak of."""
    names = {entry.id: entry.name for entry in catalogue}
    for other in sorted(set(used) - names.keys()):
        names[other] = UNTOLD_SOURCE if other == NO_SOURCE else other
    return list(names.items())
