"""Tests, reporting: random campaigns that a registry could have recorded."""

from hypothesis import strategies as st

from tests.reporting.facts import MOVES
from tests.reporting.records import UNITS

moves = st.lists(
    st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(MOVES), st.integers(0, 20)),
    max_size=40,
)
