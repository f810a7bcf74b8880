"""Contracts, owed: what a plan asks for, by when, what meets it, and the duties that arise."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts.values import CivilTime, Day, Deadline, Id, Line, Moment, Value

OwedKind = Literal["declare", "hold", "report"]
"""What an entry asks for: to declare activities, to hold them, or to send a report."""
DutyKind = Literal[OwedKind, "approve"]
"""approve: of somebody else's report, which passes through this unit."""
Role = Literal["lead", "partner"]
Wants = Literal["data", "document", "both"]
"""What of a report is asked for: its figures (biểu số liệu), the signed document, or both."""
JudgedBy = Literal["figures", "document", "first"]
"""Whose moment a report's timeliness is judged by; first: whichever came first."""
Coverage = Literal["own", "own-and-below", "sector"]
"""What the figures of a form cover: the unit, the unit and all below it, or a whole sector."""
Narrative = Literal["summary", "difficulties", "causes", "recommendations"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayOff = Literal["keep", "next", "previous"]
"""What becomes of a due day that is a day off: it stays, or goes to the next or previous working
day.
"""


class Recurrence(Value):
    """When a recurring entry is due: every week on a day, every month, or every n days.

    The due days lie between `first` and `last`, both included; `without` names those left out. A
    month that has no such day has its last one. `cut_off_days` before the due day the figures end.
    """

    every: Literal["week", "month", "days"]
    weekday: Weekday | None = None
    day_of_month: Annotated[int, Field(ge=1, le=31)] | None = None
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    first: Day
    last: Day
    hour: CivilTime | None = None
    inclusive: bool = False
    without: Annotated[list[Day], Field(max_length=366)] = []
    on_day_off: DayOff
    cut_off_days: Annotated[int, Field(ge=0, le=60)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Recurrence":
        given = {
            "week": self.weekday is not None,
            "month": self.day_of_month is not None,
            "days": self.days is not None,
        }
        if not given.pop(self.every) or any(given.values()):
            raise ValueError("give weekday, day_of_month or days, as `every` says, and no other")
        return self


class MetBy(Value):
    """Which activities meet a declare or hold entry, and how many.

    `assignments`: of these only (empty: those of the entry); `kinds`: of these only (empty: any).
    all: every one that was declared is to be held, and no fewer than `number`; at-least: `number`
    of them will do.
    """

    assignments: Annotated[list[Id], Field(max_length=500)] = []
    kinds: Annotated[list[Id], Field(max_length=200)] = []
    number: Annotated[int, Field(ge=1, le=1000)] = 1
    measure: Literal["all", "at-least"] = "all"


class Asked(Value):
    """An indicator that a form asks for; `required` for everybody, or for these only."""

    indicator: Id
    required: bool = False
    levels: list[Id] = []
    groups: list[Id] = []


class Form(Value):
    """What a report contains: indicators (none named: all of the plan), parts of the narrative that
    may not be empty, and what its figures cover.
    """

    figures: Annotated[list[Asked], Field(max_length=300)] = []
    narrative: list[Narrative] = []
    coverage: Coverage = "own"


class Through(Value):
    """Whom a report passes through on its way up: a unit, or (none named) the reporter's parent.

    Its approval is a duty of its own: by `deadline`, else `working_days` after the report is due;
    where the report arrives later, `working_days` after its receipt.
    """

    unit: Id | None = None
    deadline: Deadline | None = None
    working_days: Annotated[int, Field(ge=1, le=30)] = 2


class OwnDeadline(Value):
    """Another deadline of an entry, for the units, groups and levels that it names."""

    units: list[Id] = []
    groups: list[Id] = []
    levels: list[Id] = []
    deadline: Deadline


class Owed(Value):
    """An entry of what is owed: one duty arises per unit, at its deadline or at each recurrence.

    Who: `units` and `groups`, else (neither named) everybody who is assigned something; of these
    only the `levels` named, and only assignees of the `assignments` named, in one of the `roles`.
    Where several of `own_deadlines` fit a unit, the one that names it holds, else the latest.

    declare and hold: `met_by`. hold: one activity that is postponed moves its duty with it, until
    `moves_until`; what is declared once the duty was met is owed `days_after` working days after
    its end. report: what it `wants`, its `form`, `cut_off`, receivers (none named: the plan's; the
    first decides, the others get a copy), and whom it passes `through` (Nghị định 09/2019/NĐ-CP,
    art. 8). `consolidates`: the collecting office's own report to its superior, which covers all
    others and is added to none.
    """

    id: Id
    kind: OwedKind
    title: Line
    deadline: Deadline | None = None
    own_deadlines: Annotated[list[OwnDeadline], Field(max_length=50)] = []
    recurring: Recurrence | None = None
    levels: list[Id] = []
    groups: list[Id] = []
    units: Annotated[list[Id], Field(max_length=1000)] = []
    assignments: list[Id] = []
    roles: Annotated[list[Role], Field(min_length=1)] = ["lead"]
    met_by: MetBy = MetBy()
    moves_until: Day | None = None
    days_after: Annotated[int, Field(ge=1, le=60)] = 5
    wants: Wants = "data"
    judged_by: JudgedBy | None = None
    form: Form = Form()
    cut_off: Day | None = None
    receivers: Annotated[list[Id], Field(max_length=20)] = []
    through: Through | None = None
    consolidates: bool = False

    @model_validator(mode="after")
    def _due_somehow(self) -> "Owed":
        if (self.deadline is None) == (self.recurring is None):
            raise ValueError("give either deadline or recurring")
        if self.recurring and self.own_deadlines:
            raise ValueError("own_deadlines go with deadline, not with recurring")
        return self

    @property
    def timed_by(self) -> JudgedBy:
        """Whose moment counts: as the entry says, else that of what it wants."""
        return self.judged_by or ("document" if self.wants == "document" else "figures")


class Instance(Value):
    """One due moment of a recurring entry, named by its period: 2026-w41, 2026-10, n-3."""

    owed: Id
    period: Id
    deadline: Deadline


class Duty(Value):
    """What one unit owes (nghĩa vụ): `due` is the first instant that is too late.

    `owed` is the plan's entry, `period` the instance of a recurring one; `deadline` is `due` as the
    plan writes it, None where no plan does. `met_by` names the assignments whose activities meet
    it (none: any). `through`: the unit that approves the report. approve: the duty is another
    unit's, the `bearer`'s, `days_after` working days after the receipt of what waits for it.
    """

    id: Id
    owed: Id
    period: Id | None = None
    kind: DutyKind
    title: Line
    due: Moment
    deadline: Deadline | None = None
    met_by: MetBy = MetBy()
    moves_until: Day | None = None
    days_after: int = 5
    wants: Wants = "data"
    judged_by: JudgedBy = "figures"
    through: Id | None = None
    bearer: Id | None = None


APPROVAL = "_approval"
"""How the ids of duties to approve end, after that of the duty whose report is approved."""


class UnitDeadline(Value):
    """The deadline that an entry has for one unit, where it is not the entry's."""

    owed: Id
    deadline: Deadline


class Participant(Value):
    """A unit that the plan gives something to, as it was on the day of publication.

    `owes` names the entries, `groups` those groups of its that the plan speaks of.
    """

    unit: Id
    name: Line
    short_name: Line
    level: Id | None = None
    parent: Id | None = None
    groups: list[Id] = []
    assignments: list[Id]
    owes: list[Id]
    deadlines: list[UnitDeadline] = []
