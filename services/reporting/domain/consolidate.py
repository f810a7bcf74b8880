"""Reporting, domain: puts a plan's documents together as the consolidated report of one moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeVar

from contracts.owed import APPROVAL
from contracts.records import Report
from contracts.words import ACTIVITY_STATUSES, ActivityStatus
from services.reporting.domain.claims.evidence import GONE, ClaimedEvidence, list_evidence
from services.reporting.domain.comparing.earlier import Earlier
from services.reporting.domain.comparing.target import Filings
from services.reporting.domain.consolidated import (
    Activities,
    Consolidated,
    LooseJoint,
    ReportRef,
    Row,
    Standing,
    UnitRef,
)
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.counting.contribution import add_up
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.counting.figures import Compared, spared
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import (
    ActivityDocument,
    DutyDocument,
    PlanDocument,
    UnitDocument,
)
from services.reporting.domain.filing.documents import EntryDocument, Filing, ReportDocument
from services.reporting.domain.filing.version import current, waiting


def consolidate(
    documents: Documents,
    plan: PlanDocument,
    as_of: datetime,
    last_fact_at: datetime | None = None,
    counts: Counts | None = None,
    earlier: Earlier | None = None,
) -> Consolidated:
    """The report of `plan` from its documents as they stood at `as_of`.

    Moments are in the plan's time zone; the order of everything follows from the plan and ids,
    so that the same documents give the same bytes. The totals are added up here unless the
    plan's counters are given.
    """
    zone = plan.plan.zone
    unit = _Units(plan, documents, as_of.astimezone(zone))
    rows = tuple(unit.row(name) for name in unit.all())
    if counts is None:
        counts = add_up(documents.all(Document)).get(plan.key, Counter())
    own = [duty for duty in documents.all(DutyDocument) if duty.plan == plan.key]
    compared = Compared(_filings(rows), earlier or Earlier(), spared(plan.plan, own))
    standings = [standing for row in rows for standing in row.duties]
    return Consolidated(
        plan=plan.plan,
        issuer=unit.ref(plan.plan.issuer),
        collecting_office=unit.ref(plan.plan.collecting_office),
        receiver=unit.ref(plan.plan.reporting.receiver),
        as_of=as_of.astimezone(zone),
        last_fact_at=last_fact_at.astimezone(zone) if last_fact_at else None,
        totals=total(plan, counts, compared),
        rows=rows,
        late=tuple(s for s in standings if s.status == "met" and not s.on_time),
        owing=tuple(s for s in standings if s.status == "owing"),
        loose_joints=tuple(unit.loose_joints()),
        repeated_evidence=tuple(unit.repeated_evidence()),
    )


def _filings(rows: Iterable[Row]) -> Filings:
    return {
        (row.unit.id, owed): row.filings(owed)
        for row in rows
        for owed in {one.owed for one in row.reports}
    }


OfUnit = TypeVar("OfUnit", DutyDocument, ActivityDocument, ReportDocument)


def _by_unit(documents: Iterable[OfUnit], plan: str) -> dict[str, list[OfUnit]]:
    units: dict[str, list[OfUnit]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.key):
        if document.plan == plan:
            units[document.unit].append(document)
    return units


class _Units:
    """One plan's units with what each has done."""

    def __init__(self, plan: PlanDocument, documents: Documents, as_of: datetime) -> None:
        self._day = plan.plan.issued_on
        self._zone = plan.plan.zone
        self._as_of = as_of
        self._documents = documents
        self._entries = {entry.id: at for at, entry in enumerate(plan.plan.owed)}
        self._participants = {p.unit: p for p in plan.participants}
        self._duties = _by_unit(documents.all(DutyDocument), plan.key)
        self._activities = _by_unit(documents.all(ActivityDocument), plan.key)
        in_force = [report for report in documents.all(ReportDocument) if report.in_force]
        self._reports = _by_unit(in_force, plan.key)

    def all(self) -> list[str]:
        """Participants in the plan's order, then units that an amendment took out of it."""
        active = {*self._duties, *self._activities, *self._reports}
        return [*self._participants, *sorted(active - self._participants.keys())]

    def ref(self, unit: str) -> UnitRef:
        """A unit by its names on the day of the plan: an old campaign keeps rendering."""
        if participant := self._participants.get(unit):
            return UnitRef(id=unit, name=participant.name, short_name=participant.short_name)
        if document := self._documents.find(UnitDocument, unit):
            record = document.record
            name, short = record.name(self._day), record.short_name(self._day)
            return UnitRef(id=unit, name=name, short_name=short)
        return UnitRef(id=unit, name=unit, short_name=unit)

    def row(self, unit: str) -> Row:
        participant = self._participants.get(unit)
        duties = sorted(self._duties.get(unit, []), key=self._in_order)
        texts = {one.duty: one for one in self._reports.get(unit, [])}
        return Row(
            unit=self.ref(unit),
            level=participant.level if participant else None,
            parent=participant.parent if participant else None,
            groups=tuple(participant.groups) if participant else (),
            assignments=tuple(participant.assignments) if participant else (),
            duties=tuple(self._standing(duty) for duty in duties),
            reports=tuple(
                self._report(duty, texts.get(duty.duty)) for duty in duties if duty.kind == "report"
            ),
            activities=_activities(self._activities.get(unit, [])),
        )

    def _in_order(self, duty: DutyDocument) -> tuple[int, str, str]:
        """Entry by entry as the plan has them, then instance by instance."""
        owed = duty.owed.removesuffix(APPROVAL)
        return self._entries.get(owed, len(self._entries)), duty.period or "", duty.duty

    def _standing(self, duty: DutyDocument) -> Standing:
        return Standing(
            unit=self.ref(duty.unit),
            duty=duty.duty,
            owed=duty.owed,
            period=duty.period,
            kind=duty.kind,
            title=duty.title,
            status=duty.status,
            due=self._local(duty.due),
            met_at=self._locally(duty.met_at),
            on_time=duty.on_time,
            extended_at=self._locally(duty.extended_at),
            overdue=duty.status == "owing" and self._as_of >= duty.due,
            excused=duty.excused,
            nothing=duty.nothing,
            bearer=self.ref(duty.bearer) if duty.bearer else None,
            reason=duty.reason,
        )

    def _report(self, duty: DutyDocument, text: ReportDocument | None) -> ReportRef:
        force, newest = duty.in_force, current(duty.versions)
        told = force or newest
        counts = duty.counted is not None
        record = text.record if text and counts else Report()
        return ReportRef(
            duty=duty.duty,
            owed=duty.owed,
            period=duty.period,
            version=force.number if force else None,
            status=told.status if told else None,
            counts=counts,
            awaiting=force is not None and force.awaiting,
            unsigned=duty.unsigned,
            not_taken=newest.number if newest and newest.kept else None,
            waiting=waiting(duty.versions),
            gathered=duty.gathered,
            gathered_in=duty.gathered_in,
            inherited_from=duty.inherited_from,
            though_excused=duty.status == "excused" and counts,
            figures_at=self._locally(duty.figures_at),
            document_at=self._locally(duty.document_at),
            signed=duty.signed,
            incoming=duty.incoming,
            filing=self._filing(duty),
            summary=record.summary,
            difficulties=record.difficulties,
            causes=record.causes,
            recommendations=record.recommendations,
        )

    def _filing(self, duty: DutyDocument) -> Filing:
        entry = self._documents.get(EntryDocument, f"{duty.plan}/{duty.unit}/{duty.owed}")
        return next(one for one in entry.filings if one.duty == duty.duty)

    def _locally(self, moment: datetime | None) -> datetime | None:
        return self._local(moment) if moment else None

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def loose_joints(self) -> Iterable[LooseJoint]:
        """Joint records whose lead's record is missing, withdrawn or itself joint."""
        every = [activity for unit in self._activities.values() for activity in unit]
        leads = {
            (activity.unit, activity.activity)
            for activity in every
            if activity.status not in GONE and activity.record.joint_with is None
        }
        for activity in every:
            joint = activity.record.joint_with
            loose = joint is not None and (joint.unit, joint.activity) not in leads
            if joint is not None and loose and activity.status not in GONE:
                yield LooseJoint(
                    unit=self.ref(activity.unit),
                    activity=activity.activity,
                    title=activity.record.title,
                    lead_unit=joint.unit,
                    lead_activity=joint.activity,
                    outside=joint.outside,
                )

    def repeated_evidence(self) -> Iterable[ClaimedEvidence]:
        every = sorted(
            (activity for unit in self._activities.values() for activity in unit),
            key=lambda activity: activity.key,
        )
        return (piece for piece in list_evidence(every, every) if piece.repeated)


def _activities(activities: Iterable[ActivityDocument]) -> Activities:
    states: Counter[ActivityStatus | Literal["joint"]] = Counter(
        "joint" if a.record.joint_with and a.status not in GONE else a.status for a in activities
    )
    return Activities(
        joint=states["joint"], **{status: states[status] for status in ACTIVITY_STATUSES}
    )
