"""Whatever the registry decided: the view holds what the registry holds, and totals are those of a
plain recount.
"""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings

from services.registry.domain.history.report import VersionState
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, PlanDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.totals import EntryTotal, Totals
from tests.reporting.given.decided import INDICATORS, PLAN, Decided, histories
from tests.reporting.recount import add_up
from tests.thorough import thorough

unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))


def counted(decided: Decided, unit: str, duty: str) -> VersionState | None:
    """The version that the registry has in force and that waits for no approval."""
    report = decided.parts[unit].state.reports.get(duty)
    found = report.in_force if report else None
    return None if found is None or found.awaiting else found


@unhurried
@given(histories())
def test_the_view_has_in_force_what_the_registry_has(decided: Decided) -> None:
    documents = decided.documents()
    for unit, part in decided.parts.items():
        for name, report in part.state.reports.items():
            duty = documents.get(DutyDocument, f"{PLAN}/{unit}/{name}")
            force = report.in_force
            assert (duty.in_force.number if duty.in_force else None) == (
                force.number if force else None
            )
            assert (duty.counted is not None) == (counted(decided, unit, name) is not None)
            flagged = [
                one.version
                for one in documents.all(ReportDocument)
                if (one.unit, one.duty) == (unit, name) and one.in_force
            ]
            assert flagged == ([force.number] if force else [])


@unhurried
@given(histories())
def test_the_view_has_every_duty_as_the_registry_has_it(decided: Decided) -> None:
    documents = decided.documents()
    for unit, part in decided.parts.items():
        for name, standing in part.state.duties.items():
            duty = documents.get(DutyDocument, f"{PLAN}/{unit}/{name}")
            assert (duty.status, duty.excused) == (standing.status, standing.excused)
            assert (duty.owed, duty.period) == (standing.duty.owed, standing.duty.period)
            assert (duty.due, duty.met_at) == (standing.present.due, standing.present.met_at)
            assert duty.on_time == standing.rounds[0].on_time
            if standing.duty.kind == "report" and name in part.state.reports:
                present, report = standing.present, part.state.reports[name]
                first = report.first_after(present.after)
                assert duty.figures_at == (first.receipt.at if first else None)


def filed(decided: Decided, unit: str, entry: str) -> list[Any]:
    """The texts that count of a unit's reports for an entry, in the order of time."""
    duties = decided.parts[unit].state.duties
    mine = [one.duty for one in duties.values() if one.duty.owed == entry]
    ordered = sorted(mine, key=lambda duty: duty.period or "")
    versions = [(duty.id, counted(decided, unit, duty.id)) for duty in ordered]
    return [decided.texts[unit, name, one.number] for name, one in versions if one]


def recount(decided: Decided, entry: str, indicator: dict[str, Any]) -> tuple[Any, ...]:
    """Value, numerator, denominator, and how many gave, by plain addition over texts."""
    latest = indicator.get("over_time") == "cumulative" or indicator["arithmetic"] == "stock"
    value, top, bottom, gave = Decimal(0), 0, 0, 0
    for unit in decided.parts:
        told = [
            figure
            for text in filed(decided, unit, entry)
            for figure in text.figures
            if figure.indicator == indicator["id"] and figure.nothing != "not-yet-known"
        ]
        if latest:
            told = told[-1:]
        numbers = [f for f in told if f.value is not None or f.numerator is not None]
        gave += bool(numbers)
        value += sum((f.value or Decimal(0) for f in numbers), Decimal(0))
        top += sum(f.numerator or 0 for f in numbers)
        bottom += sum(f.denominator or 0 for f in numbers)
    ratio = indicator["arithmetic"] == "ratio"
    adds = indicator["arithmetic"] in ("sum", "stock")
    return (
        value if gave and adds else None,
        top if gave and ratio else None,
        bottom if gave and ratio else None,
        gave,
    )


def totals(decided: Decided) -> Totals:
    documents = decided.documents()
    counts = add_up(documents.all(Document))[PLAN]
    return total(documents.get(PlanDocument, PLAN), counts)


@thorough
@given(histories())
def test_totals_of_each_entry_are_a_plain_recount_of_what_is_in_force(decided: Decided) -> None:
    found: tuple[EntryTotal, ...] = totals(decided).entries
    assert [one.owed for one in found] == ["bao-cao", "nhanh", "tuan"]
    for entry in found:
        for shown, indicator in zip(entry.indicators, INDICATORS, strict=True):
            sums = shown.reported
            assert (sums.value, sums.numerator, sums.denominator, sums.gave) == recount(
                decided, entry.owed, indicator
            ), (entry.owed, indicator["id"])


@unhurried
@given(histories())
def test_completeness_of_each_entry_adds_up(decided: Decided) -> None:
    """Every report that is asked for is counted, gathered in another, or missing with a reason."""
    found = totals(decided)
    for one in (found.reports, *(entry.reports for entry in found.entries)):
        assert one.asked >= one.counted + one.gathered >= 0
        assert one.missing >= one.awaiting + one.returned - one.versions
        assert one.accepted <= one.counted + one.awaiting
        assert one.nil + one.though_excused <= 2 * one.counted
    line = found.duties
    assert line.total == line.met + line.owing + line.excused
    assert line.excused == (
        line.by_office + line.by_plan + line.no_activity + line.nothing_declared
    )
    assert sum(one.total for one in found.by_duty if one.kind == "report") == 10


@unhurried
@given(histories())
def test_the_reports_of_one_entry_are_in_no_total_of_another(decided: Decided) -> None:
    """The campaign's figure is that of the single report due last; the others stand beside it."""
    for line in totals(decided).indicators:
        assert line.taken_from == ("bao-cao",)
        assert [one.owed for one in line.beside] == ["nhanh", "tuan"]
