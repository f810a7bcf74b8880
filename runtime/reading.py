"""Runtime, reading: what one stored message of the log says, whatever kept it."""

from collections.abc import Mapping
from datetime import datetime

from contracts.envelope import trusted_batch
from contracts.facts import FACTS
from runtime.delivery import EXPECTED
from runtime.failure import Unreadable
from runtime.ports import Stored


def read_stored(
    stream: str,
    subject: str,
    sequence: int,
    headers: Mapping[str, str],
    data: bytes,
    stored_at: datetime,
) -> Stored:
    """The events of a record of ours and its place; raises Unreadable."""
    try:
        events = tuple(trusted_batch(data, FACTS))
    except ValueError as error:
        raise Unreadable(stream, sequence, subject) from error
    return Stored(
        subject=subject,
        sequence=sequence,
        previous=int(headers.get(EXPECTED, 0)),
        stored_at=stored_at,
        events=events,
    )
