"""One spelling for names, and an account of what was changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.spelling import normalise


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nghĩa Hoà", "Nghĩa Hòa"),
        ("THUỶ LỢI", "THỦY LỢI"),
        ("khoẻ", "khỏe"),
        ("xã Thuý", "xã Thúy"),
        ("Oá", "Óa"),
        ("Loá, Toạ", "Lóa, Tọa"),
    ],
)
def test_the_tone_moves_to_the_first_vowel_of_an_open_syllable(before: str, after: str) -> None:
    """Hoà and Hòa are one word; two spellings would be two units."""
    assert normalise(before) == (after, ["tone"])


@pytest.mark.parametrize(
    "text", ["Quý", "quỳ", "Hoàng", "Hoài Nhơn", "Huỳnh", "Hòa", "Thủy", "khuỷu", "Nguyễn Thị Quỵ"]
)
def test_other_syllables_stay(text: str) -> None:
    """After q, and before another letter, both styles write the same."""
    assert normalise(text) == (text, [])


def test_spaces_and_composition_are_put_right_and_told() -> None:
    """Each change is named, so that a person may check it."""
    text, changed = normalise(unicodedata.normalize("NFD", "  Bình\u00a0 Sơn "))
    assert (text, changed) == ("Bình Sơn", ["nfc", "spaces"])


@given(st.text(alphabet="hoàảãáạ eèuýyqT\u0301\u0300", max_size=20))
def test_a_second_time_changes_nothing(text: str) -> None:
    """Importing what was exported reports no changes."""
    once, _ = normalise(text)
    assert normalise(once) == (once, [])
