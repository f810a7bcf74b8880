"""Registry, domain: the table of verbs: one row says all that is particular to a command."""

from typing import Any

from contracts.commands import (
    AcceptReport,
    AmendPlan,
    AttachDocument,
    CancelMessages,
    CarryReport,
    CorrectReportForm,
    DeclareActivity,
    DeclareForceMajeure,
    DeclareNothing,
    ExcuseDuty,
    ExtendDuty,
    FreezeReport,
    HoldMessages,
    LiftExcuse,
    OpenDuties,
    OrderCommand,
    PublishPlan,
    PublishReport,
    RecordCalendar,
    RecordUnit,
    RedactReport,
    RegisterDocument,
    ReplaceReport,
    ResumeMessages,
    ReturnReport,
    ShareActivity,
    SignReport,
    SnapshotCommand,
    SubmitReport,
    UnitCommand,
    VoidActivity,
    VoidReport,
    WithdrawActivity,
    WithdrawReport,
)
from contracts.envelope import Message
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    CalendarRecorded,
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    MessagesCancelled,
    MessagesHeld,
    MessagesResumed,
    NothingDeclared,
    PlanAmended,
    PlanApplied,
    PlanPublished,
    ReportAccepted,
    ReportCarried,
    ReportCorrected,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    SnapshotFormCorrected,
    SnapshotFrozen,
    SnapshotPublished,
    SnapshotReplaced,
    SnapshotSigned,
    SnapshotWithdrawn,
    UnitRecorded,
)
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.verbs import (
    brake,
    force_majeure,
    freezing,
    opening,
    plans,
    units,
)
from services.registry.domain.verbs.part import (
    activities,
    carrying,
    documents,
    duties,
    nothing,
    redacting,
    reports,
    voiding,
)
from services.registry.domain.verbs.row import Verb, Waits

DUTIES = (
    PlanApplied,
    DutyOpened,
    DutyChanged,
    DutyMet,
    DutyExtended,
    DutyExcused,
    DutyReopened,
)
"""Facts about duties: any command about a part may cause them, since the first one opens it."""

RECORD_UNIT = Verb[RecordUnit, Directory](
    RecordUnit, units.record, "operator", (UnitRecorded,), waits={}
)
RECORD_CALENDAR = Verb[RecordCalendar, Directory](
    RecordCalendar, units.record_calendar, "operator", (CalendarRecorded,), waits={}
)
PUBLISH_PLAN = Verb[PublishPlan, PlanHistory](
    PublishPlan,
    plans.publish,
    "issuer",
    (PlanPublished,),
    after=(RecordUnit, RecordCalendar),
    waits={},
)
AMEND_PLAN = Verb[AmendPlan, PlanHistory](
    AmendPlan,
    plans.amend,
    "plan-office",
    (PlanAmended,),
    after=(RecordUnit, RecordCalendar),
    waits={"unknown-plan": PublishPlan},
)
FORCE_MAJEURE = Verb[DeclareForceMajeure, PlanHistory](
    DeclareForceMajeure,
    force_majeure.declare,
    "plan-office",
    (PlanAmended,),
    after=(RecordUnit, RecordCalendar),
    waits={"unknown-plan": PublishPlan},
)
ORDERED: Waits = {"unknown-plan": PublishPlan, "filter-unknown": RecordUnit}
ORDER_VERBS: tuple[Verb[Any, PlanHistory], ...] = (
    Verb(HoldMessages, brake.hold, "plan-office", (MessagesHeld,), waits=ORDERED),
    Verb(ResumeMessages, brake.resume, "plan-office", (MessagesResumed,), waits=ORDERED),
    Verb(CancelMessages, brake.cancel, "plan-office", (MessagesCancelled,), waits=ORDERED),
)
SNAPSHOT_VERBS: tuple[Verb[Any, PlanHistory], ...] = tuple(
    Verb(command, decide, "plan-office", (fact,), waits={"unknown-plan": PublishPlan})
    for command, decide, fact in (
        (FreezeReport, freezing.freeze, SnapshotFrozen),
        (PublishReport, freezing.publish, SnapshotPublished),
        (SignReport, freezing.sign, SnapshotSigned),
        (ReplaceReport, freezing.replace, SnapshotReplaced),
        (CorrectReportForm, freezing.correct_form, SnapshotFormCorrected),
        (WithdrawReport, freezing.withdraw, SnapshotWithdrawn),
    )
)
PART_VERBS: tuple[Verb[Any, Participation], ...] = (
    Verb(
        DeclareActivity,
        activities.declare,
        "unit",
        (ActivityDeclared, ActivityChanged, ActivityHeld, *DUTIES),
        serves=("declare", "hold"),
    ),
    Verb(
        WithdrawActivity,
        activities.withdraw,
        "unit",
        (ActivityWithdrawn, *DUTIES),
        serves=("hold",),
    ),
    Verb(
        DeclareNothing,
        nothing.declare_nothing,
        "unit",
        (NothingDeclared, *DUTIES),
        serves=("declare", "hold"),
    ),
    Verb(
        SubmitReport,
        reports.submit,
        "unit-or-office",
        (ReportSubmitted, ReportCorrected, ReportAccepted, *DUTIES),
        serves=("report",),
    ),
    Verb(
        AttachDocument,
        documents.attach,
        "unit-or-office",
        (DocumentAttached, *DUTIES),
        serves=("report",),
    ),
    Verb(RegisterDocument, documents.register, "office", (DocumentRegistered, *DUTIES)),
    Verb(ReturnReport, reports.return_, "office-or-through", (ReportReturned, *DUTIES)),
    Verb(AcceptReport, reports.accept, "office-or-through", (ReportAccepted, *DUTIES)),
    Verb(ExtendDuty, duties.extend, "office", DUTIES),
    Verb(ExcuseDuty, duties.excuse, "office", DUTIES),
    Verb(LiftExcuse, duties.lift, "office", DUTIES),
    Verb(VoidActivity, voiding.void_activity, "office", (ActivityVoided, *DUTIES)),
    Verb(VoidReport, voiding.void_report, "office", (ReportVoided, *DUTIES)),
    Verb(RedactReport, redacting.redact, "office", (ReportRedacted, *DUTIES)),
    Verb(CarryReport, carrying.carry, "registry", (ReportCarried, *DUTIES)),
    Verb(ShareActivity, carrying.share, "registry", (ActivityShared, *DUTIES)),
    Verb(OpenDuties, opening.open_duties, "registry", DUTIES),
)
_ROWS: tuple[Verb[Any, Any], ...] = (
    *(RECORD_UNIT, RECORD_CALENDAR, PUBLISH_PLAN, AMEND_PLAN, FORCE_MAJEURE),
    *ORDER_VERBS,
    *SNAPSHOT_VERBS,
    *PART_VERBS,
)
VERBS: dict[type[Message], Verb[Any, Any]] = {row.command: row for row in _ROWS}


def plan_verb(
    command: AmendPlan | DeclareForceMajeure | OrderCommand | SnapshotCommand,
) -> Verb[Any, PlanHistory]:
    """The row of a command about a plan that is in force."""
    return VERBS[type(command)]


def part_verb(command: UnitCommand) -> Verb[Any, Participation]:
    """The row of a command about a unit's part in a plan."""
    return VERBS[type(command)]
