"""What a library says never stands in a Vietnamese sentence."""

import ast
import json
import string
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import ErrorDetails, core_schema

from contracts.commands import COMMANDS
from contracts.envelope import decode
from contracts.findings import Malformed
from contracts.translate import FAULTS, TEXTS, WRONG, detail_vi
from tests.contracts.generate.test_schemas import BAD, _places, _with
from tests.contracts.goldens import golden_files, wire_of
from tests.contracts.test_hostile import NOT_JSON, REFUSED
from tests.repository.sources import modules, tree
from tests.words.vietnamese import foreign

GOLDENS = [json.loads(p.read_bytes()) for p in golden_files("complete") if wire_of(p) in COMMANDS]
OWN = {"day_parsing", "moment_parsing", "control_character"}
SAID_BY_CODE = {"missing", "extra_forbidden"}
"""Findings of these have a sentence of their own, without a detail."""
NOT_MODELS = ("contracts/envelope.py", "contracts/generate/")
"""Where a ValueError is no validator's."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda held: (
        st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=9), held, max_size=3)
    ),
    max_leaves=6,
)


def _said(raw: bytes) -> list[str]:
    """The Vietnamese sentences against a command."""
    try:
        decode(raw, COMMANDS)
    except Malformed as refused:
        return [finding.vi for finding in refused.findings]
    return []


@pytest.mark.parametrize("raw", [*NOT_JSON.values(), *(raw for raw, _ in REFUSED.values())])
def test_what_breaks_the_contract_is_told_in_vietnamese_alone(raw):
    """Every case that is refused at its place."""
    said = _said(raw)

    assert said
    assert [foreign(sentence) for sentence in said if foreign(sentence)] == []


@given(st.sampled_from(GOLDENS), st.randoms(), json_values | st.sampled_from(BAD))
def test_a_command_spoilt_anywhere_is_told_in_vietnamese_alone(golden, chance, value):
    """Whatever stands where something else belongs."""
    body = _with(golden, chance.choice(list(_places(golden))), value)

    for sentence in _said(json.dumps(body).encode()):
        assert not foreign(sentence), sentence


@given(st.sampled_from(GOLDENS), st.data())
def test_a_text_cut_or_spoilt_is_told_in_vietnamese_alone(golden, data):
    """The JSON reader's words."""
    text = json.dumps(golden)
    at = data.draw(st.integers(0, len(text)))
    spoilt = text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.integers(0, 3)) :]

    for sentence in _said(spoilt.encode("utf-8", "surrogatepass")):
        assert not foreign(sentence), sentence


def test_a_schemas_own_words_are_foreign():
    """The measure itself: it tells pydantic's words from ours."""
    assert foreign("Sai dạng: Input should be a valid string.") >= {"input", "should", "valid"}
    assert foreign("Sai từ dòng 1: Expecting value") == {"expecting", "value"}
    assert not foreign("Chỉ nhận 'declare', 'hold' hoặc 'report'.")


@pytest.mark.parametrize("kind", get_args(core_schema.ErrorType))
def test_every_kind_of_error_has_vietnamese_words(kind):
    """Those that no contract can raise share a general sentence."""
    holes = {name for _, name, _, _ in string.Formatter().parse(FAULTS.get(kind, WRONG)) if name}
    ctx = dict.fromkeys(holes, 7) | {"pattern": "^a$"}
    said = detail_vi(ErrorDetails(type=kind, loc=(), msg="Input should be", input=None, ctx=ctx))

    assert said
    assert not foreign(said)


def test_a_kind_that_pydantic_does_not_have_is_ours():
    """An entry that a new release renamed would never be said again."""
    assert set(FAULTS) - set(get_args(core_schema.ErrorType)) == OWN


def test_a_bound_and_a_choice_are_written_as_staff_write_them():
    """Thousands apart, the last word of a list in Vietnamese."""

    def said(kind: str, **ctx: Any) -> str:
        return detail_vi(ErrorDetails(type=kind, loc=(), msg="", input=None, ctx=ctx))

    assert said("less_than_equal", le=10**15) == "không được lớn hơn 1.000.000.000.000.000"
    assert said("less_than_equal", le="Decimal('1000000.5')") == "không được lớn hơn 1.000.000,5"
    assert said("string_too_long", max_length=500) == "nhiều nhất 500 ký tự"
    assert said("literal_error", expected="'a', 'b' or 'c'") == "chỉ nhận 'a', 'b' hoặc 'c'"


def test_every_rule_of_a_model_is_put_into_words():
    """A validator's ValueError, by how its text begins."""
    raised = []
    for path in modules(["contracts"]):
        if not str(path).startswith(NOT_MODELS):
            raised += [(path, text) for text in _value_errors(tree(path))]

    assert raised
    for path, text in raised:
        assert any(text.startswith(start) for start in TEXTS), f"{path}: {text!r} has no TEXTS"


def _value_errors(module: ast.Module) -> list[str]:
    """How the texts of its ValueErrors begin."""
    texts = []
    for node in ast.walk(module):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name("ValueError"), args=[ast.Constant(text)])):
                texts.append(text)
            case ast.Raise(
                exc=ast.Call(func=ast.Name("ValueError"), args=[ast.JoinedStr(values=[first, *_])])
            ):
                texts.append(first.value if isinstance(first, ast.Constant) else "")
    return texts
