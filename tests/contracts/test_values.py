"""The small words: deadlines, dated values, clean text."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from contracts.facts import FACTS
from contracts.plan import Plan
from contracts.unit import Dated, Unit
from contracts.values import Deadline, Line, Number, Text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


class Words(BaseModel):
    """A line and a text."""

    line: Line = "x"
    text: Text = ""


def test_a_copy_is_not_given_a_field_that_there_is_not():
    """A view that forgot to declare what it folds would lose it in silence."""
    with pytest.raises(TypeError, match="Deadline has no note"):
        Deadline(day=date(2022, 10, 20)).model_copy(update={"note": "x"})


def test_before_a_day_ends_as_that_day_begins():
    """ "trước ngày 20/10": the last microsecond of the 19th is on time."""
    cut = Deadline(day=date(2022, 10, 20)).cut(HANOI)

    assert cut == datetime(2022, 10, 20, tzinfo=HANOI)
    assert datetime(2022, 10, 19, 16, 59, 59, 999999, UTC) < cut


def test_at_latest_a_day_ends_with_that_day():
    """ "chậm nhất ngày 20/10": the whole of the 20th is on time."""
    cut = Deadline(day=date(2022, 10, 20), inclusive=True).cut(HANOI)

    assert cut == datetime(2022, 10, 21, tzinfo=HANOI)


def test_before_an_hour_excludes_that_moment():
    """ "trước 17h ngày 10/10"."""
    cut = Deadline(day=date(2026, 10, 10), hour=time(17)).cut(HANOI)

    assert cut == datetime(2026, 10, 10, 17, tzinfo=HANOI)


def test_at_latest_an_hour_includes_that_moment_alone():
    """ "chậm nhất 17h": 17:00:00 is on time, one microsecond later is not."""
    cut = Deadline(day=date(2026, 10, 10), hour=time(17), inclusive=True).cut(HANOI)

    assert cut - datetime(2026, 10, 10, 17, tzinfo=HANOI) == timedelta(microseconds=1)


def test_midnight_is_an_hour_like_any_other():
    """An hour of 0:00 is given, not absent."""
    cut = Deadline(day=date(2022, 10, 20), hour=time(0), inclusive=True).cut(HANOI)

    assert cut == datetime(2022, 10, 20, 0, 0, 0, 1, HANOI)


@given(days, st.none() | st.times(), st.booleans(), st.sampled_from(["UTC", "Asia/Ho_Chi_Minh"]))
def test_a_cut_exists_for_every_deadline_and_lies_on_its_day_or_the_next_midnight(
    day, hour, inclusive, zone
):
    """No deadline that the contract takes can stop the registry."""
    cut = Deadline(day=day, hour=hour, inclusive=inclusive).cut(ZoneInfo(zone))

    assert cut.utcoffset() is not None
    assert cut.astimezone(UTC)
    last_in_time = (cut - timedelta(microseconds=1)).date()
    assert last_in_time == (day if inclusive or hour not in (None, time()) else day - timedelta(1))


@given(days, st.times())
def test_inclusive_is_never_earlier_than_exclusive(day, hour):
    """The flag can only give time."""
    for given_hour in (None, hour):
        strict, mild = (
            Deadline(day=day, hour=given_hour, inclusive=flag).cut(HANOI) for flag in (False, True)
        )
        assert strict < mild


def test_a_deadlines_hour_has_no_zone():
    """The zone is the plan's."""
    with pytest.raises(ValidationError):
        Deadline(day=date(2022, 10, 20), hour=time(17, tzinfo=UTC))


@given(st.none() | days, st.none() | days, days)
def test_a_dated_value_holds_from_its_first_day_to_the_day_before_its_last(first, end, day):
    """Half-open, so that a successor may start on the day its predecessor ends."""
    if first and end and first >= end:
        with pytest.raises(ValidationError):
            Dated[str](value="x", valid_from=first, valid_to=end)
        return

    dated = Dated[str](value="x", valid_from=first, valid_to=end)

    assert dated.holds(day) == ((first or date.min) <= day < (end or date.max))


@given(st.lists(days, min_size=3, max_size=3, unique=True), days)
def test_names_in_a_row_hold_one_at_a_time(bounds, day):
    """A renamed unit has one name on any day, and the last one after the end of all."""
    first, change, end = sorted(bounds)
    unit = Unit(
        id="u",
        names=[
            Dated[Line](value="cũ", valid_from=first, valid_to=change),
            Dated[Line](value="mới", valid_from=change, valid_to=end),
        ],
    )

    assert unit.name(day) == ("cũ" if first <= day < change else "mới")


@given(st.text(max_size=200))
def test_text_is_kept_in_nfc_or_refused(text):
    """Two systems' spellings of one name are one name; cleaning twice changes nothing."""
    try:
        once = Words(text=text).text
    except ValidationError:
        assert any(unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" for c in text)
        return

    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "\r" not in once
    assert Words(text=once).text == once


@given(st.text(max_size=200))
def test_a_line_is_one_line(text):
    """A line break in a name would end a mail's header."""
    try:
        line = Words(line=text).line
    except ValidationError:
        return

    assert line
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (unicodedata.normalize("NFD", "Huyện Trà Bồng"), "Huyện Trà Bồng"),
        ("  Sơn   Hà \n", "Sơn Hà"),
        ("a\r\nb\tc", "a b c"),
    ],
)
def test_a_line_is_cleaned_as_units_write_it(sent, kept):
    """NFD from a Mac, double spaces from Word, line breaks from Windows."""
    assert Words(line=sent).line == kept


def test_a_texts_lines_stay_lines():
    """A narrative keeps its paragraphs, whichever system wrote them."""
    assert Words(text="một\r\nhai\rba\n").text == "một\nhai\nba"


@pytest.mark.parametrize("zone", ["Asia", "x" * 60, "x" * 5000, "../x", "\0", "", "/etc/localtime"])
def test_a_plans_time_zone_must_be_one(zone):
    """Names that make the zone database fail in its own ways are refused like any other."""
    with pytest.raises(ValidationError) as error:
        Plan(time_zone=zone)

    assert ("time_zone",) in [fault["loc"] for fault in error.value.errors()]


class Figures(BaseModel):
    """A number."""

    number: Number


def test_a_figure_written_as_text_is_refused():
    """As its schema says; Decimal alone would read it."""
    with pytest.raises(ValidationError, match="a number"):
        Figures.model_validate_json('{"number": "105"}', strict=True)
    assert Figures.model_validate_json('{"number": 0.1}', strict=True).number == Decimal("0.1")


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of, those inside them included."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from _models(field.annotation)
    for part in get_args(kind):
        yield from _models(part)


def test_what_may_be_none_may_be_left_out():
    """None is not written: a field that must be there would make a record of ours unreadable."""
    wrong = {
        f"{model.__name__}.{name}"
        for fact in FACTS.values()
        for model in _models(fact)
        for name, field in model.model_fields.items()
        if field.is_required() and type(None) in get_args(field.annotation)
    }
    assert not wrong
