"""Findings speak Vietnamese and English about the same thing."""

import string

import pytest

from contracts.findings import SENTENCES, finding, pointer

WITHOUT_A_LIST = {
    "field-unknown",  # the schema has the fields
    "link-unknown",  # a warning: the other unit's record may follow
}
UNKNOWN = {
    code
    for code in SENTENCES
    if code.startswith("unknown-") or (code.endswith("-unknown") and code not in WITHOUT_A_LIST)
}


def _words(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_finding_says_the_same_in_both_languages(code):
    """Each sentence ends, and both are filled with words both know.

    What reads otherwise in Vietnamese is a second word: `wanted_vi` beside `wanted`.
    """
    vi, en = SENTENCES[code]
    words = dict.fromkeys(_words(vi) | _words(en), "x")

    assert {word.removesuffix("_vi") for word in _words(vi)} == _words(en)
    assert finding(code, "/data", **words).code == code
    assert vi[-1] in ".}"
    assert en[-1] in ".}"


def test_an_unlisted_code_is_a_mistake():
    """So that docs/integrate.md can list them all."""
    with pytest.raises(KeyError):
        finding("no-such-code")


def test_a_pointer_is_escaped():
    """RFC 6901: `~` and `/` inside a name."""
    assert pointer(["data", "a/b~c", 0]) == "/data/a~1b~0c/0"
    assert pointer([]) == ""


@pytest.mark.parametrize("code", [code for code in sorted(SENTENCES) if code in UNKNOWN])
def test_a_refusal_of_what_is_unknown_lists_what_would_have_been_known(code):
    """Whoever reads it need not ask anybody what to write instead."""
    assert all("known" in _words(sentence) for sentence in SENTENCES[code])
