"""Reporting, domain: the consolidated report of a plan as data, before any format."""

from contracts.plan import DutyKind, Plan
from contracts.records import Budget, Figure, Signed
from contracts.values import Moment, Value
from contracts.words import DutyStatus, ReportStatus
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.totals import Totals


class UnitRef(Value):
    """A unit by the names it had when the plan was published."""

    id: str
    name: str
    short_name: str


class ReportRef(Value):
    """Which version of a unit's report its row shows: the trace from a figure to its source."""

    version: int
    status: ReportStatus
    counts: bool
    """False while returned for correction, or `awaiting`: its figures are in no row or total."""
    awaiting: bool
    """Still to be approved by the parent it passes through (chờ cấp trên xác nhận)."""
    received_at: Moment
    signed: Signed | None


class Standing(Value):
    """Where one unit stands with one duty, at `as_of`."""

    unit: UnitRef
    duty: str
    kind: DutyKind
    title: str
    status: DutyStatus
    due: Moment
    met_at: Moment | None
    on_time: bool | None
    """Of the original clock (round 0); None while it was not met."""
    overdue: bool
    """Owing, and `as_of` is not before `due`."""
    reason: str | None
    """Why it was last extended, excused or reopened."""


class Activities(Value):
    """How many activities a unit has; joint ones point at another unit's record."""

    planned: int
    postponed: int
    held: int
    withdrawn: int
    joint: int


class Row(Value):
    """One unit: its duties, its counted report and every figure in it."""

    unit: UnitRef
    level: str | None
    parent: str | None
    assignments: tuple[str, ...]
    duties: tuple[Standing, ...]
    report: ReportRef | None
    figures: tuple[Figure, ...]
    """Of the report that counts; what is absent was not reported, which is not zero."""
    spending: Budget | None
    summary: str
    difficulties: str
    causes: str
    recommendations: str
    activities: Activities

    def figure(self, indicator: str) -> Figure | None:
        """The unit's value of an indicator, None where it gave none."""
        return next((f for f in self.figures if f.indicator == indicator), None)


class LooseJoint(Value):
    """A partner's record whose lead has no such activity: it is counted nowhere."""

    unit: UnitRef
    activity: str
    title: str
    lead_unit: str
    lead_activity: str


class Consolidated(Value):
    """The consolidated report: one plan at one moment. The same facts give the same bytes.

    Every number in `totals.indicators[].reported` is the sum over `rows` of the same indicator's
    figure, and every row names the report version and signed number it took its figures from.
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
    """In the order of the plan's participants."""
    late: tuple[Standing, ...]
    """Duties met late, by unit."""
    owing: tuple[Standing, ...]
    """Duties still owed, overdue or not; for kind `report`: who has not reported."""
    loose_joints: tuple[LooseJoint, ...]
    repeated_evidence: tuple[ClaimedEvidence, ...]
    """Claimed for several activities; to be looked at, not wrong by itself."""
