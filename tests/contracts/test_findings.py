"""Findings speak Vietnamese and English about the same thing."""

import ast
import string
from collections.abc import Iterator

import pytest

from contracts.findings import SENTENCES, finding, pointer
from tests.repository.sources import modules, tree

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


def codes(call: ast.Call) -> Iterator[str]:
    """The codes that a call of `finding` names where it stands."""
    first = call.args[0] if call.args else None
    chosen = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    yield from (one.value for one in chosen if isinstance(one, ast.Constant))


def test_every_code_that_the_source_names_is_listed():
    """Else who is refused by it hears of a fault of ours instead."""
    named = {
        code
        for path in modules(["contracts", "services", "runtime", "workbook"])
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding"
        for code in codes(node)
    }

    assert len(named) > 50
    assert sorted(named - set(SENTENCES)) == []


def test_a_pointer_is_escaped():
    """RFC 6901: `~` and `/` inside a name."""
    assert pointer(["data", "a/b~c", 0]) == "/data/a~1b~0c/0"
    assert pointer([]) == ""


@pytest.mark.parametrize("code", [code for code in sorted(SENTENCES) if code in UNKNOWN])
def test_a_refusal_of_what_is_unknown_lists_what_would_have_been_known(code):
    """Whoever reads it need not ask anybody what to write instead."""
    assert all("known" in _words(sentence) for sentence in SENTENCES[code])
