"""Hostile and mistaken input: each fault is refused at its place, at once."""

import time

import pytest

from tests.contracts.goldens import FOLDER
from tests.contracts.refusal import LIMIT, TEXT, refused, with_data, with_field

NOT_JSON = {
    "nothing": b"",
    "null byte": b"\0",
    "words": b"xin chao",
    "cut off": TEXT[:-1].encode(),
    "latin-1": '{"id": "Thủy"}'.encode("utf-16-le"),
    "invalid UTF-8": b'{"id": "\xff\xfe"}',
    "overlong UTF-8": b'{"id": "\xc0\x80"}',
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-32": TEXT.encode("utf-32"),
    "NaN": with_field('"x": NaN'),
    "Infinity": with_field('"x": -Infinity'),
    "number beyond a double": with_field('"x": 1e999'),
    "number of 100,000 digits": with_field(f'"x": {"9" * 100_000}'),
    "a million brackets": b"[" * LIMIT,
    "a hundred thousand objects": b'{"a":' * 100_000,
    "nesting within Python's limit": with_field(f'"x": {"[" * 900}{"]" * 900}'),
    "a field twice": with_field('"id": "2"'),
    "a field twice in data": TEXT.replace('"reason"', '"plan": "p", "reason"').encode(),
    "a lone surrogate": with_field('"x": "\\ud800"'),
    "a lone surrogate in data": with_data(reason="\ud800"),
    "trailing words": TEXT.encode() + b" {}",
    "a control character in a string": with_field('"x": "\x01"'),
}


@pytest.mark.parametrize("raw", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_refused_as_such(raw):
    """RFC 8259 to the letter, so that no two readers understand one message differently."""
    assert refused(raw) == [("not-json", "")]


REFUSED = {
    "a list": (b"[]", [("wrong-type", "")]),
    "a number": (b"1", [("wrong-type", "")]),
    "no type": (b'{"data": {"plan": 1}}', [("field-missing", "/type")]),
    "a type that is a number": (b'{"type": 1}', [("wrong-type", "/type")]),
    "a type of another version": (
        TEXT.replace("extend-duty.v1", "extend-duty.v2").encode(),
        [("unknown-type", "/type")],
    ),
    "a type with a lone surrogate": (b'{"type": "\\ud800"}', [("unknown-type", "/type")]),
    "a fact": (
        (FOLDER / "ngayso.duty-met.v1.minimal.json").read_bytes(),
        [("unknown-type", "/type")],
    ),
    "another specversion": (
        TEXT.replace('"1.0"', '"0.3"').encode(),
        [("wrong-form", "/specversion")],
    ),
    "an extension that is a list": (with_field('"x": []'), [("invalid", "/x")]),
    "an extension of 3,000 letters": (with_field(f'"x": "{"x" * 3000}"'), [("invalid", "/x")]),
    "an extension of 65 bits": (with_field(f'"x": {2**64}'), [("invalid", "/x")]),
    "an extension with a capital": (with_field('"X": 1'), [("wrong-form", "/X")]),
    "another content type": (
        TEXT.replace("application/json", "text/xml").encode(),
        [("wrong-form", "/datacontenttype")],
    ),
    "a day as seconds": (
        with_data(deadline={"day": "1666224000"}),
        [("wrong-form", "/data/deadline/day")],
    ),
    "a day that is not": (
        with_data(deadline={"day": "2022-02-30"}),
        [("wrong-form", "/data/deadline/day")],
    ),
    "a day with a time": (
        with_data(deadline={"day": "2022-10-20T00:00:00"}),
        [("wrong-form", "/data/deadline/day")],
    ),
    "the last day there is": (
        with_data(deadline={"day": "9999-12-31", "inclusive": True}),
        [("wrong-form", "/data/deadline/day")],
    ),
    "an hour as seconds": (
        with_data(deadline={"day": "2022-10-20", "hour": 61200}),
        [("wrong-type", "/data/deadline/hour")],
    ),
    "an hour with a zone": (
        with_data(deadline={"day": "2022-10-20", "hour": "17:00Z"}),
        [("invalid", "/data/deadline/hour")],
    ),
    "true as text": (
        with_data(deadline={"day": "2022-10-20", "inclusive": "true"}),
        [("wrong-type", "/data/deadline/inclusive")],
    ),
    "an id with a dot": (with_data(plan="a.b"), [("wrong-form", "/data/plan")]),
    "an id with a line break": (with_data(plan="a\n"), [("wrong-form", "/data/plan")]),
    "an empty reason": (with_data(reason=" \n "), [("invalid", "/data/reason")]),
    "a null byte": (with_data(reason="a\0b"), [("invalid", "/data/reason")]),
    "what Word cannot hold": (with_data(reason="a\uffffb"), [("invalid", "/data/reason")]),
    "too long a reason": (with_data(reason="x" * 501), [("out-of-range", "/data/reason")]),
    "a field too many": (with_data(resaon="x"), [("field-unknown", "/data/resaon")]),
    "a field whose name is a megabyte": (
        with_data(**{"k" * LIMIT: 1}),
        [("field-unknown", "/data")],
    ),
}


@pytest.mark.parametrize(("raw", "findings"), REFUSED.values(), ids=REFUSED)
def test_what_breaks_the_contract_is_refused_at_its_place(raw, findings):
    """The code says what is wrong, the pointer where."""
    assert refused(raw) == findings


@pytest.mark.parametrize("raw", [*NOT_JSON.values(), *(raw for raw, _ in REFUSED.values())])
def test_refusing_takes_less_than_half_a_second(raw):
    """A generous bound that quadratic work on a megabyte would break."""
    start = time.process_time()
    refused(raw)

    assert time.process_time() - start < 0.5
