"""Reporting, domain: the documents of reports: the text of each version, and entry by entry."""

from typing import ClassVar

from contracts.records import Budget, Figure, Report, ReturnReason
from contracts.values import FieldChange, Receipt, Value
from contracts.words import NilReason, ReportStatus
from services.reporting.domain.document import Document
from services.reporting.domain.filing.version import Completeness, Waiting
from services.reporting.domain.stamp import Stamp


class Filing(Value):
    """What the report for one duty adds to its entry: where it stands, and the figures of the
    version that counts. `received_at`: when that came, or what met the duty without one.
    """

    duty: str
    period: str | None = None
    standing: tuple[Completeness, ...] = ()
    versions: int = 0
    version: int | None = None
    received_at: Stamp | None = None
    figures: tuple[Figure, ...] = ()
    spending: Budget | None = None
    nothing: NilReason | None = None

    @property
    def asked(self) -> bool:
        return "asked" in self.standing

    @property
    def counts(self) -> bool:
        return self.version is not None

    @property
    def gathered(self) -> bool:
        """The report for another duty holds its figures."""
        return "gathered" in self.standing


class EntryDocument(Document):
    """A unit's reports for one entry of the plan, instance by instance, in the order of time."""

    collection: ClassVar[str] = "entries"
    plan: str
    unit: str
    owed: str
    filings: tuple[Filing, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.owed}"


def report_key(plan: str, unit: str, duty: str, number: int) -> str:
    """Keys of versions stand in the order of their numbers."""
    return f"{plan}/{unit}/{duty}/{number:06d}"


class ReportDocument(Document):
    """One version of a unit's report for one duty.

    `owed`, `current`, `in_force` and `waiting` follow from the duty's other versions too, and are
    set once all facts at hand are folded (filing/settle.py).
    """

    collection: ClassVar[str] = "reports"
    plan: str
    unit: str
    duty: str
    owed: str | None = None
    version: int
    status: ReportStatus
    awaiting: bool
    current: bool = False
    in_force: bool = False
    waiting: Waiting | None = None
    received_at: Stamp
    judged_at: Stamp | None = None
    receipt: Receipt
    record: Report
    changes: tuple[FieldChange, ...] = ()
    reasons: tuple[ReturnReason, ...] = ()
    return_due: Stamp | None = None
    void_reason: str | None = None
    through: str | None = None

    @property
    def key(self) -> str:
        return report_key(self.plan, self.unit, self.duty, self.version)

    @property
    def counts(self) -> bool:
        """In force and, where it passes through another unit, approved by that."""
        return self.in_force and not self.awaiting
