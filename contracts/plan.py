"""Contracts, plan: what a published plan says, as data; nothing here knows a province or year."""

from collections.abc import Iterable
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from contracts.indicator import Indicator, Rule
from contracts.owed import Owed, Role
from contracts.values import (
    CivilTime,
    Day,
    Deadline,
    Id,
    Line,
    Text,
    Value,
)

Channel = Literal["email", "sms"]


class Named(Value):
    """An entry of a catalogue: a kind of activity, a source of money, a level or group of units."""

    id: Id
    name: Line


def called(catalogue: Iterable[Named], name: str) -> str:
    """What people call the entry of this id; the id where the catalogue does not have it."""
    return next((one.name for one in catalogue if one.id == name), name)


class Assignee(Value):
    """Whom an item is given to: a unit or a group of units, as lead or partner."""

    unit: Id | None = None
    group: Id | None = None
    role: Role = "lead"

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


Upward = Literal["head", "sector", "superior"]
"""Whom lateness is told: the head of whoever is late, the department of its sector, or whoever it
is under.
"""


class Escalation(Value):
    """Whom a rung tells of those late units that have one of `levels` on its day; none named: of
    all that no other line of the rung names.
    """

    levels: Annotated[list[Id], Field(max_length=50)] = []
    to: Upward


class Rung(Value):
    """One step of the reminder ladder: so many working days, calendar days or hours before
    (negative) or after what it is `counted_from`: deadline, window-first, window-last, else the
    central event of that id.

    Days count from the last day in time, or that day, and fall `at` a civil time in the plan's
    zone; hours from the first instant that is too late, the end of the window's last day, or the
    beginning of the other days.

    `audience` are roles at the unit that owes. A rung that `escalates` writes, for each line that
    fits the unit's level, to its head (whoever is its leader), or it puts what is late into the
    list that those of the audience get who sit above: one a day at most, and no reminders.
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
    escalates: Annotated[list[Escalation], Field(max_length=50)] = []

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


ReportPart = Literal["duties", "activities", "results", "money", "difficulties", "recommendations"]
"""What a section of the consolidated report holds."""


class Section(Value):
    """A section of the outline (đề cương), by its title without its number."""

    part: ReportPart
    title: Line


class Reporting(Value):
    """The reporting regime (chế độ báo cáo; Nghị định 09/2019/NĐ-CP, art. 8).

    Of the consolidated report: its `outline` (none: all parts, by our titles), the `symbol` behind
    its number ("STTTT-CĐS"; none: of the office's name), the unit that `drafts` it and keeps a
    copy, its `signer`, and in which capacity it `signs_as`, line by line ("KT. GIÁM ĐỐC", …).
    """

    title: Line
    content: Text = ""
    receiver: Id
    how: Text = ""
    cut_off: Day | None = None
    frequency: Line | None = None
    outline: Annotated[list[Section], Field(max_length=20)] = []
    symbol: Line | None = None
    drafts: Line | None = None
    signer: Line | None = None
    signs_as: Annotated[list[Line], Field(max_length=4)] = []


class Amending(Value):
    """The document by which a plan is amended (NĐ 30/2020: number, day, signer)."""

    number: Line
    day: Day
    signer: Line


class ForceMajeure(Value):
    """An event that nobody could help (bất khả kháng), where and until when.

    `units` are those of its area. What they owe before `until` is due one working day after it, and
    until then nobody is reminded of it.
    """

    units: list[Id]
    until: Deadline


class Plan(Value):
    """A plan (kế hoạch) as published: the whole record, sent again whole when it is amended.

    `levels` and `groups` say what those of the directory are called, in the order of tables.
    `secrecy`: the mark (Mật, Tối mật, …) of the document; such a plan is refused.
    """

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
    levels: Annotated[list[Named], Field(max_length=50)] = []
    groups: Annotated[list[Named], Field(max_length=200)] = []
    recipients: list[Line] = []
    signed_by: Line | None = None
    closes: Deadline | None = None
    secrecy: Line | None = None

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
