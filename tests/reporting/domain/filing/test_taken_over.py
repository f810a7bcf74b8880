"""A unit that took over from others: a territory counts once."""

from datetime import UTC, datetime

from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.fold import fold_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import HEIRS, heir_submit, take_over
from tests.reporting.given.records import PLAN

LATER = datetime(2022, 12, 1, tzinfo=UTC)


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), LATER)


def indicator(campaign: Campaign, name: str) -> IndicatorTotal:
    return next(i for i in consolidated(campaign).totals.indicators if i.indicator == name)


def reports_of(campaign: Campaign) -> tuple[object, ...]:
    total = indicator(campaign, "luot").reported
    reports = consolidated(campaign).totals.reports
    return total.value, total.gave, total.of, reports.asked, reports.counted


def test_the_report_of_who_took_over_replaces_those_of_the_units_before() -> None:
    """A territory counts once: theirs until the heir reports itself, then the heir's alone."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 4)
    campaign.submit("ly-son", "", 7)
    take_over(campaign, "ba-to")
    assert reports_of(campaign) == (11, 2, 3, 3, 2)
    heir_submit(campaign, 10)
    assert reports_of(campaign) == (17, 2, 3, 3, 2)
    campaign.submit("ba-to", "", 5)
    assert reports_of(campaign) == (17, 2, 3, 3, 2)
    row = next(one for one in consolidated(campaign).rows if one.unit.id == "ba-to")
    assert (row.reports[0].filing.replaced_by, row.reports[0].filing.counts) == ((HEIRS[0],), False)
    campaign.give_back(HEIRS[0], "", 1)
    assert reports_of(campaign) == (7, 1, 3, 3, 1)


def test_a_split_units_report_is_replaced_by_the_first_of_its_heirs_whatever_the_order() -> None:
    """Its figures cannot be divided, and a territory never counts twice."""
    for first, other in (HEIRS, HEIRS[::-1]):
        campaign = Campaign().begin()
        campaign.submit("ba-to", "", 4)
        take_over(campaign, "ba-to", first)
        heir_submit(campaign, 10, first)
        take_over(campaign, "ba-to", other)
        assert reports_of(campaign) == (10, 1, 3, 3, 1)
