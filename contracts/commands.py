"""Contracts, commands: what units' systems and offices ask for, published on
cmd.<sender>.<door>.<verb>.<about>."""

from typing import Annotated, Any, ClassVar, assert_never, get_args

from pydantic import Field, model_validator

from contracts.brake import Which
from contracts.calendar import CalendarRecord
from contracts.envelope import Message
from contracts.frozen import FrozenFiles, Position, Signature
from contracts.plan import Amending, Plan
from contracts.records import (
    Activity,
    Granted,
    Incoming,
    Narration,
    Report,
    ReturnReason,
    Signed,
)
from contracts.topology import CALENDAR
from contracts.unit import Unit
from contracts.values import Count, Deadline, Id, Line, SenderMoment, Text, Version
from contracts.words import ActivityStatus, NilReason


class RecordUnit(Message):
    """The operator records a unit of the directory: its whole dated record."""

    wire: ClassVar[str] = "ngayso.record-unit.v1"
    record: Unit


class PublishPlan(Message):
    """The issuer or collecting office publishes a plan; duties arise from it."""

    wire: ClassVar[str] = "ngayso.publish-plan.v1"
    plan: Plan


class AmendPlan(Message):
    """The issuer or collecting office replaces a published plan, with the reason and the document
    that says so.
    """

    wire: ClassVar[str] = "ngayso.amend-plan.v1"
    plan: Plan
    reason: Line
    document: Amending


class DeclareForceMajeure(Message):
    """The issuer or collecting office decides that an area cannot keep its deadlines for now: the
    units, groups and levels that are named (none: all), until a moment.
    """

    wire: ClassVar[str] = "ngayso.declare-force-majeure.v1"
    plan: Id
    reason: Line
    document: Amending
    until: Deadline
    units: Annotated[list[Id], Field(max_length=1000)] = []
    groups: list[Id] = []
    levels: list[Id] = []


class OrderCommand(Message):
    """An order of the issuer or collecting office about the messages of a plan, with the reason and
    the document that says so where there is one.
    """

    plan: Id
    reason: Line
    document: Amending | None = None


class HoldMessages(OrderCommand):
    """The issuer or collecting office holds messages back until it resumes them; `order` names this
    order from now on.
    """

    wire: ClassVar[str] = "ngayso.hold-messages.v1"
    order: Id
    which: Which = Which()


class ResumeMessages(OrderCommand):
    """The issuer or collecting office ends an order (none named: every hold): of what was held the
    latest reminder that is still true is sent, older ones are not. What was called off until now
    stays so.
    """

    wire: ClassVar[str] = "ngayso.resume-messages.v1"
    order: Id | None = None


class CancelMessages(OrderCommand):
    """The issuer or collecting office calls messages off for good: those whose moment is not after
    `until` (none: now); `order` names this order from now on.
    """

    wire: ClassVar[str] = "ngayso.cancel-messages.v1"
    order: Id
    which: Which = Which()
    until: Deadline | None = None


class SnapshotCommand(Message):
    """A command of the issuer or collecting office about one snapshot of a plan's figures, by its
    number.
    """

    plan: Id
    snapshot: Version


class FreezeReport(SnapshotCommand):
    """A snapshot is made (chốt số liệu): as of a moment, of what stood in the log up to `position`;
    its number follows that of the one before.
    """

    wire: ClassVar[str] = "ngayso.freeze-report.v1"
    as_of: SenderMoment
    position: Position
    made: FrozenFiles


class PublishReport(SnapshotCommand):
    """A snapshot's files are what is given for signing (phát hành); they stay as they are."""

    wire: ClassVar[str] = "ngayso.publish-report.v1"


class SignReport(SnapshotCommand):
    """A published report was signed: its number, day, signer and the signed file's hash. A reason
    says why what was recorded before was written down wrong.
    """

    wire: ClassVar[str] = "ngayso.sign-report.v1"
    signed: Signature
    reason: Line | None = None


class ReplaceReport(SnapshotCommand):
    """A signed report was wrong in substance: the later one that is signed, `by`, takes its place
    (báo cáo thay thế; NĐ 30/2020, art. 18).
    """

    wire: ClassVar[str] = "ngayso.replace-report.v1"
    by: Version
    reason: Line


class CorrectReportForm(SnapshotCommand):
    """A signed report was wrong in form, and a letter says what is right (công văn đính chính); its
    figures stand.
    """

    wire: ClassVar[str] = "ngayso.correct-report-form.v1"
    document: Amending
    reason: Line


class WithdrawReport(SnapshotCommand):
    """A published or signed report is withdrawn by a document that says so (thu hồi)."""

    wire: ClassVar[str] = "ngayso.withdraw-report.v1"
    document: Amending
    reason: Line


class UnitCommand(Message):
    """A command about one unit's part in one plan."""

    plan: Id
    unit: Id


class DeclareActivity(UnitCommand):
    """A unit sends its whole current record of an activity: new, changed, postponed or held."""

    wire: ClassVar[str] = "ngayso.declare-activity.v1"
    activity: Activity


class WithdrawActivity(UnitCommand):
    """A unit withdraws an activity that will not take place."""

    wire: ClassVar[str] = "ngayso.withdraw-activity.v1"
    activity: Id
    reason: Text = ""


class DeclareNothing(UnitCommand):
    """A unit has no activity to declare for a duty, and says why."""

    wire: ClassVar[str] = "ngayso.declare-nothing.v1"
    duty: Id
    reason: NilReason
    note: Text = ""


class ReportCommand(UnitCommand):
    """A command about the report for one duty: `owed` is the duty's id, or that of the plan's
    entry; it may be left out where only one could be meant.
    """

    owed: Id | None = None


class SubmitReport(ReportCommand):
    """A unit sends its whole current report; the collecting office may type it from paper."""

    wire: ClassVar[str] = "ngayso.submit-report.v1"
    report: Report


class AttachDocument(ReportCommand):
    """A unit tells the signed document of a report; its figures stay as they are."""

    wire: ClassVar[str] = "ngayso.attach-document.v1"
    signed: Signed


class RegisterDocument(ReportCommand):
    """The collecting office tells under which number and day it registered a unit's document."""

    wire: ClassVar[str] = "ngayso.register-document.v1"
    incoming: Incoming
    signed: Signed | None = None


class ReturnReport(ReportCommand):
    """The collecting office, or whom it passes through, returns a version for correction, with a
    new deadline.
    """

    wire: ClassVar[str] = "ngayso.return-report.v1"
    version: Version
    reasons: Annotated[list[ReturnReason], Field(min_length=1, max_length=100)]
    deadline: Deadline


class AcceptReport(ReportCommand):
    """The collecting office, or whom it passes through, accepts a version."""

    wire: ClassVar[str] = "ngayso.accept-report.v1"
    version: Version


class ExtendDuty(UnitCommand):
    """The collecting office moves the deadline of a unit's present round, with the reason: later,
    or back again, though not before one working day after it says so.
    """

    wire: ClassVar[str] = "ngayso.extend-duty.v1"
    duty: Id
    deadline: Deadline
    reason: Line
    granted: Granted | None = None


class ExcuseDuty(UnitCommand):
    """The collecting office excuses a unit from a duty, with the reason."""

    wire: ClassVar[str] = "ngayso.excuse-duty.v1"
    duty: Id
    reason: Line
    granted: Granted | None = None


class LiftExcuse(UnitCommand):
    """The collecting office takes an excuse back; the duty is due at its old moment or at
    `deadline`, whichever is later, and not before one working day from now.
    """

    wire: ClassVar[str] = "ngayso.lift-excuse.v1"
    duty: Id
    reason: Line
    deadline: Deadline | None = None


class VoidActivity(UnitCommand):
    """The collecting office takes a wrong, double or mistaken activity out of every total."""

    wire: ClassVar[str] = "ngayso.void-activity.v1"
    activity: Id
    reason: Line
    deadline: Deadline | None = None


class VoidReport(ReportCommand):
    """The collecting office takes a wrong, double or mistaken version out of every total."""

    wire: ClassVar[str] = "ngayso.void-report.v1"
    version: Version
    reason: Line
    deadline: Deadline | None = None


class RedactReport(ReportCommand):
    """The collecting office makes a span of a version's text unreadable, such as a person's data;
    its figures stay. Characters are counted from 0, `end` is the first one behind the span.
    """

    wire: ClassVar[str] = "ngayso.redact-report.v1"
    version: Version
    field: Narration
    start: Count
    end: Count
    reason: Line

    @model_validator(mode="after")
    def _forward(self) -> "RedactReport":
        if self.end <= self.start:
            raise ValueError("end must be behind start")
        return self


class OpenDuties(UnitCommand):
    """The registry's own: a unit's duties become what a revision of the plan gives it."""

    wire: ClassVar[str] = "ngayso.open-duties.v1"
    revision: Version


class CarryReport(UnitCommand):
    """The registry's own: another unit's report speaks for this one too, or (not `standing`) does
    so no more.
    """

    wire: ClassVar[str] = "ngayso.carry-report.v1"
    owed: Id
    by: Id
    version: Version
    received_at: SenderMoment
    standing: bool


class ShareActivity(UnitCommand):
    """The registry's own: how another unit's record of a joint activity stands; `names`: it points
    at this unit's `activity` as the lead's. No `status`: it was never declared.
    """

    wire: ClassVar[str] = "ngayso.share-activity.v1"
    activity: Id
    by: Id
    record: Id
    names: bool
    status: ActivityStatus | None = None


class RecordCalendar(Message):
    """The operator records the decreed days: the whole table, in place of the one before."""

    wire: ClassVar[str] = "ngayso.record-calendar.v1"
    record: CalendarRecord


Command = (
    RecordUnit
    | PublishPlan
    | AmendPlan
    | DeclareForceMajeure
    | HoldMessages
    | ResumeMessages
    | CancelMessages
    | FreezeReport
    | PublishReport
    | SignReport
    | ReplaceReport
    | CorrectReportForm
    | WithdrawReport
    | DeclareActivity
    | WithdrawActivity
    | DeclareNothing
    | SubmitReport
    | AttachDocument
    | RegisterDocument
    | ReturnReport
    | AcceptReport
    | ExtendDuty
    | ExcuseDuty
    | LiftExcuse
    | VoidActivity
    | VoidReport
    | RedactReport
    | OpenDuties
    | CarryReport
    | ShareActivity
    | RecordCalendar
)

COMMANDS: dict[str, type[Message]] = {model.wire: model for model in get_args(Command)}


def verb(model: type[Message]) -> str:
    """The verb of a command's subject: `ngayso.submit-report.v1` → `submit-report`."""
    return model.wire.split(".")[1]


def about(command: Command) -> str:
    """The unit, plan or calendar that a command is about: the last word of its subject."""
    match command:
        case RecordUnit():
            return command.record.id
        case PublishPlan() | AmendPlan():
            return command.plan.id
        case DeclareForceMajeure() | OrderCommand() | SnapshotCommand():
            return command.plan
        case UnitCommand():
            return command.unit
        case RecordCalendar():
            return CALENDAR
        case _:
            assert_never(command)


def about_in(data: Any) -> str | None:
    """Whom a command's data, not validated, says that it is about."""
    if not isinstance(data, dict):
        return None
    for name in ("record", "plan"):
        if isinstance(whole := data.get(name), dict):
            data = {"unit": CALENDAR if "days" in whole else whole.get("id")}
    about = data.get("unit", data.get("plan"))
    return about if isinstance(about, str) else None


def plan_of(command: Command) -> str | None:
    """The plan that a command names; what the operator records names none."""
    match command:
        case RecordUnit() | RecordCalendar():
            return None
        case PublishPlan() | AmendPlan():
            return command.plan.id
        case DeclareForceMajeure() | OrderCommand() | SnapshotCommand() | UnitCommand():
            return command.plan
        case _:
            assert_never(command)
