"""Numbers, dates and names the way Vietnamese offices write them."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.values import MAX_NUMBER
from services.reporting.documents import wording
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.counting.sum import Sum

UNTOLD = Sum(
    value=None,
    numerator=None,
    denominator=None,
    gave=0,
    of=5,
    percent_only=0,
    zero=0,
    no_occurrence=0,
    not_our_function=0,
    not_yet_known=0,
    qualifier=None,
    hedged=0,
)
"""Of an indicator that nobody told."""


@given(st.integers(0, MAX_NUMBER), st.integers(1, MAX_NUMBER))
def test_a_ratio_is_rounded_half_up_from_its_two_numbers(numerator: int, denominator: int) -> None:
    """72,63% stands beside the numbers it comes from; 100% and 0% only when they are exact."""
    text = wording.told(Told(numerator=numerator, denominator=denominator))
    shown = Decimal(text.rsplit("(", 1)[1].rstrip("%)").replace(".", "").replace(",", "."))
    assert abs(shown - Decimal(numerator) * 100 / denominator) < Decimal("0.01")
    assert (shown == 100) == (numerator == denominator)
    assert (shown == 0) == (numerator == 0)


def test_a_ratio_that_is_nearly_all_is_not_all_and_one_of_nothing_did_not_occur() -> None:
    assert wording.ratio(99_996, 100_000) == "99.996/100.000 (99,99%)"
    assert wording.ratio(1, 100_000) == "1/100.000 (0,01%)"
    assert wording.ratio(0, 0) == "không phát sinh"
    assert wording.difference(Decimal("-1.25"), "ratio") == "-1,25 điểm phần trăm"


@given(st.integers(0, MAX_NUMBER))
def test_numbers_are_written_the_vietnamese_way(value: int) -> None:
    """24.455: groups of three by dots, and read back the same."""
    text = wording.number(value)
    assert int(text.replace(".", "")) == value
    assert all(len(group) == 3 for group in text.split(".")[1:])


def test_what_was_not_reported_is_not_a_zero() -> None:
    """A dash, in totals and in rows."""
    assert wording.number(None) == wording.told(None) == "–"
    assert wording.total(UNTOLD) == "–"
    assert wording.number(0) == "0"


def test_hedges_survive() -> None:
    """gần 3.500 stays gần, and a sum says that it holds such values."""
    assert wording.told(Told(value=Decimal(3500), qualifier="gần")) == "gần 3.500"
    told = {"value": Decimal(3512), "gave": 2, "of": 3, "qualifier": "gần", "hedged": 1}
    total = UNTOLD.model_copy(update=told)
    assert wording.total(total) == "gần 3.512 (1/2 số liệu ước)"


def test_the_four_kinds_of_nothing_are_told_apart() -> None:
    kinds = {"zero": 1, "no_occurrence": 1, "not_our_function": 2, "not_yet_known": 1}
    told = UNTOLD.model_copy(update={"gave": 4, "of": 9, **kinds})
    assert wording.answers(told) == (
        "4/9; bằng 0: 1; không phát sinh: 1; không thuộc chức năng: 2; chưa có số liệu: 1"
    )
    assert wording.told(Told(nothing="not-yet-known")) == "chưa có số liệu"
    assert wording.told(Told(percent=Decimal("12.5"))) == "12,5% (chỉ có tỷ lệ)"


def test_dates_and_document_numbers_follow_the_decree() -> None:
    """Days below 10 and months 1 and 2 get a zero; the province's name is not abbreviated."""
    assert wording.dated("Quảng Ngãi", date(2022, 1, 5)) == "Quảng Ngãi, ngày 05 tháng 01 năm 2022"
    assert wording.dated("Huế", date(2022, 3, 25)) == "Huế, ngày 25 tháng 3 năm 2022"
    name = "Sở Thông tin và Truyền thông tỉnh Quảng Ngãi"
    assert wording.initials(name, "Quảng Ngãi") == "STTTT"


def test_an_abbreviation_has_no_marks_of_tones_and_a_committee_is_always_ubnd() -> None:
    assert wording.initials("Ủy ban nhân dân tỉnh Quảng Ngãi", "Quảng Ngãi") == "UBND"
    assert wording.initials("Ủy ban nhân dân xã Ba Tơ", "Quảng Ngãi") == "UBND"
    assert wording.initials("Hội Điều dưỡng Ầm ì", "Quảng Ngãi") == "HĐDÂI"
