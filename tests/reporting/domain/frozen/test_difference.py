"""What changed since figures were frozen adds up to what the totals changed by."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.facts import ReportCorrected, ReportSubmitted
from contracts.records import Report
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.sum import Sum
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.frozen.difference import difference
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, UNITS
from tests.reporting.given.strategies import moves, unhurried

filed = st.lists(
    st.tuples(
        st.sampled_from(sorted(UNITS)),
        st.sampled_from(("submit", "give_back", "accept")),
        st.integers(0, 20),
    ),
    min_size=3,
    max_size=20,
)
"""Moves that are about reports alone, so that the same one is often corrected."""
NOW = datetime(2022, 12, 1, tzinfo=UTC)


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), NOW)


@unhurried
@given(st.one_of(filed, moves), st.integers(0, 20))
def test_what_units_changed_by_is_what_each_total_changed_by(made: Any, kept: int) -> None:
    before, after = consolidated(play(made[:kept])), consolidated(play(made))
    found = {(one.owed, one.indicator): one for one in difference(before, after).indicators}
    was = {(e.owed, i.indicator): i for e in before.totals.entries for i in e.indicators}
    for entry in after.totals.entries:
        for now in entry.indicators:
            place = entry.owed, now.indicator
            units = found[place].units if place in found else ()
            old = was[place].reported
            if now.reported.value is not None or old.value is not None:
                grown = _number(now.reported) - _number(old)
                assert sum((one.change or Decimal(0) for one in units), Decimal(0)) == grown
            for part in ("numerator", "denominator"):
                grown = (getattr(now.reported, part) or 0) - (getattr(old, part) or 0)
                assert sum(getattr(one, part) or 0 for one in units) == grown


def _number(told: Sum) -> Decimal:
    return told.value or Decimal(0)


@unhurried
@given(moves)
def test_between_equal_reports_there_is_no_difference(made: Any) -> None:
    one = consolidated(play(made))
    assert difference(one, one).indicators == ()


def reported(campaign: Campaign, kind: Any, version: int, value: int, signed: str) -> None:
    paper = {"number": signed, "day": "2022-10-12"}
    told = {"figures": [{"indicator": "to", "value": value}], "signed": paper}
    about: dict[str, Any] = {**campaign.about("ba-to"), "owed": "report", "version": version}
    report = Report.model_validate(told)
    more = {"changes": []} if kind is ReportCorrected else {}
    campaign.tell("ba-to", kind.model_validate({**about, **more, "report": report}))


def test_a_figure_that_changed_opens_to_the_versions_that_it_was_and_is_from() -> None:
    campaign = Campaign().begin()
    reported(campaign, ReportSubmitted, 1, 7, "11/BC")
    before = consolidated(campaign)
    reported(campaign, ReportCorrected, 2, 9, "12/BC")
    [changed] = difference(before, consolidated(campaign)).indicators
    [unit] = changed.units
    assert (changed.indicator, unit.unit.id, unit.change) == ("to", "ba-to", 2)
    assert unit.before is not None
    assert unit.after is not None
    told = [(one.version, one.signed) for one in (*unit.before.versions, *unit.after.versions)]
    assert (told[0][0], told[1]) == (1, (2, "12/BC"))


def test_a_unit_that_says_nothing_any_more_changes_the_total_by_all_it_said() -> None:
    campaign = Campaign().begin()
    before = consolidated(campaign)
    reported(campaign, ReportSubmitted, 1, 7, "11/BC")
    [changed] = difference(consolidated(campaign), before).indicators
    [unit] = changed.units
    assert (unit.after, unit.change) == (None, -7)
