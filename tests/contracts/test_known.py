"""What a refusal names in place of what is unknown: all there is, or what looks most like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.known import MOST, NONE, known

COMMUNES = [f"xa-{number:03}" for number in range(200)]
words = st.text("abcxyz-0123456789", min_size=1, max_size=8)


def test_few_are_listed_as_they_stand():
    assert known("hop", ["hoi-thao", "ra-quan"]) == "hoi-thao, ra-quan"
    assert known("hop", []) == NONE


SLIPS = {"bato": "ba-to", "ba-tơ": "ba-to", "lyson": "ly-son", "xa-0077": "xa-007"}


@pytest.mark.parametrize(("given", "meant"), SLIPS.items())
def test_of_many_the_nearest_comes_first(given, meant):
    """A slip in an id is what is unknown most often."""
    said = known(given, [*COMMUNES, "ba-to", "ly-son"])

    assert said.split(", ")[0] == meant
    assert said.endswith(f"+{len(COMMUNES) + 2 - len(said.split(', ')[:-1])}")


@given(words, st.lists(words, max_size=60, unique=True))
def test_a_sentence_stays_short_and_counts_what_it_leaves_out(word, there):
    *listed, last = known(word, there).split(", ")
    if last.startswith("+"):
        assert int(last[1:]) == len(there) - len(listed)
    else:
        listed = [*listed, last] if last != NONE else []
        assert listed == there
    assert len(listed) <= MOST
    assert set(listed) <= set(there)


@given(st.lists(words, min_size=MOST + 1, max_size=60, unique=True), st.data())
def test_a_word_that_is_there_would_be_found_first(there, data):
    """What is asked for is as near as can be."""
    word = data.draw(st.sampled_from(there))
    assert word in known(word, there).split(", ")
