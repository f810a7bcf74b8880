"""Reporting, domain: the consolidated report of a plan as data, before any format."""

from typing import Literal

from contracts.owed import DutyKind
from contracts.plan import Plan
from contracts.records import Incoming, Signed
from contracts.values import Day, Moment, Value
from contracts.words import DutyStatus, ExcuseCause, NilReason, ReportStatus
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.claims.joint import Lead
from services.reporting.domain.filing.documents import Filing
from services.reporting.domain.filing.version import Waiting
from services.reporting.domain.log.unread import UnreadPlace
from services.reporting.domain.totals import Totals


class UnitRef(Value):
    """A unit by the names it had when the plan was published."""

    id: str
    name: str
    short_name: str
    until: Day | None = None
    """It left the plan, or ended: its results, which stay in the totals, are until this day."""


SetAside = Literal["replaced", "waiting"]
"""Why a report that would count does not: units that took over reported themselves; or those that
it took over from did, and count until all that share in them have reported.
"""


class ReportRef(Value):
    """The report for one duty: which version is in force (the trace from a figure to its source),
    and what it says. Its figures and words are those that count, none while it does not.
    """

    duty: str
    owed: str
    period: str | None
    version: int | None
    """In force; None while there is none."""
    status: ReportStatus | None
    """Of the version in force, else of the newest; None while nothing came."""
    counts: bool
    """False while returned for correction, `awaiting` or `set_aside`: its figures are in no total.
    """
    awaiting: bool
    """Still to be approved by the unit that it passes through (chưa xác nhận)."""
    unsigned: bool
    """The signed document that is wanted too did not come yet (chờ ký)."""
    not_taken: int | None
    """A correction that was returned while another version stays in force."""
    waiting: Waiting | None
    """Why its newest version is in the office's queue."""
    gathered: bool
    """The figures are in the report for another duty, `gathered_in` (gộp)."""
    gathered_in: str | None
    spoken_by: tuple[UnitRef, ...]
    """The units before this one whose reports count for it."""
    set_aside: SetAside | None
    though_excused: bool
    """The unit was excused and reports anyway."""
    figures_at: Moment | None
    document_at: Moment | None
    judged_at: Moment | None
    """When one of its versions was last approved, accepted, returned or voided."""
    signed: Signed | None
    incoming: Incoming | None
    filing: Filing
    summary: str
    difficulties: str
    causes: str
    recommendations: str


class Standing(Value):
    """Where one unit stands with one duty, at `as_of`."""

    unit: UnitRef
    duty: str
    owed: str
    period: str | None
    kind: DutyKind
    title: str
    status: DutyStatus
    due: Moment
    met_at: Moment | None
    on_time: bool | None
    """Of the original clock (round 0); None while it was not met."""
    changed_at: Moment | None
    """When it was last extended, excused, owed again, or asked otherwise."""
    extended_at: Moment | None
    """When the office extended it after it had been due; what was met is judged by that."""
    overdue: bool
    """Owing, and `as_of` is not before `due`."""
    excused: ExcuseCause | None
    nothing: NilReason | None
    """Why the unit declared that there is nothing to do."""
    bearer: UnitRef | None
    """Of an approval: who owes it."""
    reason: str | None
    """Why it was last extended, excused or reopened."""


class Activities(Value):
    """How many activities a unit has; joint ones point at another unit's record."""

    planned: int
    postponed: int
    held: int
    withdrawn: int
    voided: int
    joint: int


class Row(Value):
    """One unit: its duties, the reports that it owes and every figure in them.

    `stands_for`: whom it took over from (thay cho). Of one that others took over, `heirs` are those
    next, from `ended_at` on, and `duties` only those that did not go over.
    """

    unit: UnitRef
    stands_for: tuple[UnitRef, ...]
    heirs: tuple[UnitRef, ...]
    ended_at: Moment | None
    level: str | None
    parent: str | None
    groups: tuple[str, ...]
    assignments: tuple[str, ...]
    duties: tuple[Standing, ...]
    reports: tuple[ReportRef, ...]
    """For each duty to report, entry by entry, in the order of time."""
    activities: Activities

    def filings(self, owed: str) -> list[Filing]:
        """Its reports for one entry, in the order of time."""
        return [one.filing for one in self.reports if one.owed == owed]


class LooseJoint(Value):
    """A record of an activity that several units share, which the lead's own record does not carry:
    it is missing, gone, or not held yet while this one was; or the lead is outside the directory.
    """

    unit: UnitRef
    activity: str
    title: str
    lead_unit: str | None
    lead_activity: str | None
    outside: str | None
    """The key of an activity whose lead is outside the directory."""
    lead: Lead
    """What has become of the lead's record."""
    counted: bool
    """This record counts for all; else another one does."""


class Consolidated(Value):
    """The consolidated report: one plan at one moment. The same facts give the same bytes.

    Every number in `totals.entries[].indicators[].reported` is the sum over `rows` and `before` of
    what the reports for that entry say that count, and each report names the version and signed
    number it is from.
    """

    plan: Plan
    issuer: UnitRef
    collecting_office: UnitRef
    receiver: UnitRef
    as_of: Moment
    last_fact_at: Moment | None
    """When the newest fact in it was recorded."""
    totals: Totals
    rows: tuple[Row, ...]
    """The units of the day, in the order of the plan's participants."""
    before: tuple[Row, ...]
    """Units that the plan named before and that others took over since."""
    late: tuple[Standing, ...]
    """Duties met late, by unit."""
    owing: tuple[Standing, ...]
    """Duties still owed, overdue or not; for kind `report`: who has not reported."""
    loose_joints: tuple[LooseJoint, ...]
    unread: tuple[UnreadPlace, ...] = ()
    """Records of the log that cannot be read, so that nothing of them is in here."""
    repeated_evidence: tuple[ClaimedEvidence, ...]
    """Claimed for several activities; to be looked at, not wrong by itself."""
