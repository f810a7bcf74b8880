"""Tests, reporting: random campaigns that a registry could have recorded."""

from hypothesis import settings
from hypothesis import strategies as st

from tests.reporting.given.moves import MOVES
from tests.reporting.given.records import UNITS

moves = st.lists(
    st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(MOVES), st.integers(0, 20)),
    max_size=40,
)

unhurried = settings(deadline=None)
"""The machine may be busy with something else; no rule here is about time."""
