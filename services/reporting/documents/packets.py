"""Reporting, documents: the report as the packets in which reporting systems exchange it.

One list for each entity that QCVN 125:2021/BTTTT names: regime (chế độ báo cáo), outline (đề
cương), form (biểu mẫu), indicator (chỉ tiêu), period (kỳ báo cáo), status (trạng thái) and data (số
liệu). The names of their fields are ours.
"""

from collections.abc import Iterator

from contracts.indicator import Indicator
from contracts.owed import Owed
from contracts.plan import Section
from contracts.records import Figure
from contracts.values import Day, Moment, Value
from contracts.words import DutyStatus, ReportStatus
from services.reporting.domain.consolidated import Consolidated, UnitRef
from services.reporting.domain.counting.taking import asks


class Regime(Value):
    """What is reported, by whose order, to whom, and when."""

    id: str
    plan: str
    number: str
    issued_on: Day
    issuer: UnitRef
    receiver: UnitRef
    title: str
    content: str
    how: str
    reporters: tuple[str, ...]
    """The units that owe it; where each stands is its status."""
    entry: Owed
    """With its deadline or recurrence, cut-off, receivers of its own and form."""


class Form(Value):
    """The indicators that a regime asks for."""

    regime: str
    indicators: tuple[str, ...]


class Period(Value):
    """One due moment of a regime, as far as it is the same for all."""

    regime: str
    id: str | None
    due: tuple[Moment, ...]


class Status(Value):
    """Where one unit stands with one period."""

    regime: str
    period: str | None
    unit: UnitRef
    status: DutyStatus
    due: Moment
    met_at: Moment | None
    on_time: bool | None
    version: int | None
    report: ReportStatus | None
    signed_number: str | None
    counts: bool


class Data(Value):
    """One figure of one unit and period, as it counts."""

    regime: str
    period: str | None
    unit: str
    figure: Figure


class Packets(Value):
    """The packets of one plan at one moment; what is named in one is in another."""

    as_of: Moment
    code: str
    regime: tuple[Regime, ...]
    outline: tuple[Section, ...]
    form: tuple[Form, ...]
    indicator: tuple[Indicator, ...]
    period: tuple[Period, ...]
    status: tuple[Status, ...]
    data: tuple[Data, ...]


def packets(report: Consolidated, code: str = "") -> Packets:
    """The same figures as in every other file of the report; `code` is theirs."""
    entries = [one for one in report.plan.owed if one.kind == "report"]
    status = tuple(_status(report))
    return Packets(
        as_of=report.as_of,
        code=code,
        regime=tuple(_regime(report, one, status) for one in entries),
        outline=tuple(report.plan.reporting.outline),
        form=tuple(_form(report, one) for one in entries),
        indicator=tuple(report.plan.indicators),
        period=tuple(_periods(status)),
        status=status,
        data=tuple(_data(report)),
    )


def _regime(report: Consolidated, entry: Owed, status: tuple[Status, ...]) -> Regime:
    plan = report.plan
    return Regime(
        id=entry.id,
        plan=plan.id,
        number=plan.number,
        issued_on=plan.issued_on,
        issuer=report.issuer,
        receiver=report.receiver,
        title=entry.title,
        content=plan.reporting.content,
        how=plan.reporting.how,
        reporters=tuple(dict.fromkeys(one.unit.id for one in status if one.regime == entry.id)),
        entry=entry,
    )


def _form(report: Consolidated, entry: Owed) -> Form:
    asked = (one.id for one in report.plan.indicators if asks(entry, one.id))
    return Form(regime=entry.id, indicators=tuple(asked))


def _periods(status: tuple[Status, ...]) -> Iterator[Period]:
    found: dict[tuple[str, str | None], set[Moment]] = {}
    for one in status:
        found.setdefault((one.regime, one.period), set()).add(one.due)
    for (regime, period), due in found.items():
        yield Period(regime=regime, id=period, due=tuple(sorted(due)))


def _status(report: Consolidated) -> Iterator[Status]:
    for row in (*report.rows, *report.before):
        duties = {one.duty: one for one in row.duties}
        for one in row.reports:
            if (duty := duties.get(one.duty)) is not None:
                yield Status(
                    regime=one.owed,
                    period=one.period,
                    unit=row.unit,
                    status=duty.status,
                    due=duty.due,
                    met_at=duty.met_at,
                    on_time=duty.on_time,
                    version=one.version,
                    report=one.status,
                    signed_number=one.signed.number if one.signed else None,
                    counts=one.counts,
                )


def _data(report: Consolidated) -> Iterator[Data]:
    for row in (*report.rows, *report.before):
        for one in row.reports:
            for figure in one.filing.figures if one.counts else ():
                yield Data(regime=one.owed, period=one.period, unit=row.unit.id, figure=figure)
