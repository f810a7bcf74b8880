"""Reporting, domain: how views write moments."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer


def stamp(moment: datetime) -> str:
    """A moment as UTC text of fixed width, so that text order is time order, to the microsecond.

    MongoDB's own dates keep milliseconds only; an inclusive deadline with an hour ends one
    microsecond after it (contracts.values.Deadline.cut).
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Stamp = Annotated[AwareDatetime, PlainSerializer(stamp, when_used="json")]
