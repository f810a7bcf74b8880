"""Workbook, cells: numbers, days and choices as people write them."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from contracts.values import MAX_NUMBER
from workbook.read import cells
from workbook.sentences import Wrong


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (24455, (24455, None)),
        (24455.0, (24455, None)),
        ("24.455", (24455, None)),
        (" 24\u00a0455 ", (24455, None)),
        ("1.234.567", (1234567, None)),
        ("gần 3.500", (3500, "gần")),
        ("Hơn  3500", (3500, "hơn")),
        (unicodedata.normalize("NFD", "trên 12.500 lượt người"), (12500, "trên")),
        ("0", (0, None)),
    ],
)
def test_numbers_are_read(typed: object, number: tuple[int, str | None]) -> None:
    """A point parts thousands; a qualifier before and the unit behind are understood."""
    assert cells.number(typed, "lượt người") == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("72,63%", "number-percent"),
        ("72,63", "number-form"),
        ("24,455", "number-form"),
        ("24.45", "number-form"),
        ("1.2345", "number-form"),
        (24.455, "number-fraction"),
        (-5, "number-negative"),
        ("-5", "number-negative"),
        (MAX_NUMBER + 1, "number-large"),
        ("9" * 400, "number-large"),
        (float("inf"), "number-form"),
        ("không có", "number-form"),
        ("-", "number-form"),
        ("12 buổi", "number-form"),
        (datetime(2022, 10, 10), "number-is-day"),  # noqa: DTZ001
        (True, "number-form"),
    ],
)
def test_what_is_no_whole_number_is_told(typed: object, code: str) -> None:
    """Nothing is guessed: a comma parts decimals, and there are no decimal people."""
    with pytest.raises(Wrong) as wrong:
        cells.number(typed, "lượt người")
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("typed", "decimals", "found"),
    [
        ("12,5", 1, 12.5),
        ("gần 1.234,25", 2, 1234.25),
        ("3.500", 3, 3500),
        (12.5, 1, 12.5),
        (0.1 + 0.2, 1, 0.3),
        (7.0, 2, 7),
        ("12,55", 1, "number-decimals"),
        (12.55, 1, "number-decimals"),
        ("12.5", 1, "number-form"),
        ("12,", 1, "number-form"),
    ],
)
def test_as_many_decimals_are_read_as_the_indicator_allows(
    typed: object, decimals: int, found: float | str
) -> None:
    """A comma parts them, a point never does; what a formula leaves behind is not told."""
    if isinstance(found, str):
        with pytest.raises(Wrong) as wrong:
            cells.number(typed, "", decimals)
        assert wrong.value.code == found
    else:
        assert cells.number(typed, "", decimals)[0] == found


@given(st.decimals(0, 10**6, places=3), st.integers(0, 3))
def test_a_number_with_decimals_is_read_back_or_told(number: Decimal, decimals: int) -> None:
    """Never rounded: what the indicator does not allow is a fault."""
    written = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    if decimals < 3:
        with pytest.raises(Wrong):
            cells.number(written, "", decimals)
    else:
        assert Decimal(str(cells.number(written, "", decimals)[0])) == number


@given(st.integers(0, MAX_NUMBER), st.sampled_from(["", *cells.QUALIFIERS]))
def test_a_number_written_the_vietnamese_way_is_read_back(number: int, word: str) -> None:
    """Whatever the number and its qualifier."""
    written = f"{word} {number:,}".replace(",", ".")
    assert cells.number(written) == (number, word or None)


@pytest.mark.parametrize(
    "typed",
    [
        date(2022, 10, 20),
        datetime(2022, 10, 20, 8, 30),  # noqa: DTZ001
        "20/10/2022",
        " 20 / 10/2022",
        "20-10-2022",
        "20.10.2022",
        "2022-10-20",
        "20/10/22",
        44854,
        44854.0,
        "44854",
        "Ngày 20 tháng 10 năm 2022",
        unicodedata.normalize("NFD", "ngày 20 tháng 10 năm 2022"),
    ],
)
def test_days_are_read(typed: object) -> None:
    """A date cell, day/month/year as text, or the number that Excel keeps of a day."""
    assert cells.day(typed) == date(2022, 10, 20)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("10/20/2022", "day-unknown"),
        ("30/02/2022", "day-unknown"),
        ("20/10", "day-form"),
        ("10/20/22", "day-unknown"),
        (2022, "day-form"),
        ("2022", "day-form"),
        (44854.5, "day-form"),
        (True, "day-form"),
        ("hôm nay", "day-form"),
    ],
)
def test_what_is_no_day_is_told(typed: object, code: str) -> None:
    """The American order is not guessed at."""
    with pytest.raises(Wrong) as wrong:
        cells.day(typed)
    assert wrong.value.code == code


def test_a_year_of_two_digits_is_of_the_hundred_years_around_2000() -> None:
    assert cells.day("1/7/49") == date(2049, 7, 1)
    assert cells.day("1/7/50") == date(1950, 7, 1)


@given(st.dates(date(1955, 1, 1), date(2118, 12, 31)))
def test_a_day_is_read_from_the_number_that_excel_keeps(day: date) -> None:
    assert cells.day(to_excel(day)) == day


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_as_text_is_read_back(day: date) -> None:
    """Day/month/year is one to one."""
    assert cells.day(cells.text(day)) == day


def test_a_choice_is_found_however_its_letters_are_composed() -> None:
    """NFD, stray spaces, capitals, and the other place for the tone are the same entry."""
    known = {"hội thảo, tọa đàm": "hoi-thao"}
    for typed in ("Hội thảo, toạ đàm", unicodedata.normalize("NFD", " HỘI  thảo, tọa đàm ")):
        assert cells.choice(typed, known) == "hoi-thao"
    with pytest.raises(Wrong):
        cells.choice("hội chợ", known)
