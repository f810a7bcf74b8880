"""Runtime, reading: what one stored message of the log says, whatever kept it."""

from collections.abc import Mapping
from datetime import datetime

from contracts.envelope import Envelope, Message, trusted_batch
from contracts.facts import FACTS
from runtime.delivery import EXPECTED
from runtime.failure import Unreadable
from runtime.ports import Stored


def events_of(
    stream: str, sequence: int, subject: str, data: bytes
) -> tuple[Envelope[Message], ...]:
    """The events of a record of ours; raises Unreadable."""
    try:
        return tuple(trusted_batch(data, FACTS))
    except ValueError as error:
        raise Unreadable(stream, sequence, subject) from error


def read_stored(
    stream: str,
    subject: str,
    sequence: int,
    headers: Mapping[str, str],
    data: bytes,
    stored_at: datetime,
) -> Stored:
    """A record of ours with its place; raises Unreadable."""
    return Stored(
        subject=subject,
        sequence=sequence,
        previous=int(headers.get(EXPECTED, 0)),
        stored_at=stored_at,
        events=events_of(stream, sequence, subject, data),
    )
