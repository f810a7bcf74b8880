"""What an SMS is charged as, and how its letters leave."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.texts.segments import EXTENDED, GSM, as_sent, segments

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
VIETNAMESE = [letter for letter in (*SMALL, *map(str.upper, SMALL)) if not letter.isascii()]
"""All 134 letters with a mark."""
BARE = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
GSM_TEXTS = st.text("".join(sorted((GSM | EXTENDED) - {"\x1b"})), max_size=500)
TEXTS = st.one_of(GSM_TEXTS, st.text(st.characters(exclude_categories=("Cs",)), max_size=300))


def test_all_letters_go_out_as_they_are_and_come_back_without_marks():
    """134 of them, composed or in pieces; each loses its marks and nothing else."""
    assert len(VIETNAMESE) == len(set(VIETNAMESE)) == 134
    for letter in VIETNAMESE:
        for form in ("NFC", "NFD"):
            sent = unicodedata.normalize(form, letter)
            assert as_sent(sent, accents=True) == letter
            plain = as_sent(sent, accents=False)
            first = unicodedata.normalize("NFD", letter.lower())[0]
            assert plain.lower() == BARE.get(letter.lower(), BARE.get(first, first))
            assert plain.isupper() == letter.isupper()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the escape and its letter stay together
        ("ế" * 70, 1),
        ("ế" * 71, 2),
        ("ế" * 134, 2),
        ("ế" * 135, 3),
        ("ế" * 201, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ế" * 66 + "😀" + "ế" * 66, 3),  # so do the halves of a letter outside the first plane
        ("à" * 160, 1),  # of GSM's own alphabet, as no other of ours is with two marks
    ],
)
def test_parts_are_those_of_the_standard(text, parts):
    """3GPP 23.038 and 23.040: 160, 306, 459 and 70, 134, 201."""
    assert segments(text) == parts


@given(TEXTS)
def test_parts_are_as_few_as_hold_the_text(text):
    """Each holds its room, and a part less would not hold it."""
    gsm = set(text) <= GSM | EXTENDED
    alone, part = (160, 153) if gsm else (70, 67)
    size = sum(1 + (one in EXTENDED if gsm else ord(one) > 0xFFFF) for one in text)
    parts = segments(text)
    if size <= alone:
        assert parts == 1
    else:
        assert size <= parts * part
        assert parts <= -(-size // (part - 1))  # a letter of two may leave one place free


@given(TEXTS, TEXTS)
def test_a_longer_text_is_never_cheaper(text, more):
    """Of the same alphabet."""
    if (set(text) <= GSM | EXTENDED) == (set(text + more) <= GSM | EXTENDED):
        assert segments(text) <= segments(text + more)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_what_goes_out_is_on_one_line_without_refused_signs(text):
    """Several gateways refuse & and #; without accents it is ASCII."""
    for accents in (True, False):
        sent = as_sent(text, accents)
        assert not set(sent) & set("&#\n")
        assert unicodedata.is_normalized("NFC", sent)
        assert accents or sent.isascii()
