"""What becomes of a message whose handling failed, by the kind of failure."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts import topology
from contracts.envelope import decode
from contracts.findings import Malformed, finding
from contracts.verdicts import DEAD_LETTERS, DeadLetter
from runtime.clock import from_ns
from runtime.delivery import RESTORED, Delivery
from runtime.failure import MAX_DELIVERIES, Retry, Unavailable, Unreadable
from runtime.policy import MOST_BURIED, Bury, Faults, Graveyard, PutBack, judge
from tests.registry.plans import START

STORED_NS = 1_663_203_600_000_000_123
SUBJECT = "cmd.ba-to.system.submit-report.ba-to"


def test_what_can_never_be_read_is_buried_at_once() -> None:
    end = judge(Malformed([finding("field-missing", "/type")]), 1)
    assert isinstance(end, Bury)
    assert end.reason == "malformed"


@pytest.mark.parametrize("error", [Unavailable("x"), OSError("x")])
def test_a_server_that_is_away_is_waited_for_however_long(error: Exception) -> None:
    assert judge(error, 1) == PutBack(0.25)
    assert judge(error, 3) == PutBack(1.0)
    assert judge(error, 1000) == PutBack(60.0)


def test_a_record_of_ours_that_cannot_be_read_is_waited_for_and_looked_at_soon() -> None:
    """However long that takes: nothing is buried for it. Who mends it sees that go on."""
    waits = [judge(Unreadable("EVENTS", 1, "evt"), tries) for tries in (1, 3, 1000)]
    assert waits == [PutBack(0.25), PutBack(1.0), PutBack(10.0)]


def test_what_asks_to_be_tried_again_says_when() -> None:
    assert judge(Retry("quiet hours", 7.5), MAX_DELIVERIES) == PutBack(7.5)


def test_only_waiting_for_a_server_makes_a_message_wait_longer() -> None:
    """However often it was put back for a moment that was named, or for who was first."""
    faults, item = Faults(), Delivery(SUBJECT, b"", {}, 42, STORED_NS, START, 900)
    for _ in range(20):
        assert faults.judge(Retry("in hand"), item) == PutBack(0.25)
    waits = [faults.judge(OSError("x"), item) for _ in range(3)]
    assert waits == [PutBack(0.25), PutBack(0.5), PutBack(1.0)]
    grown = [faults.judge(Retry("gateway-busy", 1.0, grows=True), item) for _ in range(4)]
    assert grown == [PutBack(8.0), PutBack(16.0), PutBack(32.0), PutBack(60.0)]
    faults.forget(item)
    assert faults.judge(OSError("x"), item) == PutBack(0.25)


def test_what_fails_for_no_known_reason_is_tried_eight_times_and_buried() -> None:
    ends = [judge(KeyError("x"), tries) for tries in range(1, 10)]
    assert ends[:7] == [PutBack(0.25 * 2**n, fault=True) for n in range(7)]
    assert ends[7:] == [Bury("failed", "KeyError('x')")] * 2


class Outbox:
    def __init__(self) -> None:
        self.put_out: list[tuple[str, DeadLetter, str]] = []

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        letter: Any = decode(data, DEAD_LETTERS).data
        self.put_out.append((subject, letter, message_id))


async def buried(data: bytes, end: Bury, deliveries: int = 8) -> tuple[str, DeadLetter, str]:
    outbox = Outbox()
    graveyard = Graveyard(outbox, "registry", "registry-decide", topology.COMMANDS.name)
    item = Delivery("5." + SUBJECT, data, {"a": "b"}, 42, STORED_NS, START, deliveries)
    await graveyard.bury(item, SUBJECT, end)
    [one] = outbox.put_out
    return one


async def test_a_dead_letter_holds_the_message_as_it_was_sent_and_why() -> None:
    subject, letter, _ = await buried(b"\xff{", Bury("failed", "x" * 3000))
    assert subject == topology.dead_letters("registry")
    assert base64.b64decode(letter.body_base64) == b"\xff{"
    assert (letter.service, letter.durable) == ("registry", "registry-decide")
    assert (letter.stream, letter.subject, letter.sequence) == ("COMMANDS", SUBJECT, 42)
    assert (letter.deliveries, letter.headers) == (8, {"a": "b"})
    assert letter.stored_at == datetime(2022, 9, 15, 1, tzinfo=UTC)
    assert (letter.reason, letter.detail) == ("failed", "x" * 2000)


async def test_the_letter_of_a_restored_record_tells_when_it_was_first_stored() -> None:
    outbox = Outbox()
    graveyard = Graveyard(outbox, "notifier", "notifier-react", topology.EVENTS.name)
    subject, headers = topology.unit_facts("p", "u"), {RESTORED: str(STORED_NS)}
    item = Delivery(subject, b"x", headers, 42, STORED_NS + 1_000_000_000, START, 8)
    await graveyard.bury(item, subject, Bury("failed", ""))
    [(_, letter, _)] = outbox.put_out
    assert letter.stored_at == from_ns(STORED_NS)


async def test_a_message_is_buried_once_however_often_that_is_tried() -> None:
    """Another message of the same sequence, after a restore, is another one."""
    names = [(await buried(b"x", Bury("failed", ""), deliveries=n))[2] for n in (8, 9)]
    assert names == [f"dead-registry-decide-42-{STORED_NS}"] * 2


async def test_of_a_message_that_is_too_large_the_beginning_is_kept() -> None:
    data = b"a" * MOST_BURIED
    _, letter, _ = await buried(data, Bury("malformed", "why"))
    assert (len(base64.b64decode(letter.body_base64)), letter.detail) == (MOST_BURIED, "why")
    _, letter, _ = await buried(data + b"b", Bury("malformed", "why"))
    assert len(base64.b64decode(letter.body_base64)) == MOST_BURIED
    assert f"{MOST_BURIED} of {MOST_BURIED + 1} bytes" in letter.detail
    assert letter.detail.endswith("why")
