"""Hedged values: what may be said of a sum over them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.counting.hedging import combine

WORDS = st.sampled_from([None, "gần", "hơn", "trên", "dưới", "ước", "khoảng"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], None),
        ([None, None], None),
        (["hơn", None], "hơn"),
        (["gần", None, None], "gần"),
        (["gần", "hơn"], "khoảng"),
        (["ước", None], "khoảng"),
        (["ước", "ước"], "ước"),
        (["trên", "dưới"], "khoảng"),
    ],
)
def test_a_sum_is_hedged_as_its_values_allow(words, said) -> None:
    assert {combine(order) for order in permutations(words)} == {said}


@given(st.lists(WORDS), st.lists(WORDS))
def test_it_makes_no_difference_whether_units_or_their_weeks_are_combined_first(
    some, others
) -> None:
    parts = [combine(part) for part in (some, others) if part]
    assert combine(parts) == combine([*some, *others])
