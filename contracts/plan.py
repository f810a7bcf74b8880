"""Contracts, plan: what a published plan says, as data; nothing here knows a province or year."""

from decimal import Decimal
from typing import Annotated, Literal, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from contracts.owed import Owed, Role
from contracts.values import (
    MAX_FIGURE,
    CivilTime,
    Day,
    Deadline,
    Id,
    Line,
    Number,
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
OverTime = Literal["flow", "cumulative", "latest"]
"""How one unit's successive reports of an entry combine.

flow: what each period brought, added; cumulative: since the beginning, so the latest holds and
falls only with a reason; latest: what there is, the latest holds.
"""
Channel = Literal["email", "sms"]


class Target(Value):
    """What an indicator is to reach (chỉ tiêu giao): in all units, levels and groups together that
    are named (none: everybody), or (`each`) in each unit of them. A ratio's is in per cent.
    """

    units: list[Id] = []
    levels: list[Id] = []
    groups: list[Id] = []
    value: Number
    each: bool = False


class SameAs(Value):
    """The indicator of an earlier plan that this one continues."""

    plan: Id
    indicator: Id


class Indicator(Value):
    """A figure (chỉ tiêu) the plan asks for, its arithmetic, and the range it is believed in.

    `over_time`: how one unit's successive reports combine; None: as its arithmetic has it, a stock
    the latest, all others added. `decimals`: how many places its values may have. `taken_from`:
    the report entries whose figures are the campaign's; none: see `totals` of the service
    reporting. `required`: in each form that does not say itself what it asks for.
    """

    id: Id
    name: Line
    unit: Line | None = None
    group: Line | None = None
    arithmetic: Arithmetic | None = None
    over_time: OverTime | None = None
    decimals: Annotated[int, Field(ge=0, le=3)] = 0
    required: bool = False
    low: Number = Decimal(0)
    high: Number = MAX_FIGURE
    targets: Annotated[list[Target], Field(max_length=100)] = []
    taken_from: list[Id] = []
    same_as: SameAs | None = None

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
