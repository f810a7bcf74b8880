"""When a delivered message was stored: by the server's timestamp, or by a restore's word; and what
its headers say.
"""

from hypothesis import example, given
from hypothesis import strategies as st
from nats.aio.client import Client
from nats.aio.msg import Msg

from contracts import topology
from runtime.clock import SystemClock, from_ns
from runtime.delivery import RESTORED, restored_at
from runtime.jetstream.connection import header_lines, parse_headers
from runtime.jetstream.consume import delivery

FIRST, AGAIN = 1_665_000_000_123_456_789, 1_700_000_000_000_000_000


def delivered(stream: str, subject: str, header: str) -> Msg:
    reply = f"$JS.ACK.{stream}.durable.1.7.1.{AGAIN}.0"
    return Msg(Client(), subject=subject, reply=reply, data=b"", headers={RESTORED: header})


def test_a_restored_record_of_the_log_is_of_the_moment_when_it_was_first_stored():
    """A durable's reader sees what a reader of the history sees."""
    item = delivery(delivered("EVENTS", topology.plan_facts("p"), str(FIRST)), SystemClock())
    assert restored_at(item.subject, {RESTORED: "9" * 19}) is not None
    assert (item.stored_at, item.sequence) == (from_ns(FIRST), 7)


def test_a_sender_cannot_date_its_command_back():
    """Lateness is the server's receipt time, whatever header a unit puts on what it sends."""
    stored = topology.stored_command("u", "system", "submit-report", "u")
    item = delivery(delivered("COMMANDS", stored, str(FIRST)), SystemClock())
    assert item.stored_at == from_ns(AGAIN)


def test_a_header_that_is_no_moment_is_not_believed():
    """A record that somebody forged blocks nobody by it."""
    for header in ("", "yesterday", "-1", "1.5", "١", "9" * 20):
        assert restored_at(topology.plan_facts("p"), {RESTORED: header}) is None


@given(
    st.lists(st.sampled_from([b"a", b":", b" ", b"\t", b"\r\n", b"\x1c", b"\xe1\xba\xa1", b"\xff"]))
)
@example([b"Nats-Sequence: 7\r\nNats-Time-Stamp: 2022-10-03T01:15:00Z\r\n\r\n"])
def test_headers_are_read_as_the_client_reads_them(pieces):
    """Faster, and no other way: what somebody sends can say nothing here that it does not there."""
    raw = b"".join(pieces)
    assert header_lines(raw) == parse_headers(raw)
