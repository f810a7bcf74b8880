"""Totals: identities that always hold, and each indicator by its own arithmetic."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given

from contracts.facts import ActivityChanged, ActivityDeclared
from contracts.indicator import Arithmetic
from contracts.records import Account, Figure
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import INDICATORS, PLAN, activity, held, report
from tests.reporting.given.strategies import moves, unhurried

LATER = datetime(2022, 12, 1, tzinfo=UTC)


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), LATER)


def indicator(campaign: Campaign, name: str) -> IndicatorTotal:
    return next(i for i in consolidated(campaign).totals.indicators if i.indicator == name)


@unhurried
@given(moves)
def test_duties_are_met_owing_or_excused(moves) -> None:
    """duties = met + owing + excused, over all and for each, and they are all the duties."""
    totals = consolidated(play(moves)).totals
    for line in (totals.duties, *totals.by_duty):
        assert line.total == line.met + line.owing + line.excused
        assert line.met == line.on_time + line.late
    assert totals.duties.total == 6
    assert [line.total for line in totals.by_duty] == [3, 3]


def test_every_arithmetic_occurs_in_the_campaigns() -> None:
    """One that no indicator of records.py has, or no report gives, is tried by no rule here."""
    assert {one.arithmetic for one in INDICATORS} == {*get_args(Arithmetic)}
    assert {one.indicator for one in report(1).figures} == {one.id for one in INDICATORS}


def by_plain_addition(
    arithmetic: Arithmetic | None, figures: list[Figure]
) -> tuple[int | None, int | None, int | None]:
    """The value, numerator and denominator that a total of these figures shows."""
    match arithmetic:
        case "sum" | "stock":
            return sum(f.value or 0 for f in figures), None, None
        case "ratio":
            tops, bottoms = (
                (f.numerator or 0 for f in figures),
                (f.denominator or 0 for f in figures),
            )
            return None, sum(tops), sum(bottoms)
        case "not-additive" | "text":
            return None, None, None
    pytest.fail(f"say here what {arithmetic} adds up to")


@unhurried
@given(moves)
def test_reported_totals_are_the_sums_of_the_rows(moves) -> None:
    """Every figure of the report can be traced: a total is what its rows show, and no more."""
    report = consolidated(play(moves))
    for line in report.totals.indicators:
        figures = [
            figure
            for row in report.rows
            for one in row.reports
            for figure in one.filing.figures
            if figure.indicator == line.indicator
        ]
        assert line.reported.gave == len(figures) <= line.reported.of == report.totals.reports.asked
        shown = line.reported
        wanted = by_plain_addition(line.arithmetic, figures) if figures else (None, None, None)
        assert (shown.value, shown.numerator, shown.denominator) == wanted
    refs = [one for row in report.rows for one in row.reports]
    assert all(one.version for one in refs if one.filing.figures)


@unhurried
@given(moves)
def test_sources_of_money_add_up_to_the_whole(moves) -> None:
    """Money whose source was not told has a line of its own, so that nothing is missing."""
    totals = consolidated(play(moves)).totals
    for column in ("reported", "planned", "held"):
        parts = [getattr(line, column).amount or 0 for line in totals.by_source]
        assert sum(parts) == (getattr(totals.money, column).amount or 0)


def test_not_reported_is_not_zero() -> None:
    """An indicator nobody gave has no total, and one that some gave says how many did."""
    campaign = Campaign().begin()
    assert indicator(campaign, "luot").reported.value is None
    campaign.submit("ba-to", "", 3)  # leaves `luot` out
    campaign.submit("ly-son", "", 4)
    total = indicator(campaign, "luot").reported
    assert (total.value, total.gave, total.of) == (4, 1, 3)


def test_an_indicator_that_is_named_without_a_value_was_not_given() -> None:
    campaign = Campaign().begin()
    told = Account(figures=[Figure(indicator="luot"), Figure(indicator="to", value=0)])
    record = activity("hd-1", planned=told)
    campaign.tell("ba-to", ActivityDeclared(activity=record, **campaign.about("ba-to")))
    total = indicator(campaign, "luot").planned
    assert (total.gave, total.of, total.value) == (0, 1, None)
    assert indicator(campaign, "to").planned.gave == 1


def test_people_are_not_added() -> None:
    """A person may take part in two units' events, so the column has no sum."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 3)
    campaign.submit("ly-son", "", 4)
    total = indicator(campaign, "nguoi-thi").reported
    assert (total.value, total.gave) == (None, 2)


def test_ratios_are_summed_as_two_numbers() -> None:
    """A percentage of percentages would be wrong: numerators and denominators add apart."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 1)  # 1/3
    campaign.submit("ly-son", "", 4)  # 4/9
    total = indicator(campaign, "truc-tuyen").reported
    assert (total.numerator, total.denominator, str(total.percent)) == (5, 12, "41.67")


def test_hedges_survive_in_the_total() -> None:
    """A sum over "hơn 5" is itself more than."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 5)
    total = indicator(campaign, "to").reported
    assert (total.qualifier, total.hedged) == ("hơn", 1)


def test_a_correction_replaces_and_a_return_takes_out() -> None:
    """Only the current version counts, and not while it is returned for correction."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 4)
    campaign.submit("ba-to", "", 5)
    assert indicator(campaign, "luot").reported.value == 5
    campaign.give_back("ba-to", "", 1)
    assert indicator(campaign, "luot").reported.value is None
    row = next(row for row in consolidated(campaign).rows if row.unit.id == "ba-to")
    [found] = row.reports
    assert (found.version, found.status, found.counts) == (None, "returned", False)
    assert found.filing.figures == ()


def test_planned_and_held_never_mix() -> None:
    """A held activity keeps its planned figure in one column and its actual one in the other."""
    campaign = Campaign().begin()
    campaign.declare("ba-to", "hd-1", 10)
    campaign.hold("ba-to", "hd-1", 10)
    campaign.declare("ba-to", "hd-2", 30)
    total = indicator(campaign, "luot")
    assert (total.planned.value, total.planned.gave) == (40, 2)
    assert (total.held.value, total.held.gave, total.variance) == (11, 1, -29)
    assert total.reported.value is None


def test_a_joint_activity_counts_once_with_its_lead() -> None:
    """The partner's record is listed as joint and adds nothing; without a lead it is loose."""
    campaign = Campaign().begin()
    campaign.declare("ly-son", "hd-9", 6)  # joint with ba-to's hd-0
    assert [loose.activity for loose in consolidated(campaign).loose_joints] == ["hd-9"]
    campaign.declare("ba-to", "hd-0", 10)
    report = consolidated(campaign)
    assert (report.totals.activities.total, report.totals.activities.joint) == (1, 1)
    assert indicator(campaign, "luot").planned.value == 10
    assert report.loose_joints == ()


def test_one_workshop_for_two_tasks_counts_once() -> None:
    """It meets the duties of both, and its people came once."""
    campaign = Campaign().begin()
    people = Account(figures=[Figure(indicator="luot", value=30)])
    record = activity("hd-1", assignments=["a1", "a2"], planned=people)
    campaign.tell("ba-to", ActivityDeclared(activity=record, **campaign.about("ba-to")))
    totals = consolidated(campaign).totals
    assert (totals.activities.total, sum(one.total for one in totals.by_kind)) == (1, 1)
    assert indicator(campaign, "luot").planned.value == 30


def test_the_same_documents_give_the_same_bytes() -> None:
    """Whatever order documents were loaded in, the report is the same to the byte."""
    campaign = play([("ba-to", "declare", 1), ("ba-to", "submit", 2), ("ly-son", "excuse", 0)])
    documents = fold_all(campaign.facts, Documents())
    backwards = Documents(reversed([d for _, d in documents.changed()]))
    plan = documents.get(PlanDocument, PLAN)
    one, other = (consolidate(d, plan, LATER) for d in (documents, backwards))
    assert one.model_dump_json() == other.model_dump_json()


def test_results_of_what_was_not_held_are_in_no_total() -> None:
    """A unit may prepare its results in the record; they count once the activity took place."""
    campaign = Campaign().begin()
    campaign.declare("ba-to", "hd-1", 1)
    early = held("hd-1", 10).model_copy(update={"status": "postponed"})
    told = {"activity": early, "changes": [], **campaign.about("ba-to")}
    campaign.tell("ba-to", ActivityChanged.model_validate(told))
    assert indicator(campaign, "luot").held.gave == 0


def test_a_stock_is_added_from_reports_alone() -> None:
    """Two activities of one unit may tell the same stock, so theirs are counted, not added."""
    campaign = Campaign().begin()
    told = Account(figures=[Figure(indicator="to", value=5)])
    for name in ("hd-1", "hd-2"):
        record = activity(name, planned=told)
        campaign.tell("ba-to", ActivityDeclared(activity=record, **campaign.about("ba-to")))
    campaign.submit("ba-to", "", 4)
    total = indicator(campaign, "to")
    assert (total.planned.value, total.planned.gave) == (None, 2)
    assert total.reported.value == 4
