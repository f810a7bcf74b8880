"""A text is one that was registered, or it is not sent."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.notifier.outbound.gateways.registered import Registered, matching

WORDS = st.text("ab c", min_size=1, max_size=12).map(lambda one: " ".join(one.split())).filter(bool)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_text_made_of_a_template_is_that_template(values):
    """Whatever stands in its slots; filled in again it is the same text."""
    marks = [f" [{n}] " for n in range(len(values) + 1)]
    slots = [f"{{s{n}}}" for n in range(len(values))]
    template = "".join(a + b for a, b in zip(marks, [*slots, ""], strict=True)).strip()
    text = template
    for slot, value in zip(slots, values, strict=True):
        text = text.replace(slot, value)
    held = Registered(template).slots(text)
    assert held == {f"s{n}": value for n, value in enumerate(values)}


@given(WORDS, WORDS)
def test_a_text_of_other_words_is_another(one, other):
    """Where the words between slots differ."""
    assume(one != other)
    assert Registered(f"<{one}> {{x}}").slots(f"<{other}> 1") is None


def test_a_slot_has_its_room():
    """As the carrier gave it."""
    assert Registered("so {n:3}.").slots("so 123.") == {"n": "123"}
    assert Registered("so {n:3}.").slots("so 1234.") is None
    assert Registered("so {n}.").slots("so .") is None


def test_a_long_text_that_nearly_matches_is_read_quickly():
    """Six slots between spaces, and a last word that is not there."""
    near = Registered(" ".join(f"{{s{n}}}" for n in range(6)) + " end")
    assert near.slots("a " * 600) is None


@pytest.mark.parametrize(
    "text", ["{a}{b}", "{A} x", "a {b", "{a} {a} x", "TT&TT {a}", "#{a}", "  x {a}", "{a}", "x  y"]
)
def test_a_template_that_could_not_be_sent_is_refused(text):
    """When the file is read, and not with the first message."""
    with pytest.raises(ValueError, match=r".+: "):
        Registered(text)


def test_the_first_template_that_fits_is_taken():
    """Zalo's id comes with it."""
    texts = [Registered("a {x}", "1"), Registered("b {x}", "2"), Registered("{y} c", "3")]
    found, slots = matching(texts, "b c")
    assert (found.id, slots) == ("2", {"x": "c"})
    assert matching(texts, "d") is None
