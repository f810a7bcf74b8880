"""Reporting, domain: the documents that facts are folded into, beside those of reports."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from contracts.owed import DutyKind, Instance, JudgedBy, Participant, Wants
from contracts.plan import Amending, Channel, ForceMajeure, Plan
from contracts.records import Granted, Incoming, Signed
from contracts.snapshots import Snapshot, frozen_until
from contracts.unit import Unit
from contracts.values import Value
from contracts.words import (
    Delivery,
    DutyStatus,
    ExcuseCause,
    MessageStatus,
    NilReason,
    RungFate,
)
from services.reporting.domain.claims.documents import ActivityDocument, MarkDocument
from services.reporting.domain.document import Document
from services.reporting.domain.filing import version
from services.reporting.domain.filing.documents import EntryDocument, ReportDocument
from services.reporting.domain.filing.version import Version
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.log.unread import QuarantinedDocument
from services.reporting.domain.orders.standing import StandingOrder
from services.reporting.domain.stamp import Stamp, stamp


class Amendment(Value):
    """When a plan was replaced, why, and by which document; or what area was let off meanwhile."""

    at: Stamp
    reason: str
    document: Amending
    force_majeure: ForceMajeure | None = None


class PlanDocument(Document):
    """A plan in force, its participants, and when and why it was amended; `former` are the units
    that it named before, each with the moment when it was taken out; `orders` are those that stand;
    `snapshots` are all that were made of its figures, by number.
    """

    collection: ClassVar[str] = "plans"
    plan: Plan
    participants: tuple[Participant, ...]
    former: Mapping[str, Stamp] = {}
    instances: tuple[Instance, ...] = ()
    published_at: Stamp
    amendments: tuple[Amendment, ...] = ()
    orders: tuple[StandingOrder, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def key(self) -> str:
        return self.plan.id

    @property
    def frozen_until(self) -> datetime | None:
        """As of when its figures were frozen last; what came later is *sau khi chốt*."""
        return frozen_until(self.snapshots)

    @property
    def named(self) -> set[str]:
        """All units that have, or had, a part in it, those included who only approve."""
        through = (entry.through.unit for entry in self.plan.owed if entry.through)
        return {*(one.unit for one in self.participants), *self.former, *filter(None, through)}

    @property
    def revised_on(self) -> date:
        """The day on which this revision was received, in the plan's zone."""
        at = self.amendments[-1].at if self.amendments else self.published_at
        return at.astimezone(self.plan.zone).date()


class UnitDocument(Document):
    """A unit of the directory; `sort` is its own place in the Vietnamese alphabetical order, and
    `after` whom its record names as predecessors.
    """

    collection: ClassVar[str] = "units"
    unit: str
    name: str
    sort: str
    after: tuple[str, ...] = ()
    record: Unit

    @property
    def key(self) -> str:
        return self.unit


class DutyRound(Value):
    """One clock of a duty: the original one, or that of a return."""

    due: Stamp
    met_at: Stamp | None = None
    on_time: bool | None = None


class DutyDocument(Document):
    """One duty of a unit: where it stands and every due moment it ever had; of a report duty also
    its report's versions and document.

    `met_at`, `figures_at` and `document_at` are those of the present round; `gathered_in` names
    another duty of the unit whose report speaks for this one too, or another unit and its duty
    (gộp).
    """

    collection: ClassVar[str] = "duties"
    plan: str
    unit: str
    duty: str
    owed: str
    period: str | None = None
    kind: DutyKind
    title: str
    status: DutyStatus
    due: Stamp  # of the present round, like `met_at`
    met_at: Stamp | None = None
    on_time: bool | None = None  # of round 0: a correction or a return never changes it
    rounds: tuple[DutyRound, ...]
    dues: tuple[Stamp, ...]  # every distinct due moment; each has its own rungs
    opened_at: Stamp
    changed_at: Stamp | None = None  # last extended, excused, owed again, or asked otherwise
    reason: str | None = None
    excused: ExcuseCause | None = None
    granted: Granted | None = None  # by word of mouth: the last extension or excuse
    extended_at: Stamp | None = None  # round 0 was extended then, after it had been due
    nothing: NilReason | None = None  # the unit declared that there is nothing to do
    bearer: str | None = None
    wants: Wants = "data"
    judged_by: JudgedBy = "figures"
    versions: tuple[Version, ...] = ()
    after: int = 0  # only a version above this meets the present round
    figures_at: Stamp | None = None
    document_at: Stamp | None = None
    judged_at: Stamp | None = None  # a version was last approved, accepted, returned or voided
    signed: Signed | None = None
    incoming: Incoming | None = None
    gathered_in: str | None = None
    inherited_from: tuple[str, ...] = ()  # the units, since ended, that met it for this one

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.duty}"

    @property
    def in_force(self) -> Version | None:
        return version.in_force(self.versions)

    @property
    def counted(self) -> Version | None:
        """The version whose figures are in the totals."""
        found = self.in_force
        return None if found is None or found.awaiting else found

    @property
    def gathered(self) -> bool:
        """Met by the report for another duty, which holds its figures."""
        return self.gathered_in is not None and self.status == "met" and self.in_force is None

    @property
    def asked(self) -> bool:
        """A report is asked for; of who sent one that counts it was, even if excused since."""
        return self.status != "excused" or self.counted is not None

    @property
    def unsigned(self) -> bool:
        """The figures came, and the document that is wanted too did not yet (chờ ký)."""
        return self.wants == "both" and self.figures_at is not None and self.document_at is None


class RungDocument(Document):
    """One rung instance and what became of it."""

    collection: ClassVar[str] = "rungs"
    plan: str
    unit: str
    duty: str
    due: Stamp
    rung: str
    fate: RungFate
    fires_at: Stamp | None = None
    said_at: Stamp
    reason: str | None = None

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.duty}/{stamp(self.due)}/{self.rung}"


class MessageDocument(Document):
    """One message as far as it is one unit's; of several rungs the last is named."""

    collection: ClassVar[str] = "messages"
    plan: str
    unit: str
    message: str
    status: MessageStatus
    said_at: Stamp
    duty: str | None = None
    due: Stamp | None = None
    rung: str | None = None
    rungs: tuple[tuple[str, Stamp, str], ...] = ()  # all: duty, due moment, rung
    notices: tuple[tuple[str, str, Stamp], ...] = ()  # kind, what about, when it happened
    channel: Channel | None = None
    recipient: str | None = None
    leaves_at: Stamp | None = None  # when it was to leave, as composed
    shared: bool = False  # counted where another unit's was first
    attempts: int = 0
    uncertain: bool = False
    provider_id: str | None = None
    reason: str | None = None
    delivery: Delivery = "unknown"
    bounce: str | None = None
    absent: bool = False
    above: str | None = None  # for whom it was a list

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.message}"


KINDS: tuple[type[Document], ...] = (
    PlanDocument,
    UnitDocument,
    DutyDocument,
    EntryDocument,
    ReportDocument,
    ActivityDocument,
    MarkDocument,
    RungDocument,
    MessageDocument,
    SummaryDocument,
    QuarantinedDocument,
)
