"""Contracts, plan: what a published plan says, as data; nothing here knows a province or year."""

from typing import Annotated, Literal, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from contracts.values import (
    MAX_NUMBER,
    CivilTime,
    Count,
    Day,
    Deadline,
    Id,
    Line,
    Moment,
    Text,
    Value,
)
from contracts.words import Severity

Arithmetic = Literal["sum", "stock", "ratio", "not-additive", "text"]
"""How an indicator's values combine.

sum: flows, added; stock: the latest per unit, then added; ratio: numerators and denominators are
added apart; not-additive: people counted once per unit, never added across units; text: narrative.
"""
FigureShape = Literal["number", "ratio", "text"]
"""What is given of an indicator: one number, a numerator and a denominator, or words."""
DutyKind = Literal["declare", "hold", "report"]
Channel = Literal["email", "sms"]
Through = Literal["parent"]
"""Whom a report passes through: parent, the unit above it (cấp trên trực tiếp)."""


class Indicator(Value):
    """A figure (chỉ tiêu) the plan asks for, its arithmetic, and the range it is believed in."""

    id: Id
    name: Line
    unit: Line | None = None
    group: Line | None = None
    arithmetic: Arithmetic | None = None
    required: bool = False
    low: Count = 0
    high: Count = MAX_NUMBER

    @property
    def shape(self) -> FigureShape:
        match self.arithmetic:
            case "sum" | "stock" | "not-additive" | None:
                return "number"
            case "ratio":
                return "ratio"
            case "text":
                return "text"
            case _:
                assert_never(self.arithmetic)


class Rule(Value):
    """A cross-check of a report's values.

    sum: `left` equals the sum of `right`; at-most: `left` is at most the sum of `right`;
    not-below-last: `left` is not below the same unit's last version.
    """

    id: Id
    check: Literal["sum", "at-most", "not-below-last"]
    left: Id
    right: list[Id] = []
    severity: Severity = "error"


class Named(Value):
    """An entry of a catalogue: a kind of activity or a source of money."""

    id: Id
    name: Line


class Assignee(Value):
    """Whom an item is given to: a unit or a group of units, as lead or partner."""

    unit: Id | None = None
    group: Id | None = None
    role: Literal["lead", "partner"] = "lead"

    @model_validator(mode="after")
    def _one(self) -> "Assignee":
        if (self.unit is None) == (self.group is None):
            raise ValueError("give either unit or group")
        return self


class Assignment(Value):
    """An item of the plan given to somebody (nhiệm vụ)."""

    id: Id
    number: Line
    text: Text
    assignees: Annotated[list[Assignee], Field(min_length=1, max_length=500)]
    kinds: list[Id] = []


class Item(Value):
    """A numbered passage of the plan as it was signed, e.g. "II.2.c"."""

    number: Line
    title: Line | None = None
    text: Text = ""


class CentralEvent(Value):
    """A dated event that the plan itself sets."""

    id: Id
    title: Line
    day: Day
    lead: Id


class Owed(Value):
    """A thing owed by assignees: one duty arises per unit, per entry, at its deadline.

    `levels` restricts it to units of those levels (empty: all); `assignments` to assignees of
    those assignments (empty: all, partners included). `through`: a report passes through the
    participant's parent, which approves it before the collecting office may accept it, where a
    reporting regime has several levels (Nghị định 09/2019/NĐ-CP, art. 8); a participant without a
    parent reports directly.
    """

    id: Id
    kind: DutyKind
    title: Line
    deadline: Deadline
    levels: list[Id] = []
    assignments: list[Id] = []
    through: Through | None = None


class Rung(Value):
    """One step of the reminder ladder: so many working days, calendar days or hours before
    (negative) or after what it is `counted_from`: deadline, window-first, window-last, else the
    central event of that id.

    Days count from the last day in time, or that day, and fall `at` a civil time in the plan's
    zone; hours from the first instant that is too late, the end of the window's last day, or the
    beginning of the other days.
    """

    id: Id
    owed: Annotated[list[Id], Field(min_length=1)]
    working_days: Annotated[int, Field(ge=-60, le=60)] | None = None
    days: Annotated[int, Field(ge=-100, le=100)] | None = None
    hours: Annotated[int, Field(ge=-1000, le=1000)] | None = None
    counted_from: Id = "deadline"
    at: CivilTime | None = None
    channels: Annotated[list[Channel], Field(min_length=1)]
    audience: Annotated[list[Id], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_measure(self) -> "Rung":
        given = [n for n in (self.working_days, self.days, self.hours) if n is not None]
        if len(given) != 1 or (self.hours is None) == (self.at is None):
            raise ValueError("give one of working_days and days with `at`, or hours alone")
        return self


class Window(Value):
    """The days on which activities take place, both included."""

    first: Day
    last: Day


class Reporting(Value):
    """The reporting regime (chế độ báo cáo; Nghị định 09/2019/NĐ-CP, art. 8)."""

    title: Line
    content: Text = ""
    receiver: Id
    how: Text = ""
    cut_off: Day | None = None
    frequency: Line | None = None


class Plan(Value):
    """A plan (kế hoạch) as published: the whole record, sent again whole when it is amended."""

    id: Id
    number: Line
    issued_on: Day
    title: Line
    theme: Text = ""
    place: Line
    issuer: Id
    collecting_office: Id
    time_zone: Annotated[str, Field(max_length=64)] = "Asia/Ho_Chi_Minh"
    legal_basis: list[Text] = []
    items: Annotated[list[Item], Field(max_length=500)] = []
    window: Window
    central_events: list[CentralEvent] = []
    kinds: Annotated[list[Named], Field(min_length=1, max_length=200)]
    assignments: Annotated[list[Assignment], Field(min_length=1, max_length=500)]
    owed: Annotated[list[Owed], Field(min_length=1, max_length=50)]
    reporting: Reporting
    indicators: Annotated[list[Indicator], Field(max_length=300)] = []
    rules: Annotated[list[Rule], Field(max_length=300)] = []
    ladder: Annotated[list[Rung], Field(max_length=50)] = []
    budget_sources: Annotated[list[Named], Field(max_length=50)] = []
    recipients: list[Line] = []
    signed_by: Line | None = None
    closes: Deadline | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "Asia" is a directory
            raise ValueError(f"unknown time zone {name!r}") from error
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Duty(Value):
    """What one unit owes (nghĩa vụ): `due` is the first instant that is too late."""

    id: Id
    kind: DutyKind
    title: Line
    due: Moment


class Participant(Value):
    """A unit that the plan gives something to, as it was on the day of publication."""

    unit: Id
    name: Line
    short_name: Line
    level: Id | None = None
    parent: Id | None = None
    assignments: list[Id]
    duties: list[Duty]
