"""Results against targets: of each unit, of a level, of all; met, estimated, missed, not known."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.comparing.target import TargetTotal, judge
from services.reporting.domain.counting.over_time import Told
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry, weekly

UNITS = {"xa-a": "xa", "xa-b": "xa", "so-yt": "so"}


def told(*targets: dict[str, Any], **fields: Any) -> campaigns.Told:
    indicator = {"id": "cay", "name": "Cây trồng", "arithmetic": "sum", **fields}
    return campaigns.Told([entry("bc")], [{**indicator, "targets": [*targets]}], UNITS)


def only(campaign: campaigns.Told) -> TargetTotal:
    [found] = campaign.total("cay").targets
    return found


def test_all_together_reach_a_target_that_names_nobody() -> None:
    campaign = told({"value": 200})
    assert (only(campaign).verdict, only(campaign).of) == ("unknown", 3)
    campaign.report("xa-a", "bc", figures={"cay": 150})
    found = only(campaign)
    assert (found.verdict, found.result, found.difference) == ("missed", 150, -50)
    campaign.report("so-yt", "bc", figures={"cay": 50})
    assert (only(campaign).verdict, only(campaign).difference) == ("met", 0)


def test_a_level_reaches_its_target_without_the_others() -> None:
    campaign = told({"value": 100, "levels": ["xa"]})
    campaign.report("so-yt", "bc", figures={"cay": 500})
    campaign.report("xa-a", "bc", figures={"cay": 60})
    found = only(campaign)
    assert (found.verdict, found.result, found.of) == ("missed", 60, 2)


def test_each_unit_has_its_target_and_those_that_miss_it_are_named() -> None:
    campaign = told({"value": 10, "each": True})
    campaign.report("xa-a", "bc", figures={"cay": 10})
    campaign.report("xa-b", "bc", figures={"cay": 9})
    found = only(campaign)
    assert (found.result, found.verdict) == (None, None)
    assert (found.met, found.estimated, found.of) == (1, 0, 3)
    assert (found.missed, found.unknown) == (("xa-b",), ("so-yt",))


def test_a_unit_of_its_own_has_its_own_target() -> None:
    campaign = told({"value": 10, "units": ["xa-b"]}, {"value": 1, "units": ["xa-a"]})
    campaign.report("xa-a", "bc", figures={"cay": 5})
    verdicts = [one.verdict for one in campaign.total("cay").targets]
    assert verdicts == ["unknown", "met"]


def test_a_target_that_only_hedged_values_reach_is_estimated() -> None:
    campaign = told({"value": 100})
    campaign.report("xa-a", "bc", figures={"cay": {"value": 60, "qualifier": "ước"}})
    campaign.report("xa-b", "bc", figures={"cay": 50})
    assert only(campaign).verdict == "estimated"
    campaign.report("so-yt", "bc", figures={"cay": 50})
    assert only(campaign).verdict == "met"


def test_a_ratio_reaches_its_target_as_a_fraction_not_as_it_is_shown() -> None:
    campaign = told({"value": 100}, arithmetic="ratio")
    campaign.report("xa-a", "bc", figures={"cay": {"numerator": 99_996, "denominator": 100_000}})
    found = only(campaign)
    assert (found.verdict, found.result) == ("missed", Decimal("99.99"))
    campaign.report("xa-a", "bc", figures={"cay": {"numerator": 100_000, "denominator": 100_000}})
    assert (only(campaign).verdict, only(campaign).difference) == ("met", 0)


def test_nothing_of_nothing_reaches_no_target() -> None:
    campaign = told({"value": 50}, arithmetic="ratio")
    campaign.report("xa-a", "bc", figures={"cay": {"numerator": 0, "denominator": 0}})
    assert only(campaign).verdict == "unknown"


def test_people_who_cannot_be_added_have_a_target_of_each_unit_only() -> None:
    campaign = told({"value": 5}, {"value": 5, "each": True}, arithmetic="not-additive")
    campaign.report("xa-a", "bc", figures={"cay": 6})
    together, each = campaign.total("cay").targets
    assert (together.verdict, together.result) == ("unknown", None)
    assert each.met == 1


def test_weeks_reach_a_target_together() -> None:
    indicator = {"id": "cay", "name": "Cây", "arithmetic": "sum", "targets": [{"value": 10}]}
    campaign = campaigns.Told([weekly("tuan")], [indicator], UNITS)
    for week in (40, 41):
        campaign.report("xa-a", f"tuan_2022-w{week}", figures={"cay": 5})
    assert only(campaign).verdict == "met"


@given(st.integers(0, 10**5), st.integers(1, 10**5), st.decimals(0, 100, places=3))
def test_a_ratio_is_compared_exactly(top: int, bottom: int, target: Decimal) -> None:
    reached = judge(Told(numerator=top, denominator=bottom), target) == "met"
    assert reached == (Decimal(top) * 100 - target * bottom >= 0)


def test_a_ratio_known_only_as_per_cent_can_but_be_estimated() -> None:
    assert judge(Told(percent=Decimal(80)), Decimal(80)) == "estimated"
    assert judge(Told(percent=Decimal(79)), Decimal(80)) == "missed"
