"""An envelope takes what keeps the contract and refuses all else quickly, saying where and why."""

import contextlib
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.commands import COMMANDS, AcceptReport, ExtendDuty, WithdrawActivity
from contracts.envelope import decode, decode_batch, encode, encode_batch, wrap
from contracts.facts import FACTS
from contracts.findings import MAX_FINDINGS, MAX_POINTER, Malformed
from contracts.verdicts import Verdict
from tests.contracts.goldens import FOLDER, golden_files

EXTEND = json.loads((FOLDER / "ngayso.extend-duty.v1.complete.json").read_bytes())
TEXT = json.dumps(EXTEND)
LIMIT = 1024 * 1024


def refused(raw: bytes) -> list[tuple[str, str]]:
    """(code, pointer) of each finding against `raw`."""
    with pytest.raises(Malformed) as error:
        decode(raw, COMMANDS)
    return [(finding.code, finding.pointer) for finding in error.value.findings]


def with_field(text: str) -> bytes:
    """The command with one more field in its envelope, as text."""
    return f"{TEXT[:-1]}, {text}}}".encode()


def with_data(**fields: object) -> bytes:
    return json.dumps({**EXTEND, "data": {**EXTEND["data"], **fields}}).encode()


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


@pytest.mark.parametrize("number", ["1", 1.5, True, None, "1.0", -1, 0, 2**70])
def test_a_number_is_a_whole_number_in_its_range(number):
    """Numbers written as text are refused: a guess at "24.455" would be wrong by a thousand."""
    body = json.loads((FOLDER / "ngayso.accept-report.v1.minimal.json").read_bytes())
    body["data"]["version"] = number

    assert [pointer for _, pointer in refused(json.dumps(body).encode())] == ["/data/version"]


def test_a_megabyte_of_faults_is_counted_and_not_listed():
    """One hostile message may not keep the others waiting."""
    faults = ",".join(f'"k{i}": 1' for i in range(70_000))
    raw = TEXT.replace('"reason"', f'{faults}, "reason"').encode()

    assert refused(raw) == [("too-many-faults", "")]


def test_a_message_with_many_faults_gets_the_first_of_them():
    """A verdict stays readable."""
    raw = with_data(**{f"k{i}": 1 for i in range(100)})

    assert len(refused(raw)) == MAX_FINDINGS


@pytest.mark.parametrize("raw", [*NOT_JSON.values(), *(raw for raw, _ in REFUSED.values())])
def test_refusing_takes_less_than_half_a_second(raw):
    """A generous bound that quadratic work on a megabyte would break."""
    start = time.process_time()
    refused(raw)

    assert time.process_time() - start < 0.5


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_malformed(raw):
    """The failure policy knows one way of being malformed."""
    for reads in (decode, decode_batch):
        with contextlib.suppress(Malformed):
            reads(raw, COMMANDS)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda held: (
        st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=9), held, max_size=3)
    ),
    max_leaves=8,
)


def _places(node: object) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a message."""
    if not isinstance(node, dict | list):
        return []
    items = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    return [(node, key) for key, _ in items] + [p for _, held in items for p in _places(held)]


def _resolve(body: object, pointer: str) -> None:
    """Follows a JSON pointer; only its last step may be missing (a missing field)."""
    steps = [s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:]]
    for count, step in enumerate(steps, 1):
        if isinstance(body, dict) and step not in body and count == len(steps):
            return
        assert isinstance(body, dict | list), pointer
        body = body[step] if isinstance(body, dict) else body[int(step)]


@given(st.data(), st.sampled_from(golden_files("complete")), json_values)
def test_every_pointer_leads_to_a_place_in_the_message(data, path, value):
    """Whatever is put wherever, the finding names a place that the sender can find."""
    body = json.loads(path.read_bytes())
    node, key = data.draw(st.sampled_from(_places(body)))
    node[key] = value
    try:
        decode(json.dumps(body).encode(), {**COMMANDS, **FACTS, Verdict.wire: Verdict})
    except Malformed as error:
        for finding in error.findings:
            assert len(finding.pointer) <= MAX_POINTER
            _resolve(body, finding.pointer)


def test_extensions_travel_with_the_event():
    """A trace goes on through the log."""
    event = wrap(
        AcceptReport(plan="p", unit="u", version=1), id="1", source="/x", traceparent="00-ab-01"
    )

    assert decode(encode(event), COMMANDS) == event
    assert json.loads(encode(event))["traceparent"] == "00-ab-01"


def test_a_senders_time_must_have_a_zone_and_decides_nothing_else():
    """Lateness is judged by receipt; a time is still a time."""
    moment = datetime(2022, 10, 3, 1, 15, tzinfo=UTC)
    body = {**EXTEND, "time": "2022-10-03T08:15:00+07:00"}

    assert decode(json.dumps(body).encode(), COMMANDS).time == moment
    for wrong in ("2022-10-03T08:15:00", "2022-10-03", "1666224000", 1666224000, "8h15"):
        assert refused(json.dumps({**body, "time": wrong}).encode())[0][1] == "/time"


def test_a_batch_keeps_order_and_names_the_item_at_fault():
    """A batch is the facts of one decision; a fault says which."""
    facts = [
        decode(path.read_bytes(), FACTS)
        for path in golden_files("complete")
        if path.name.startswith("ngayso.duty-")
    ]
    raw = encode_batch(facts)
    assert decode_batch(raw, FACTS) == facts

    broken = json.loads(raw)
    broken[1]["data"]["round"] = "0"
    with pytest.raises(Malformed) as error:
        decode_batch(json.dumps(broken).encode(), FACTS)
    assert [f.pointer for f in error.value.findings] == ["/1/data/round"]

    with pytest.raises(Malformed):
        decode_batch(encode(facts[0]), FACTS)


def test_unset_fields_are_left_out_of_what_is_said():
    """No nulls in the log: absent is absent."""
    event = wrap(WithdrawActivity(plan="p", unit="u", activity="a"), id="1", source="/x")

    assert b"null" not in encode(event)
    assert decode(json.dumps(EXTEND).encode(), COMMANDS).data == ExtendDuty(**EXTEND["data"])
