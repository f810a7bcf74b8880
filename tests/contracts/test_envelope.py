"""An envelope takes what keeps the contract and refuses all else, saying where and why."""

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.commands import COMMANDS, AcceptReport, ExtendDuty, WithdrawActivity
from contracts.envelope import decode, encode, encode_batch, trusted_batch, wrap
from contracts.facts import FACTS
from contracts.findings import MAX_FINDINGS, MAX_POINTER, Malformed
from contracts.verdicts import Verdict
from tests.contracts.goldens import FOLDER, golden_files, wire_of
from tests.contracts.refusal import EXTEND, TEXT, refused, with_data


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


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_malformed(raw):
    """The failure policy knows one way of being malformed."""
    with contextlib.suppress(Malformed):
        decode(raw, COMMANDS)


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


BATCH = [
    wrap(decode(path.read_bytes(), FACTS).data, id=path.stem, source="/x", causationid="c-1")
    for path in golden_files("complete")
    if wire_of(path) in FACTS
]


def test_what_we_wrote_is_read_as_it_was_and_in_order():
    """A batch is whole decisions."""
    assert trusted_batch(encode_batch(BATCH), FACTS) == BATCH


def test_where_nothing_of_ours_stands_nothing_can_be_read():
    """A subject of no kind that we know is none that we write to."""
    with pytest.raises(ValueError, match="no event of ours"):
        trusted_batch(encode_batch(BATCH), {})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda event: event.pop("type"),
        lambda event: event.update(type="ngayso.unknown.v1"),
        lambda event: event.update(type=["ngayso.duty-met.v1"]),
        lambda event: event.pop("data"),
        lambda event: event["data"].update(more=1),
        lambda event: event["data"].clear(),
    ],
)
def test_a_record_of_ours_with_an_unknown_type_or_other_data_cannot_be_read(spoil):
    """An older release does not pass over what a newer one wrote."""
    body = json.loads(encode_batch(BATCH))
    spoil(body[1])
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the fault, that is what it is
        trusted_batch(json.dumps(body).encode(), FACTS)


@given(st.binary(max_size=300) | json_values.map(lambda held: json.dumps(held).encode()))
@example(b"1")
@example(b"[" * 100_000)
def test_no_bytes_in_our_log_raise_anything_but_a_value_error(raw):
    """What cannot be read is told by one kind of error."""
    with contextlib.suppress(ValueError):
        trusted_batch(raw, FACTS)


def test_unset_fields_are_left_out_of_what_is_said():
    """No nulls in the log: absent is absent."""
    event = wrap(WithdrawActivity(plan="p", unit="u", activity="a"), id="1", source="/x")

    assert b"null" not in encode(event)
    assert decode(json.dumps(EXTEND).encode(), COMMANDS).data == ExtendDuty(**EXTEND["data"])
