"""Reporting, domain: how views write moments."""

from datetime import MINYEAR, UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer

FIRST, LAST = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"


@lru_cache(maxsize=1024)
def stamp(moment: datetime) -> str:
    """A moment as UTC text of fixed width, so that text order is time order, to the microsecond.

    MongoDB's own dates keep milliseconds only; an inclusive deadline with an hour ends one
    microsecond after it (contracts.values.Deadline.cut). Kept, since a document of one fact writes
    its moment several times.
    """
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:  # beyond the calendar's first or last day
        return FIRST if moment.year == MINYEAR else LAST
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


Stamp = Annotated[AwareDatetime, PlainSerializer(stamp, when_used="json")]
