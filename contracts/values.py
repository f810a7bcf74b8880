"""Contracts, values: the small typed words that commands and facts are made of."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

MAX_NUMBER = 10**15
"""Largest count or amount of đồng that is believed; MongoDB sums stay inside 64 bits."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know, so that a typo is named, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, which would drop a field that there is not without a word; raises
        TypeError for one.
        """
        if unknown := (update or {}).keys() - type(self).model_fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        return super().model_copy(update=update, deep=deep)


# What follows stands in JSON Schemas: it is ECMA-262 with the flag `u`, Python's `re` and Rust's
# regex alike. Hence no \s, which means something else in each of the three, and no needless escape.
_SPACE = r"\u0009-\u000d \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# U+FFFE and U+FFFF cannot be written into .docx or .xlsx: one of them would break every report.
_CONTROL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_CONTROL}\ud800-\udfff]")
_DATE = r"[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_DAY = rf"^{_DATE}$"
_MOMENT = rf"^{_DATE}T{_CLOCK}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
_CIVIL = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"


def _clean(text: str) -> str:
    """NFC, line breaks as one character, no outer spaces; refuses control characters.

    Length limits hold before this, on what was sent: NFD may be the longer form.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # most texts: nothing that is printable is refused, or breaks a line
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if found := _FORBIDDEN.search(text):
        code = f"{ord(found[0]):04X}"
        raise PydanticCustomError("control_character", "control character U+{code}", {"code": code})
    return text.strip()


def _line(text: str) -> str:
    """Clean text in one line: a break in a name would end a mail's header."""
    text = " ".join(_clean(text).split())
    if not text:
        raise ValueError("empty text")
    return text


def _written_day(given: object) -> object:
    """A written day as a date; pydantic alone would also take "1666224000" for a day."""
    return _day(given) if isinstance(given, str) else given


@lru_cache(maxsize=1_000)
def _day(written: str) -> date:
    """Kept: a campaign has few days, and each stands in thousands of records."""
    try:
        if re.fullmatch(_DATE, written):
            return date.fromisoformat(written)
    except ValueError:
        pass  # the 30th of February
    raise PydanticCustomError("day_parsing", "a day that exists, written YYYY-MM-DD")


def _written_moment(given: object) -> object:
    """A written moment as a datetime; pydantic alone would also take "1666224000"."""
    if not isinstance(given, str):
        return given
    try:
        if re.fullmatch(_MOMENT, given):
            return datetime.fromisoformat(given)
    except ValueError:
        pass  # the 30th of February
    raise PydanticCustomError("moment_parsing", "an RFC 3339 time with a zone")


def _civil(given: time) -> time:
    if given.tzinfo is not None:
        raise ValueError("a civil time has no zone")
    return given


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""An id that is safe as one word of a NATS subject."""
Line = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        json_schema_extra={"pattern": rf"^[^{_CONTROL}]*[^{_SPACE}{_CONTROL}][^{_CONTROL}]*$"},
    ),
    AfterValidator(_line),
]
"""One line of text, NFC; a run of spaces or line breaks is one space."""
Text = Annotated[
    str,
    Field(max_length=20_000, json_schema_extra={"pattern": f"^[^{_CONTROL}]*$"}),
    AfterValidator(_clean),
]
"""Running text, NFC, may be empty."""
Day = Annotated[
    date,
    Field(ge=date(1000, 1, 1), le=date(2999, 12, 31)),
    BeforeValidator(_written_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY}),
]
"""A civil day, years 1000 to 2999, so that a day after it always exists."""
CivilTime = Annotated[
    time,
    AfterValidator(_civil),
    WithJsonSchema({"type": "string", "pattern": _CIVIL}),
]
"""A time of day in the plan's zone: "17:00" or "17:00:00"."""
Link = Annotated[
    str, StringConstraints(pattern=rf'^https?://[^{_SPACE}{_CONTROL}<>"]+$', max_length=2000)
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
"""A whole number of things, 0 to 10^15."""
Version = Annotated[int, Field(ge=1, le=1_000_000)]
"""A report's version; the first is 1."""
Dong = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
"""An amount of money in whole đồng."""
Moment = Annotated[AwareDatetime, Field(json_schema_extra={"pattern": _MOMENT})]
"""An instant with a zone; the campaign's clock, not the wall's, when a rehearsal runs."""
SenderMoment = Annotated[Moment, BeforeValidator(_written_moment)]
"""A moment as a foreign system wrote it; nothing is decided by it."""
MAX_FIGURE = Decimal(10**12)


def _number(value: Decimal) -> int | float:
    """As JSON has numbers; fifteen digits are exact in both."""
    whole = int(value)
    return whole if whole == value else float(value)


def _decimal(given: object, check: ValidatorFunctionWrapHandler) -> object:
    """A JSON number as a decimal, as it was written; pydantic alone would also take "12"."""
    if type(given) is int and 0 <= given <= MAX_FIGURE:  # most: there is nothing more to check
        return Decimal(given)
    if isinstance(given, int | float) and not isinstance(given, bool):
        given = Decimal(repr(given))
    if isinstance(given, str):
        raise PydanticCustomError("decimal_type", "a number")
    return check(given)


Number = Annotated[
    Decimal,
    Field(ge=0, le=MAX_FIGURE, decimal_places=3, allow_inf_nan=False),
    WrapValidator(_decimal),
    PlainSerializer(_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": int(MAX_FIGURE)}),
]
"""A figure, 0 to 10^12, with at most three decimals; an indicator says how many it allows."""
Percent = Annotated[Number, Field(le=100)]
Qualifier = Literal["gần", "hơn", "trên", "dưới", "ước", "khoảng"]
"""How a figure was hedged in the signed report (nearly, more than, over, under, estimated, about).
"""


class Deadline(Value):
    """A due date as plans write it.

    "trước ngày 20/10" is day 20/10 and not inclusive; "chậm nhất ngày 20/10" is inclusive;
    an hour may be given. Civil time in the plan's time zone.
    """

    day: Day
    hour: CivilTime | None = None
    inclusive: bool = False

    def cut(self, zone: tzinfo) -> datetime:
        """The first instant that is too late: on time means received strictly before it."""
        start = datetime.combine(self.day, self.hour or time(), zone)
        if not self.inclusive:
            return start
        return start + (timedelta(microseconds=1) if self.hour else timedelta(days=1))


Door = Literal["system", "desk", "rest", "operator", "registry"]
"""By which way a command came in: each credential publishes under its own door only."""
ACTOR = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
Actor = Annotated[str, StringConstraints(pattern=f"^{ACTOR.pattern}$")]
"""A person, as an opaque token: nobody's name, number or address."""


ReceiptOrder = tuple[datetime, int]
"""A receipt's place in time: by the server's timestamp, then by sequence."""


class Receipt(Value):
    """How a command reached us: what lateness and order are judged by.

    `at` is JetStream's own timestamp of the stored command, in campaign time; `sequence` breaks
    ties only, since a restored stream counts from one again. `sender`, `door` and `system` are what
    the subject says, and so whose credential it was; `system`: the one that speaks for several
    units, none for a unit's own. `actor`: the person, where the desk told one.
    """

    at: Moment
    sequence: Annotated[int, Field(ge=0)]
    command: Annotated[str, Field(max_length=200)]
    sender: Id
    door: Door
    system: Id | None = None
    actor: Actor | None = None

    @property
    def order(self) -> ReceiptOrder:
        return (self.at, self.sequence)


class FieldChange(Value):
    """One difference between two versions of a record; values as JSON text."""

    pointer: str
    before: str | None = None
    after: str | None = None
