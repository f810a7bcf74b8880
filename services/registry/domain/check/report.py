"""Registry, domain: checks a report against its duty's form, and against what came before."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from contracts.findings import Finding, finding
from contracts.forms import form_of
from contracts.indicator import Indicator
from contracts.known import known
from contracts.owed import Participant
from contracts.plan import Plan
from contracts.records import Figure, Report
from services.registry.domain.authority import offices
from services.registry.domain.case import Case
from services.registry.domain.check.figures import check_budget, check_figures, check_rules
from services.registry.domain.decision import say_day
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation

AT = "/data/report"
UNTOLD = "not-yet-known"


def check_report(report: Report, duty: str, state: Participation, case: Case) -> Iterator[Finding]:
    """Errors refuse it; warnings are told beside what was recorded."""
    plan, before = case.plan, state.report_on(duty)
    typed = case.receipt.sender != case.unit and case.receipt.sender in offices(case)
    if typed and report.typed_from is None:
        yield finding("typed-without-paper", f"{AT}/typed_from")
    if report.secrecy:
        yield finding("secret", f"{AT}/secrecy", mark=report.secrecy)
    asked = form_of(plan, state.duties[duty].duty.owed, case.participant)
    indicators = [indicator for indicator, _ in asked]
    yield from check_figures(indicators, report.figures, f"{AT}/figures")
    yield from _check_nil(report)
    if report.nothing is None:
        yield from _check_required(asked, report, state.duties[duty], case)
    yield from check_rules(plan, report, before.report, f"{AT}/figures")
    if report.spending is not None:
        yield from check_budget(plan, report.spending, f"{AT}/spending")
    yield from _check_others(report, duty, state, case)
    yield from _check_paper(report, case)
    yield from _check_signed_again(report, duty, state)
    yield from _check_falls(indicators, report, duty, state)
    yield from _check_so_far(plan, report, duty, state)


def _check_nil(report: Report) -> Iterator[Finding]:
    if report.nothing and (report.figures or report.spending):
        yield finding("nil-with-figures", f"{AT}/nothing")


def _check_required(
    asked: list[tuple[Indicator, bool]], report: Report, standing: DutyState, case: Case
) -> Iterator[Finding]:
    """Every required figure is there, or says why there is none; so are the required words."""
    given = {figure.indicator: figure for figure in report.figures}
    for indicator, required in asked:
        if not required:
            continue
        figure = given.get(indicator.id)
        if figure is None:
            yield finding("indicator-missing", f"{AT}/figures", indicator=indicator.id)
        elif figure.nothing == UNTOLD:
            yield finding("indicator-untold", f"{AT}/figures", indicator=indicator.id)
    entry = case.entry(standing.duty.owed)
    for part in entry.form.narrative if entry else []:
        if not getattr(report, part):
            yield finding("narrative-missing", f"{AT}/{part}", part=part)


def _check_others(report: Report, duty: str, state: Participation, case: Case) -> Iterator[Finding]:
    """What else one report speaks for: other report duties of the unit, under the same entry."""
    entry = state.duties[duty].duty.owed
    same = [
        name
        for name, one in state.duties.items()
        if one.duty.kind == "report" and one.duty.owed == entry and name != duty
    ]
    for index, other in enumerate(report.also_owed):
        where = f"{AT}/also_owed/{index}"
        if other not in same:
            yield finding("unknown-report", where, owed=other, known=known(other, same))
        elif state.duties[other].planned > state.duties[duty].planned:
            yield finding("later-period", where, owed=other)
        elif (own := state.reports.get(other)) and own.in_force:
            yield finding("period-reported", where, owed=other)
    if (gathering := state.gathered_in(duty)) is not None:
        yield finding("period-gathered", AT, owed=gathering)
    allowed = beside(entry, case.unit, case.participants, case.directory, case.day)
    for index, unit in enumerate(report.also_for):
        if unit not in allowed:
            words = {"unit": unit, "known": known(unit, allowed)}
            yield finding("not-spoken-for", f"{AT}/also_for/{index}", "error", **words)


def beside(
    entry: str,
    unit: str,
    participants: Mapping[str, Participant],
    directory: Directory,
    day: date,
) -> list[str]:
    """The units that one may report for in one: they owe the same entry, and are below it or have
    the same parent (khối, văn phòng chung).
    """
    parent = participants[unit].parent if unit in participants else None
    return [
        one.unit
        for one in participants.values()
        if entry in one.owes
        and one.unit != unit
        and (one.parent == parent or directory.is_under(one.unit, unit, day))
    ]


def _check_paper(report: Report, case: Case) -> Iterator[Finding]:
    if report.signed and report.signed.day > case.day:
        words = {"day": say_day(report.signed.day), "received": say_day(case.day)}
        yield finding("signed-in-future", f"{AT}/signed/day", "warning", **words)


def _check_signed_again(report: Report, duty: str, state: Participation) -> Iterator[Finding]:
    """Other figures under the number of a document that was signed over some of this entry, however
    the document was told; a correction that names none stands under the one that there is.
    """
    entry = state.duties[duty].duty.owed
    for name, one in state.reports.items():
        if one.report is None or one.signed is None or (one.newest and one.newest.voided):
            continue
        signed = report.signed or (one.signed if name == duty else None)
        same = signed is not None and signed.number == one.signed.number
        if same and state.duties[name].duty.owed == entry and report.figures != one.report.figures:
            where = f"{AT}/signed/number" if report.signed else f"{AT}/signed"
            yield finding("signed-other-figures", where, "warning", number=one.signed.number)
            return


def _check_falls(
    indicators: list[Indicator], report: Report, duty: str, state: Participation
) -> Iterator[Finding]:
    """A cumulative figure below that of the period before."""
    before = _period_before(duty, state)
    if before is None:
        return
    last, now = _values(before.figures), _values(report.figures)
    places = {figure.indicator: index for index, figure in enumerate(report.figures)}
    for one in indicators:
        if one.over_time != "cumulative" or one.id not in last or one.id not in now:
            continue
        if now[one.id] < last[one.id]:
            where = f"{AT}/figures/{places[one.id]}/value"
            words = {"indicator": one.id, "value": now[one.id], "last": last[one.id]}
            yield finding("cumulative-falls", where, "warning", **words)


def _check_so_far(plan: Plan, report: Report, duty: str, state: Participation) -> Iterator[Finding]:
    """A cumulative figure beside the sum of its flows; while one of those is not told there is
    nothing to compare with.
    """
    periods = [*_earlier(duty, state), report]
    places = {figure.indicator: index for index, figure in enumerate(report.figures)}
    told = [_values(one.figures) for one in periods]
    for rule in plan.rules:
        flows = [values.get(name) for values in told for name in rule.right]
        value = told[-1].get(rule.left)
        if rule.check != "sum-so-far" or value is None or None in flows:
            continue
        total = sum(filter(None, flows), Decimal(0))
        if value != total:
            words = {"rule": rule.id, "left": rule.left, "value": value, "total": total}
            where = f"{AT}/figures/{places[rule.left]}/value"
            right = " + ".join(rule.right)
            yield finding("rule-sum-so-far", where, "warning", **words, right=right)


def _period_before(duty: str, state: Participation) -> Report | None:
    earlier = _earlier(duty, state)
    return earlier[-1] if earlier else None


def _earlier(duty: str, state: Participation) -> list[Report]:
    """The unit's reports for the periods of the entry before this one, in the order of time."""
    mine = state.duties[duty]
    found = sorted(
        (one.planned, name)
        for name, one in state.duties.items()
        if one.duty.owed == mine.duty.owed and one.planned < mine.planned and name in state.reports
    )
    return [text for _, name in found if (text := state.reports[name].report)]


def _values(figures: list[Figure]) -> dict[str, Decimal]:
    return {one.indicator: one.value for one in figures if one.value is not None}
