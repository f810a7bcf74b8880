"""Registry, domain: the table of verbs: one row says all that is particular to a command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from contracts.commands import (
    AcceptReport,
    AmendPlan,
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    OpenDuties,
    PublishPlan,
    RecordCalendar,
    RecordUnit,
    ReturnReport,
    SubmitReport,
    UnitCommand,
    WithdrawActivity,
    verb,
)
from contracts.envelope import Message
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    CalendarRecorded,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanAmended,
    PlanApplied,
    PlanPublished,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitRecorded,
)
from services.registry.domain.authority import SaidBy
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.verbs import activities, duties, opening, plans, reports, units

C = TypeVar("C", bound=Message)
S = TypeVar("S")
Waits = Mapping[str, type[Message]]
"""By the code that a refusal has: an older command of this verb could still make it groundless."""

UNIT_MISSING: Waits = {
    "unknown-unit": RecordUnit,
    "unknown-partner": RecordUnit,
    "not-your-unit": RecordUnit,
}
PART_MISSING: Waits = {**UNIT_MISSING, "unknown-plan": PublishPlan}


@dataclass(frozen=True)
class Verb(Generic[C, S]):
    """What the registry does with one kind of command, on the history `S` that it is about.

    `said_by`: who may send it. `until_closed`: refused once the plan has closed. `after`: every
    older command of these verbs is decided first. `waits`: which older commands are waited for
    before a refusal. `causes`: the facts it may lead to.
    """

    command: type[C]
    decide: Callable[[C, S, Case], Decision]
    said_by: SaidBy
    causes: tuple[type[Message], ...]
    until_closed: bool = False
    after: tuple[type[Message], ...] = ()
    waits: Waits = field(default_factory=lambda: PART_MISSING)

    @property
    def name(self) -> str:
        """The word in the command's subject."""
        return verb(self.command)


DUTIES = (PlanApplied, DutyOpened, DutyMet, DutyExtended, DutyExcused, DutyReopened)
"""Facts about duties: any command about a part may cause them, since the first one opens it."""

RECORD_UNIT = Verb[RecordUnit, Directory](
    RecordUnit, units.record, "operator", (UnitRecorded,), waits={}
)
RECORD_CALENDAR = Verb[RecordCalendar, Directory](
    RecordCalendar, units.record_calendar, "operator", (CalendarRecorded,), waits={}
)
PUBLISH_PLAN = Verb[PublishPlan, PlanHistory](
    PublishPlan, plans.publish, "issuer", (PlanPublished,), after=(RecordUnit,), waits={}
)
AMEND_PLAN = Verb[AmendPlan, PlanHistory](
    AmendPlan,
    plans.amend,
    "plan-office",
    (PlanAmended,),
    after=(RecordUnit,),
    waits={"unknown-plan": PublishPlan},
)
PART_VERBS: tuple[Verb[Any, Participation], ...] = (
    Verb(
        DeclareActivity,
        activities.declare,
        "unit",
        (ActivityDeclared, ActivityChanged, ActivityHeld, *DUTIES),
        until_closed=True,
    ),
    Verb(
        WithdrawActivity,
        activities.withdraw,
        "unit",
        (ActivityWithdrawn, *DUTIES),
        until_closed=True,
    ),
    Verb(
        SubmitReport,
        reports.submit,
        "unit",
        (ReportSubmitted, ReportCorrected, *DUTIES),
        until_closed=True,
    ),
    Verb(ReturnReport, reports.return_, "office-or-parent", (ReportReturned, *DUTIES)),
    Verb(AcceptReport, reports.accept, "office-or-parent", (ReportAccepted, *DUTIES)),
    Verb(ExtendDuty, duties.extend, "office", DUTIES),
    Verb(ExcuseDuty, duties.excuse, "office", DUTIES),
    Verb(OpenDuties, opening.open_duties, "registry", DUTIES),
)
_ROWS: tuple[Verb[Any, Any], ...] = (
    *(RECORD_UNIT, RECORD_CALENDAR, PUBLISH_PLAN, AMEND_PLAN),
    *PART_VERBS,
)
VERBS: dict[type[Message], Verb[Any, Any]] = {row.command: row for row in _ROWS}


def part_verb(command: UnitCommand) -> Verb[Any, Participation]:
    """The row of a command about a unit's part in a plan."""
    return VERBS[type(command)]
