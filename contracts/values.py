"""Contracts, values: the small typed words that commands and facts are made of."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

MAX_NUMBER = 10**15
"""Largest count or amount of đồng that is believed; MongoDB sums stay inside 64 bits."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know, so that a typo is named, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _clean(text: str) -> str:
    """NFC without outer spaces; raises ValueError on control characters other than line breaks."""
    text = unicodedata.normalize("NFC", text).strip()
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t":
            raise ValueError(f"control character U+{ord(char):04X}")
    return text


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("empty text")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""An id that is safe as one word of a NATS subject."""
Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_clean),
                 AfterValidator(_not_empty)]  # fmt: skip
"""One line of text, NFC."""
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_clean)]
"""Running text, NFC, may be empty."""
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
"""A whole number of things, 0 to 10^15."""
Dong = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
"""An amount of money in whole đồng."""
Moment = AwareDatetime
"""An instant with a zone; the campaign's clock, not the wall's, when a rehearsal runs."""
Qualifier = Literal["gần", "hơn", "trên", "khoảng"]
"""How a figure was hedged in the signed report (nearly, more than, over, about)."""


class Deadline(Value):
    """A due date as plans write it.

    "trước ngày 20/10" is day 20/10 and not inclusive; "chậm nhất ngày 20/10" is inclusive;
    an hour may be given. Civil time in the plan's time zone.
    """

    day: date
    hour: time | None = None
    inclusive: bool = False

    @model_validator(mode="after")
    def _wall_time(self) -> "Deadline":
        if self.hour is not None and self.hour.tzinfo is not None:
            raise ValueError("hour must be civil time without a zone")
        return self

    def cut(self, zone: ZoneInfo) -> datetime:
        """The first instant that is too late: on time means received strictly before it."""
        start = datetime.combine(self.day, self.hour or time(), zone)
        if not self.inclusive:
            return start
        return start + (timedelta(microseconds=1) if self.hour else timedelta(days=1))


class Receipt(Value):
    """How a command reached us: what lateness and order are judged by.

    `at` is JetStream's own timestamp of the stored command, in campaign time; `sequence` breaks
    ties only, since a restored stream counts from one again.
    """

    at: Moment
    sequence: Annotated[int, Field(ge=0)]
    command: Annotated[str, Field(max_length=200)]
    sender: Id

    @property
    def order(self) -> tuple[datetime, int]:
        return (self.at, self.sequence)


class FieldChange(Value):
    """One difference between two versions of a record; values as JSON text."""

    pointer: str
    before: str | None
    after: str | None
