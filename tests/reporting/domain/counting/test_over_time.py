"""A unit's successive reports: flows are added, of the rest the latest holds."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.indicator import Indicator
from contracts.records import Figure
from services.reporting.domain.counting.over_time import _alone, _together, over, told
from services.reporting.domain.counting.sum import percent
from services.reporting.domain.filing.documents import Filing
from tests.reporting.given.campaigns import Told, entry, weekly

FLOW = {"id": "luot", "name": "Lượt", "arithmetic": "sum"}
STOCK = {"id": "to", "name": "Tổ", "arithmetic": "stock"}
SO_FAR = {"id": "luy-ke", "name": "Lũy kế", "arithmetic": "sum", "over_time": "cumulative"}
RATIO = {"id": "ty-le", "name": "Tỷ lệ", "arithmetic": "ratio"}
HOURS = {"id": "gio", "name": "Giờ", "arithmetic": "sum", "decimals": 1}
UNITS = {"xa-a": "xa", "xa-b": "xa"}


def weeks() -> Told:
    return Told([weekly("tuan")], [FLOW, STOCK, SO_FAR, RATIO, HOURS], UNITS)


def test_flows_of_weeks_are_added_and_stocks_are_those_of_the_latest_week() -> None:
    told_ = weeks()
    told_.report("xa-a", "tuan_2022-w40", figures={"luot": 10, "to": 3, "luy-ke": 10})
    told_.report("xa-a", "tuan_2022-w41", figures={"luot": 5, "to": 4, "luy-ke": 15})
    told_.report("xa-b", "tuan_2022-w40", figures={"luot": 1, "to": 7})
    assert told_.total("luot").reported.value == 16
    assert told_.total("to").reported.value == 11
    assert told_.total("luy-ke").reported.value == 15
    assert (told_.total("luot").reported.gave, told_.total("luot").reported.of) == (2, 2)


def test_a_week_that_is_sent_late_or_corrected_changes_its_own_week_only() -> None:
    told_ = weeks()
    told_.report("xa-a", "tuan_2022-w41", figures={"luot": 5, "to": 4})
    told_.report("xa-a", "tuan_2022-w40", figures={"luot": 10, "to": 3})
    assert told_.total("to").reported.value == 4
    told_.report("xa-a", "tuan_2022-w40", figures={"luot": 8, "to": 9})
    assert told_.total("luot").reported.value == 13
    assert told_.total("to").reported.value == 4


def test_a_correction_of_an_accepted_week_counts_once_it_is_accepted() -> None:
    told_ = weeks()
    told_.report("xa-a", "tuan_2022-w40", figures={"luot": 120})
    told_.accept("xa-a", "tuan_2022-w40")
    told_.report("xa-a", "tuan_2022-w40", figures={"luot": 100})
    assert told_.total("luot").reported.value == 120
    told_.accept("xa-a", "tuan_2022-w40", 2)
    assert told_.total("luot").reported.value == 100


def test_one_report_for_two_weeks_counts_its_figures_once_and_the_other_week_is_gathered() -> None:
    told_ = weeks()
    both = ["tuan_2022-w40"]
    told_.report("xa-a", "tuan_2022-w41", figures={"luot": 30, "to": 2}, also_owed=both)
    assert told_.total("luot").reported.value == 30
    reports = told_.consolidated().totals.reports
    assert (reports.asked, reports.counted, reports.gathered, reports.missing) == (6, 1, 1, 4)


def test_what_a_week_leaves_out_or_does_not_know_yet_leaves_the_stock_of_before() -> None:
    told_ = weeks()
    told_.report("xa-a", "tuan_2022-w40", figures={"to": 3})
    told_.report("xa-a", "tuan_2022-w41", figures={"to": {"nothing": "not-yet-known"}})
    told_.report("xa-a", "tuan_2022-w42", nothing="no-occurrence")
    assert told_.total("to").reported.value == 3
    told_.report("xa-a", "tuan_2022-w42", figures={"to": {"nothing": "no-occurrence"}})
    total = told_.total("to").reported
    assert (total.value, total.gave, total.no_occurrence) == (None, 0, 1)


def test_the_four_kinds_of_nothing_are_counted_apart() -> None:
    units = {f"xa-{letter}": "xa" for letter in "abcdef"}
    told_ = Told([entry("bc")], [FLOW], units)
    told_.report("xa-a", "bc", figures={"luot": 0})
    told_.report("xa-b", "bc", figures={"luot": {"nothing": "no-occurrence"}})
    told_.report("xa-c", "bc", figures={"luot": {"nothing": "not-our-function"}})
    told_.report("xa-d", "bc", figures={"luot": {"nothing": "not-yet-known"}})
    told_.report("xa-e", "bc", nothing="no-occurrence")
    total = told_.total("luot").reported
    assert (total.value, total.gave, total.of, total.zero) == (0, 1, 6, 1)
    assert (total.no_occurrence, total.not_our_function, total.not_yet_known) == (2, 1, 1)


def test_a_ratio_known_only_as_per_cent_is_counted_and_stays_outside_the_sum() -> None:
    told_ = Told([entry("bc")], [RATIO], UNITS)
    told_.report("xa-a", "bc", figures={"ty-le": {"numerator": 1, "denominator": 4}})
    told_.report("xa-b", "bc", figures={"ty-le": {"percent": 90}})
    total = told_.total("ty-le").reported
    assert (total.numerator, total.denominator, total.gave) == (1, 4, 1)
    assert (total.percent_only, total.percent) == (1, Decimal(25))


def test_decimals_are_added_exactly() -> None:
    told_ = weeks()
    for week in (40, 41, 42):
        told_.report("xa-a", f"tuan_2022-w{week}", figures={"gio": 0.1})
    assert told_.total("gio").reported.value == Decimal("0.3")


def test_hedges_are_those_of_the_sum_and_their_share_is_told() -> None:
    told_ = Told([entry("bc")], [FLOW], UNITS)
    told_.report("xa-a", "bc", figures={"luot": {"value": 100, "qualifier": "hơn"}})
    told_.report("xa-b", "bc", figures={"luot": 5})
    total = told_.total("luot").reported
    assert (total.value, total.qualifier, total.hedged, total.gave) == (105, "hơn", 1, 2)


def test_what_the_plan_says_of_time_goes_before_the_arithmetic() -> None:
    def way(**fields: Any) -> str:
        return over(Indicator(id="x", name="X", **fields))

    assert way(arithmetic="stock") == way(over_time="latest") == "latest"
    assert way(arithmetic="stock", over_time="flow") == way(arithmetic="sum") == "flow"
    assert way(arithmetic="sum", over_time="cumulative") == "latest"


VALUES = st.lists(st.none() | st.decimals(0, 1000, places=3), max_size=6)


@given(VALUES)
def test_a_flow_is_the_plain_sum_and_a_stock_the_last_that_was_told(values) -> None:
    filings = [
        Filing(duty=f"w{n}", version=1, figures=(Figure(indicator="x", value=value),))
        for n, value in enumerate(values)
    ]
    known = [value for value in values if value is not None]
    flow, latest = told(filings, "flow").get("x"), told(filings, "latest").get("x")
    assert (flow.value if flow else None) == (sum(known) if known else None)
    assert (latest.value if latest else None) == (known[-1] if known else None)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_all_or_nothing_only_where_it_is_exact(top: int, bottom: int) -> None:
    shown = percent(top, bottom)
    assert shown is not None
    assert (shown == 100) == (top == bottom)
    assert (shown == 0) == (top == 0)
    assert abs(shown - Decimal(top) * 100 / bottom) < Decimal("0.01")
    assert percent(top, 0) is None


def test_nearly_all_is_not_all_and_nearly_nothing_is_not_nothing() -> None:
    assert percent(99_996, 100_000) == Decimal("99.99")
    assert percent(1, 100_000) == Decimal("0.01")
    assert percent(100_004, 100_000) == Decimal("100.01")


numbers = st.decimals(0, 10**6, places=3)
counted = st.integers(0, 10**6)


@given(
    st.builds(
        Figure.model_construct,
        indicator=st.just("luot"),
        value=st.none() | numbers,
        numerator=st.none() | counted,
        denominator=st.none() | counted,
        percent=st.none() | numbers,
        text=st.none() | st.just("Có"),
        nothing=st.none() | st.just("not-applicable"),
        qualifier=st.none() | st.sampled_from(["gần", "hơn", "trên", "dưới", "ước", "khoảng"]),
    )
)
def test_one_figure_alone_says_what_it_says_among_several(figure: Figure) -> None:
    assert _alone(figure) == _together([figure])
