"""Reporting, domain: how views write moments."""

from datetime import MINYEAR, UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


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
        utc = FIRST if moment.year == MINYEAR else LAST
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


Stamp = Annotated[AwareDatetime, PlainSerializer(stamp, when_used="json")]
