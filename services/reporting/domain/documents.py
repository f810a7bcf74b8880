"""Reporting, domain: the documents that facts are folded into; each belongs to one subject."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, ClassVar, TypeVar, assert_never

from pydantic import AwareDatetime, PlainSerializer

from contracts.owed import DutyKind, Participant, Through
from contracts.plan import Channel, Plan
from contracts.records import Activity, Report, ReturnReason
from contracts.unit import Unit
from contracts.values import FieldChange, Receipt, Value
from contracts.words import ActivityStatus, DutyStatus, MessageStatus, ReportStatus, RungFate


def stamp(moment: datetime) -> str:
    """A moment as UTC text of fixed width, so that text order is time order, to the microsecond.

    MongoDB's own dates keep milliseconds only; an inclusive deadline with an hour ends one
    microsecond after it (contracts.values.Deadline.cut).
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Stamp = Annotated[AwareDatetime, PlainSerializer(stamp, when_used="json")]


class Document(Value):
    """One document of a view. All documents of a subject depend on that subject's facts alone."""

    collection: ClassVar[str]

    @property
    def key(self) -> str:
        raise NotImplementedError


Key = tuple[type[Document], str]
D = TypeVar("D", bound=Document)


class Amendment(Value):
    """When a plan was replaced, and why."""

    at: Stamp
    reason: str


class PlanDocument(Document):
    """A plan in force, its participants, and when and why it was amended."""

    collection: ClassVar[str] = "plans"
    plan: Plan
    participants: tuple[Participant, ...]
    published_at: Stamp
    amendments: tuple[Amendment, ...] = ()

    @property
    def key(self) -> str:
        return self.plan.id


class UnitDocument(Document):
    """A unit of the directory; `sort` is its own place in the Vietnamese alphabetical order."""

    collection: ClassVar[str] = "units"
    unit: str
    name: str
    sort: str
    record: Unit

    @property
    def key(self) -> str:
        return self.unit


class PartDocument(Document):
    """What a unit's part in a plan means for completeness: is a report asked, does one count."""

    collection: ClassVar[str] = "parts"
    plan: str
    unit: str
    owes: tuple[str, ...] = ()
    """Report duties from which the unit is not excused."""
    counted: int | None = None
    """The report version that counts."""

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}"


class DutyRound(Value):
    """One clock of a duty: the original one, or that of a return."""

    due: Stamp
    met_at: Stamp | None = None
    on_time: bool | None = None


class DutyDocument(Document):
    """One unit × one thing owed: where it stands and every due moment it ever had."""

    collection: ClassVar[str] = "duties"
    plan: str
    unit: str
    duty: str
    kind: DutyKind
    title: str
    status: DutyStatus
    due: Stamp  # of the present round, like `met_at`
    met_at: Stamp | None = None
    on_time: bool | None = None  # of round 0: a correction or a return never changes it
    rounds: tuple[DutyRound, ...]
    dues: tuple[Stamp, ...]  # every distinct due moment; each has its own rungs
    opened_at: Stamp
    reason: str | None = None

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.duty}"


class ActivityDocument(Document):
    """A unit's record of one activity as it stands."""

    collection: ClassVar[str] = "activities"
    plan: str
    unit: str
    activity: str
    status: ActivityStatus
    record: Activity
    declared_at: Stamp
    changed_at: Stamp
    changes: int = 0
    held_at: Stamp | None = None
    reason: str | None = None
    marks: tuple[str, ...] = ()  # of its evidence, see domain/claims/evidence.py

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.activity}"


def report_key(plan: str, unit: str, version: int) -> str:
    """Keys of versions stand in the order of their numbers."""
    return f"{plan}/{unit}/{version:06d}"


class ReportDocument(Document):
    """One version of a unit's report; only the current one can count."""

    collection: ClassVar[str] = "reports"
    plan: str
    unit: str
    version: int
    current: bool
    status: ReportStatus
    received_at: Stamp
    receipt: Receipt
    record: Report
    changes: tuple[FieldChange, ...] = ()
    reasons: tuple[ReturnReason, ...] = ()
    return_due: Stamp | None = None
    through: Through | None = None

    @property
    def key(self) -> str:
        return report_key(self.plan, self.unit, self.version)

    @property
    def counts(self) -> bool:
        """One returned was found wrong, one awaiting approval may be: neither is in a total."""
        match self.status:
            case "submitted":
                return self.current and self.through is None
            case "approved" | "accepted":
                return self.current
            case "returned":
                return False
            case _:
                assert_never(self.status)

    @property
    def awaiting(self) -> bool:
        """Submitted in time or not, but not yet approved by the parent it passes through."""
        return self.current and self.through is not None and self.status == "submitted"


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
    """One message to one recipient, named by token; what was said of it so far."""

    collection: ClassVar[str] = "messages"
    plan: str
    unit: str
    message: str
    status: MessageStatus
    said_at: Stamp
    duty: str | None = None
    due: Stamp | None = None
    rung: str | None = None
    channel: Channel | None = None
    recipient: str | None = None
    attempts: int = 0
    uncertain: bool = False
    provider_id: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.message}"


KINDS: tuple[type[Document], ...] = tuple(Document.__subclasses__())


class Documents:
    """Documents in memory: those a batch touches, or all of a plan for a report."""

    def __init__(self, loaded: Iterable[Document] = ()) -> None:
        self._now: dict[Key, Document] = {(type(d), d.key): d for d in loaded}
        self._before: dict[Key, Document | None] = {}  # what stood under each changed key

    def find(self, kind: type[D], key: str) -> D | None:
        document = self._now.get((kind, key))
        return document if isinstance(document, kind) else None

    def get(self, kind: type[D], key: str) -> D:
        """The document under `key`; raises LookupError, since a log is written in order."""
        if (document := self.find(kind, key)) is None:
            raise LookupError(f"the log speaks of {kind.collection} {key!r} before it exists")
        return document

    def put(self, document: Document) -> None:
        key = (type(document), document.key)
        if self._now.get(key) != document:
            self._before.setdefault(key, self._now.get(key))
            self._now[key] = document

    def changed(self) -> list[tuple[Document | None, Document]]:
        """Each changed document as it was when this began (None: it was not), and as it is."""
        return [(before, self._now[key]) for key, before in self._before.items()]

    def all(self, kind: type[D]) -> list[D]:
        return [document for document in self._now.values() if isinstance(document, kind)]
