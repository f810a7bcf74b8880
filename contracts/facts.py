"""Contracts, facts: what the registry and the notifier recorded, on evt.> for ever."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field

from contracts.brake import Which
from contracts.calendar import CalendarRecord
from contracts.envelope import Message
from contracts.findings import Finding
from contracts.frozen import FrozenFiles, Position, Signature
from contracts.owed import Duty, Instance, Participant
from contracts.plan import Amending, Channel, ForceMajeure, Plan
from contracts.records import (
    Activity,
    Granted,
    Incoming,
    Narration,
    Report,
    ReturnReason,
    Signed,
)
from contracts.unit import Unit
from contracts.values import (
    Count,
    Day,
    FieldChange,
    Id,
    Line,
    Moment,
    Receipt,
    Text,
    Value,
    Version,
)
from contracts.words import (
    ActivityStatus,
    CancelReason,
    DropReason,
    ExcuseCause,
    NilReason,
    NoticeKind,
    Outcome,
)

Round = Annotated[int, Field(ge=0)]
"""0 is a duty's original clock; each return of a report opens the next round."""


class CommandAnswered(Message):
    """What the registry answered a command, where the facts that it caused do not say it all:
    refused, unchanged, or accepted with findings.

    It travels with the next append about the same unit or plan, so that a command which is
    delivered again is answered from the history and never decided twice.
    """

    wire: ClassVar[str] = "ngayso.command-answered.v1"
    receipt: Receipt
    outcome: Outcome
    findings: list[Finding] = []


class RecordQuarantined(Message):
    """A record of the log that cannot be read is passed over by everybody from now on. Its bytes
    stay where they are.

    Said by `ngayso log quarantine`; `by` names the account of whoever ran it.
    """

    wire: ClassVar[str] = "ngayso.record-quarantined.v1"
    sequence: Annotated[int, Field(ge=1)]
    """Its place in EVENTS, of which the whole subject is `subject`."""
    subject: Line
    reason: Line
    by: Line
    at: Moment


class UnitRecorded(Message):
    """The directory holds this whole record of a unit from now on."""

    wire: ClassVar[str] = "ngayso.unit-recorded.v1"
    record: Unit
    receipt: Receipt


class PlanPublished(Message):
    """A plan is in force; groups are expanded to the units of the day it was published, and
    recurring entries to their instances.
    """

    wire: ClassVar[str] = "ngayso.plan-published.v1"
    revision: Literal[1] = 1
    plan: Plan
    participants: list[Participant]
    instances: list[Instance] = []
    receipt: Receipt


class PlanAmended(Message):
    """A plan was replaced; duties that differ are opened, moved or closed, with the reason. Or, by
    `force_majeure`, it stays as it is and only moves what the units of an area owe.
    """

    wire: ClassVar[str] = "ngayso.plan-amended.v1"
    revision: Annotated[Version, Field(ge=2)]
    plan: Plan
    participants: list[Participant]
    instances: list[Instance] = []
    reason: Line
    document: Amending
    force_majeure: ForceMajeure | None = None
    receipt: Receipt


class OrderFact(Message):
    """An order of a plan's office about its messages."""

    plan: Id
    reason: Line
    document: Amending | None = None
    receipt: Receipt


class MessagesHeld(OrderFact):
    """These messages wait from now on, until `order` is resumed."""

    wire: ClassVar[str] = "ngayso.messages-held.v1"
    order: Id
    which: Which


class MessagesResumed(OrderFact):
    """These orders have ended: what they held goes on, and they call nothing more off."""

    wire: ClassVar[str] = "ngayso.messages-resumed.v1"
    orders: list[Id]


class MessagesCancelled(OrderFact):
    """These messages are called off: those whose moment is not after `until`."""

    wire: ClassVar[str] = "ngayso.messages-cancelled.v1"
    order: Id
    which: Which
    until: Moment


class SnapshotFact(Message):
    """A fact about one snapshot of a plan's figures, by its number."""

    plan: Id
    snapshot: Version
    receipt: Receipt


class SnapshotFrozen(SnapshotFact):
    """A snapshot was made, as of a moment, of what stood in the log up to `position`."""

    wire: ClassVar[str] = "ngayso.snapshot-frozen.v1"
    as_of: Moment
    position: Position
    made: FrozenFiles


class SnapshotPublished(SnapshotFact):
    """These files of a snapshot are what is signed; they stay as they are for ever."""

    wire: ClassVar[str] = "ngayso.snapshot-published.v1"
    as_of: Moment
    position: Position
    made: FrozenFiles


class SnapshotSigned(SnapshotFact):
    """A published report was signed; with a reason, what was recorded of it before was wrong."""

    wire: ClassVar[str] = "ngayso.snapshot-signed.v1"
    signed: Signature
    reason: Line | None = None


class SnapshotReplaced(SnapshotFact):
    """A later signed report, `by`, takes the place of this one."""

    wire: ClassVar[str] = "ngayso.snapshot-replaced.v1"
    by: Version
    reason: Line


class SnapshotFormCorrected(SnapshotFact):
    """A letter corrects the form of a signed report; its figures stand."""

    wire: ClassVar[str] = "ngayso.snapshot-form-corrected.v1"
    document: Amending
    reason: Line


class SnapshotWithdrawn(SnapshotFact):
    """A published or signed report holds no more."""

    wire: ClassVar[str] = "ngayso.snapshot-withdrawn.v1"
    document: Amending
    reason: Line


class UnitFact(Message):
    """A fact about one unit's part in one plan."""

    plan: Id
    unit: Id
    receipt: Receipt


class ActivityDeclared(UnitFact):
    """A unit declared an activity that was not known (or had been withdrawn)."""

    wire: ClassVar[str] = "ngayso.activity-declared.v1"
    activity: Activity


class ActivityChanged(UnitFact):
    """A unit's record of an activity differs from the last one; holds the whole new record."""

    wire: ClassVar[str] = "ngayso.activity-changed.v1"
    activity: Activity
    changes: list[FieldChange]


class ActivityHeld(UnitFact):
    """An activity took place, by its unit's word."""

    wire: ClassVar[str] = "ngayso.activity-held.v1"
    activity: Id


class ActivityWithdrawn(UnitFact):
    """An activity will not take place."""

    wire: ClassVar[str] = "ngayso.activity-withdrawn.v1"
    activity: Id
    reason: Text = ""


class ActivityVoided(UnitFact):
    """The office took an activity's record out of every total; the history keeps it."""

    wire: ClassVar[str] = "ngayso.activity-voided.v1"
    activity: Id
    reason: Line


class NothingDeclared(UnitFact):
    """A unit has no activity to declare for a duty."""

    wire: ClassVar[str] = "ngayso.nothing-declared.v1"
    duty: Id
    reason: NilReason
    note: Text = ""


class ReportingFact(UnitFact):
    """A fact about the report for one duty, `owed`."""

    owed: Id


class ReportSubmitted(ReportingFact):
    """The first report for a duty, version 1; `through`: who must approve this version first."""

    wire: ClassVar[str] = "ngayso.report-submitted.v1"
    version: Version
    report: Report
    through: Id | None = None


class ReportCorrected(ReportingFact):
    """A later version of a report, with the differences from the version before."""

    wire: ClassVar[str] = "ngayso.report-corrected.v1"
    version: Version
    report: Report
    changes: list[FieldChange]
    through: Id | None = None


class ReportReturned(ReportingFact):
    """A version was returned for correction; `due` is the return's own clock, None where an
    accepted version stays in force and this correction of it was not taken.
    """

    wire: ClassVar[str] = "ngayso.report-returned.v1"
    version: Version
    reasons: list[ReturnReason]
    due: Moment | None = None


class ReportAccepted(ReportingFact):
    """A version was accepted; level "through": approved on its way to the collecting office."""

    wire: ClassVar[str] = "ngayso.report-accepted.v1"
    version: Version
    level: Literal["through", "office"] = "office"


class ReportVoided(ReportingFact):
    """The office took a version out of every total; the history keeps it."""

    wire: ClassVar[str] = "ngayso.report-voided.v1"
    version: Version
    reason: Line


class ReportRedacted(ReportingFact):
    """The office made a span of a version's text unreadable; no view shows it any more, of whatever
    moment. Characters are counted from 0, `end` is the first one behind the span.
    """

    wire: ClassVar[str] = "ngayso.report-redacted.v1"
    version: Version
    field: Narration
    start: Count
    end: Count
    reason: Line


class ReportCarried(ReportingFact):
    """Another unit's report speaks for this one too, or (not `standing`) does so no more: its
    figures are there, and count once.
    """

    wire: ClassVar[str] = "ngayso.report-carried.v1"
    by: Id
    version: Version
    received_at: Moment
    standing: bool


class ActivityShared(UnitFact):
    """How another unit's record (`record` of `by`) of a joint activity stands; `names`: it points
    at this unit's `activity` as the lead's. No `status`: it was never declared.
    """

    wire: ClassVar[str] = "ngayso.activity-shared.v1"
    activity: Id
    by: Id
    record: Id
    names: bool
    status: ActivityStatus | None = None


class DocumentAttached(ReportingFact):
    """The signed document of a report, told apart from its figures."""

    wire: ClassVar[str] = "ngayso.document-attached.v1"
    signed: Signed


class DocumentRegistered(ReportingFact):
    """The office registered the document as incoming; where timeliness is judged by the document it
    counts from the start of that day, since a register tells no hour.
    """

    wire: ClassVar[str] = "ngayso.document-registered.v1"
    incoming: Incoming
    counts_from: Moment
    signed: Signed | None = None


class PlanApplied(UnitFact):
    """From here on the unit's part follows this revision of the plan; 1 is the publication."""

    wire: ClassVar[str] = "ngayso.plan-applied.v1"
    revision: Version


class DutyOpened(UnitFact):
    """A unit owes this from now on."""

    wire: ClassVar[str] = "ngayso.duty-opened.v1"
    duty: Duty


class DutyMet(UnitFact):
    """A duty's round was met at `met_at`, the receipt of what met it: on time iff before `due`.

    Said again for the same round when an extension or the day of an incoming register re-judges
    it; the last one said holds. `inherited_from`: the units, since ended, that met it for this one.
    """

    wire: ClassVar[str] = "ngayso.duty-met.v1"
    duty: Id
    round: Round
    met_at: Moment
    due: Moment
    on_time: bool
    inherited_from: list[Id] = []


class DutyChanged(UnitFact):
    """An amendment changed what is asked for, or what meets it; the due moment moves apart."""

    wire: ClassVar[str] = "ngayso.duty-changed.v1"
    duty: Duty
    reason: Line


class DutyExtended(UnitFact):
    """The due moment of a duty's round moved: the present round's by the office or by a postponed
    activity, round 0's by an amended plan (then `planned` is the plan's own due moment). Before
    `quiet_until` nobody is reminded of it.
    """

    wire: ClassVar[str] = "ngayso.duty-extended.v1"
    duty: Id
    round: Round
    due: Moment
    reason: Line
    planned: Moment | None = None
    granted: Granted | None = None
    quiet_until: Moment | None = None


class DutyExcused(UnitFact):
    """The unit no longer owes this, for the cause named."""

    wire: ClassVar[str] = "ngayso.duty-excused.v1"
    duty: Id
    reason: Line
    cause: ExcuseCause = "office"
    granted: Granted | None = None


class DutyReopened(UnitFact):
    """A met or excused duty is owed again: a return or a voided record (next round), another
    activity, an excuse that was lifted, or nothing is left to meet it. Of a report, only a version
    after `after_version` meets the round.
    """

    wire: ClassVar[str] = "ngayso.duty-reopened.v1"
    duty: Id
    round: Round
    due: Moment
    reason: Line
    after_version: Annotated[int, Field(ge=0)] = 0


class MessageFact(Message):
    """A fact about reminding one unit; said by the notifier on evt.message.<plan>.<unit>."""

    plan: Id
    unit: Id
    at: Moment


class RungFact(MessageFact):
    """A fact about one rung instance: this rung, of this duty, towards this due moment."""

    duty: Id
    due: Moment
    rung: Id


class RungScheduled(RungFact):
    """The stream holds a timer for this rung, to fire at `fires_at`. Said again where its message
    was held back as it left: the rung waits again, and is in no message.
    """

    wire: ClassVar[str] = "ngayso.rung-scheduled.v1"
    fires_at: Moment


class RungSent(RungFact):
    """At least one message of the rung was accepted for delivery."""

    wire: ClassVar[str] = "ngayso.rung-sent.v1"


class RungCancelled(RungFact):
    """The rung was not needed any more: the duty was met, excused or moved, or the office called it
    off.
    """

    wire: ClassVar[str] = "ngayso.rung-cancelled.v1"
    reason: CancelReason


class RungLapsed(RungFact):
    """The rung's moment passed while a later rung was already due, so it is not sent."""

    wire: ClassVar[str] = "ngayso.rung-lapsed.v1"


class RungFailed(RungFact):
    """No message of the rung could be handed over; the reason says why."""

    wire: ClassVar[str] = "ngayso.rung-failed.v1"
    reason: Line


class MessageComposed(RungFact):
    """The rung is in a message: that of a `person` (a keyed hash), to leave at `leaves_at`.

    Several rungs, units and plans may name one message. It is counted where it is not `shared`: in
    the history whose rung was the first in it. `above`: whose list of the late it is, and whose
    contact the recipient; the unit itself is not written to.
    """

    wire: ClassVar[str] = "ngayso.message-composed.v1"
    message: Id
    channel: Channel
    recipient: Id
    person: Id
    leaves_at: Moment
    shared: bool = False
    above: Id | None = None


class NoticeFact(MessageFact):
    """A fact about telling the unit what happened to it: one notice for each thing that happened.

    `about` is a duty, of an activity that was voided the activity; `happened_at` is the receipt of
    what caused it. That the unit was not reached is told to the collecting office: then it is about
    the message or duty by which that was found, and happened as this was said.
    """

    kind: NoticeKind
    about: Id
    happened_at: Moment


class NoticeComposed(NoticeFact):
    """The notice is in a message, as a rung is by MessageComposed."""

    wire: ClassVar[str] = "ngayso.notice-composed.v1"
    message: Id
    channel: Channel
    recipient: Id
    person: Id
    leaves_at: Moment
    shared: bool = False


class NoticeSent(NoticeFact):
    """At least one message that told it was accepted for delivery."""

    wire: ClassVar[str] = "ngayso.notice-sent.v1"


class NoticeDropped(NoticeFact):
    """It was not told. What is `held` waits, and goes into another message when the order ends."""

    wire: ClassVar[str] = "ngayso.notice-dropped.v1"
    reason: DropReason


class NoticeFailed(NoticeFact):
    """No message of it could be handed over; the reason says why. Where there was nobody to write
    to it is told later, if somebody is there and it is still true.
    """

    wire: ClassVar[str] = "ngayso.notice-failed.v1"
    reason: Line


class NoticeTold(Value):
    """One notice of which a message speaks."""

    kind: NoticeKind
    about: Id
    happened_at: Moment


class RungTold(Value):
    """One rung instance of the unit's, of which a message speaks."""

    duty: Id
    due: Moment
    rung: Id


class Invitation(Value):
    """An entry of a reader's calendar, of a duty's deadline or a central event, that a mail puts in
    at this moment (of an event: as its day begins), or takes out. `sequence` rises with each word
    on it.
    """

    duty: Id | None = None
    event: Id | None = None
    at: Moment
    sequence: Count
    cancelled: bool = False


class MessageAttempted(MessageFact):
    """The message is about to be handed over; said before, so that a crash leaves a trace.

    `told`: the unit's rungs of which it speaks this time, `notices` what else. Said again for the
    same attempt with `refused`, a code, when the provider refused it: nothing went out, so another
    attempt is no duplicate. `for_good`: this provider will never take it. `provider` is the gateway
    that is asked, by its name in the office's file of gateways: what became of an attempt of
    unknown end is asked there before another one hears of the message. `invitations`: what a mail
    changes in its reader's calendar, of this unit's. `stands_in`: said here as in the message's
    first history, which could not be read.
    """

    wire: ClassVar[str] = "ngayso.message-attempted.v1"
    message: Id
    attempt: Annotated[int, Field(ge=1)]
    told: list[RungTold] = []
    notices: list[NoticeTold] = []
    invitations: list[Invitation] = []
    refused: Line | None = None
    provider: Id | None = None
    for_good: bool = False
    stands_in: bool = False


class MessageAccepted(MessageFact):
    """The relay or gateway took the message; this is not yet delivery.

    `uncertain` counts a possible duplicate: an earlier attempt's outcome could not be learnt.
    """

    wire: ClassVar[str] = "ngayso.message-accepted.v1"
    message: Id
    channel: Channel
    provider_id: Annotated[str, Field(max_length=200)] | None = None
    uncertain: bool = False


class MessageFailed(MessageFact):
    """The message was refused for good; the reason is a code, never an address."""

    wire: ClassVar[str] = "ngayso.message-failed.v1"
    message: Id
    channel: Channel
    reason: Line


class MessageSilenced(MessageFact):
    """Nothing of the unit's was left to say at the send moment, so the message told it nothing."""

    wire: ClassVar[str] = "ngayso.message-silenced.v1"
    message: Id


class MessageDelivered(MessageFact):
    """The provider told that the message arrived; accepted alone never says that."""

    wire: ClassVar[str] = "ngayso.message-delivered.v1"
    message: Id


class MessageBounced(MessageFact):
    """The message was accepted and did not arrive; the reason is a code, never an address.

    `permanent`: its address is no good, for this message and for every other one.
    """

    wire: ClassVar[str] = "ngayso.message-bounced.v1"
    message: Id
    reason: Line
    permanent: bool


class MessageAnsweredAbsent(MessageFact):
    """A program answered the mail, since whoever it was sent to does not read mails at present;
    `until`: the last day of it, where the answer names one.
    """

    wire: ClassVar[str] = "ngayso.message-answered-absent.v1"
    message: Id
    until: Day | None = None


class MessageDeclined(MessageFact):
    """Whoever got the message wants no more by its channel, and is still written to: nobody else is
    reached at their unit. The collecting office is told, to name somebody first.
    """

    wire: ClassVar[str] = "ngayso.message-declined.v1"
    message: Id


class CalendarRecorded(Message):
    """These are the decreed days from now on; no other day differs from the law."""

    wire: ClassVar[str] = "ngayso.calendar-recorded.v1"
    record: CalendarRecord
    receipt: Receipt


ActivityFact = (
    ActivityDeclared | ActivityChanged | ActivityHeld | ActivityWithdrawn | ActivityVoided
)
ReportFact = (
    ReportSubmitted
    | ReportCorrected
    | ReportReturned
    | ReportAccepted
    | ReportVoided
    | ReportRedacted
    | DocumentAttached
    | DocumentRegistered
)
DutyFact = DutyOpened | DutyChanged | DutyMet | DutyExtended | DutyExcused | DutyReopened

UnitHistoryFact = (
    ActivityFact
    | ActivityShared
    | NothingDeclared
    | ReportFact
    | ReportCarried
    | PlanApplied
    | DutyFact
)
"""What evt.unit.<plan>.<unit> holds."""

PlanFact = PlanPublished | PlanAmended
"""What makes a revision of a plan."""
BrakeFact = MessagesHeld | MessagesResumed | MessagesCancelled
FrozenFact = (
    SnapshotFrozen
    | SnapshotPublished
    | SnapshotSigned
    | SnapshotReplaced
    | SnapshotFormCorrected
    | SnapshotWithdrawn
)
"""What becomes of the snapshots of a plan's figures."""
PlanHistoryFact = PlanFact | BrakeFact | FrozenFact
"""What evt.plan.<plan> holds."""

ReminderFact = (
    RungScheduled
    | RungSent
    | RungCancelled
    | RungLapsed
    | RungFailed
    | NoticeComposed
    | NoticeSent
    | NoticeDropped
    | NoticeFailed
    | MessageComposed
    | MessageAttempted
    | MessageAccepted
    | MessageFailed
    | MessageSilenced
    | MessageDelivered
    | MessageBounced
    | MessageAnsweredAbsent
    | MessageDeclined
)
"""What evt.message.<plan>.<unit> holds."""

DirectoryFact = UnitRecorded | CalendarRecorded
"""What evt.directory.<unit> and evt.directory._calendar hold."""

DecidedFact = DirectoryFact | PlanHistoryFact | UnitHistoryFact
"""What the registry decides; its subjects also hold CommandAnswered."""

Fact = DecidedFact | ReminderFact | CommandAnswered | RecordQuarantined

FACTS: dict[str, type[Message]] = {model.wire: model for model in Fact.__args__}


def _told(kind: Any) -> dict[str, type[Message]]:
    return {model.wire: model for model in (get_args(kind) or (kind,))}


_BY_KIND: dict[str, dict[str, type[Message]]] = {
    "directory": _told(DirectoryFact | CommandAnswered),
    "plan": _told(PlanHistoryFact | CommandAnswered),
    "unit": _told(UnitHistoryFact | CommandAnswered),
    "message": _told(ReminderFact),
    "quarantine": _told(RecordQuarantined),
}


def facts_on(subject: str) -> Mapping[str, type[Message]]:
    """What may stand on a subject of the log, by wire name; anything else there is none of ours."""
    return _BY_KIND.get(subject.split(".")[1], {})
