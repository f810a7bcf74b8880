"""Reporting, domain: each unit of a plan with its duties, reports and activities, as rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, TypeVar

from contracts.owed import APPROVAL, Participant
from contracts.records import Report
from contracts.words import ACTIVITY_STATUSES, ActivityStatus
from services.reporting.domain.consolidated import (
    Activities,
    ReportRef,
    Row,
    SetAside,
    Standing,
    UnitRef,
)
from services.reporting.domain.counting.counts import ActivityCount, JointCount
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import EntryDocument, Filing, ReportDocument
from services.reporting.domain.filing.version import current, waiting
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.succession.correct import filings_of, lineage_of, standing
from services.reporting.domain.succession.instance import Instance
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.units.until import gone

OfUnit = TypeVar("OfUnit", DutyDocument, ReportDocument)


def _by_unit(documents: Iterable[OfUnit], plan: str) -> dict[str, list[OfUnit]]:
    units: dict[str, list[OfUnit]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.key):
        if document.plan == plan:
            units[document.unit].append(document)
    return units


class Rows:
    """One plan's units with what each has done, by the units of the day."""

    def __init__(
        self,
        plan: PlanDocument,
        documents: Documents,
        as_of: datetime,
    ) -> None:
        self._day = plan.plan.issued_on
        self._zone = plan.plan.zone
        self._as_of = as_of
        self._documents = documents
        self._entries = {entry.id: at for at, entry in enumerate(plan.plan.owed)}
        self._participants = {p.unit: p for p in plan.participants}
        self._gone = gone(plan, documents.all(UnitDocument), as_of.astimezone(self._zone).date())
        self._lineage = lineage_of(plan, documents)
        self.said = Said(self._lineage, filings_of(plan.key, documents))
        self._owed = _by_unit(documents.all(DutyDocument), plan.key)
        self._duties = standing(self._lineage, self._owed)
        self._activities = {
            one.unit: one.counts
            for one in documents.all(SummaryDocument)
            if one.plan == plan.key and one.of == "activities"
        }
        in_force = [report for report in documents.all(ReportDocument) if report.in_force]
        self._reports = _by_unit(in_force, plan.key)

    def today(self) -> list[Row]:
        """Participants in the plan's order, then units that an amendment took out of it."""
        gone = self._all() - self._participants.keys()
        names = [*self._participants, *sorted(gone)]
        return [self._row(name) for name in names if not self._lineage.heirs.get(name)]

    def before(self) -> list[Row]:
        """Units that others took over."""
        return [self._row(name) for name in sorted(self._all()) if self._lineage.heirs.get(name)]

    def owed(self) -> Iterator[tuple[UnitRef, Participant | None, list[DutyDocument]]]:
        """What each unit owes: of all of today, then of those before that still owe something."""
        after = {name for name in self._all() if self._lineage.heirs.get(name)}
        gone = self._all() - self._participants.keys() - after
        names = [one for one in (*self._participants, *sorted(gone)) if one not in after]
        for name in (*names, *sorted(name for name in after if self._duties.get(name))):
            yield self.ref(name), self._participants.get(name), self._duties.get(name, [])

    def late(self) -> Iterator[Standing]:
        """Of all units, the duties that are overdue, and those that were met late."""
        for own in self._duties.values():
            yield from (self._standing(duty) for duty in own if self._is_late(duty))

    def _is_late(self, duty: DutyDocument) -> bool:
        if duty.status == "met":
            return not duty.on_time
        return self._overdue(duty)

    def _overdue(self, duty: DutyDocument) -> bool:
        return duty.status == "owing" and self._as_of >= duty.due

    def _all(self) -> set[str]:
        return {*self._owed, *self._activities, *self._reports}

    def ref(self, unit: str) -> UnitRef:
        """A unit by its names on the day of the plan: an old campaign keeps rendering."""
        last = self._gone.get(unit)
        if participant := self._participants.get(unit):
            name, short = participant.name, participant.short_name
            return UnitRef(id=unit, name=name, short_name=short, until=last)
        if document := self._documents.find(UnitDocument, unit):
            record = document.record
            name, short = record.name(self._day), record.short_name(self._day)
            return UnitRef(id=unit, name=name, short_name=short, until=last)
        return UnitRef(id=unit, name=unit, short_name=unit, until=last)

    def _row(self, unit: str) -> Row:
        participant = self._participants.get(unit)
        reported = [one for one in self._owed.get(unit, []) if one.kind == "report"]
        texts = {one.duty: one for one in self._reports.get(unit, [])}
        moving, ended = unit in self._lineage, self._lineage.ended_at.get(unit)
        stands_for = self._lineage.back(unit) if moving else []
        duties = sorted(self._duties.get(unit, []), key=self._in_order)
        return Row(
            unit=self.ref(unit),
            stands_for=tuple(self.ref(one) for one in stands_for if one != unit),
            heirs=tuple(self.ref(one) for one in self._lineage.heirs.get(unit, ())),
            ended_at=self._locally(ended),
            level=participant.level if participant else None,
            parent=participant.parent if participant else None,
            groups=tuple(participant.groups) if participant else (),
            assignments=tuple(participant.assignments) if participant else (),
            duties=tuple(self._standing(duty) for duty in duties),
            reports=tuple(
                self._report(duty, texts.get(duty.duty))
                for duty in sorted(reported, key=self._in_order)
            ),
            activities=self._count(unit),
        )

    def _count(self, unit: str) -> Activities:
        states: Counter[ActivityStatus | Literal["joint"]] = Counter()
        for key, number in self._activities.get(unit, Counter()).items():
            if isinstance(key, ActivityCount):
                states[key.status] += number
            elif isinstance(key, JointCount):
                states["joint"] += number
        return Activities(
            joint=states["joint"], **{status: states[status] for status in ACTIVITY_STATUSES}
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
            changed_at=self._locally(duty.changed_at),
            extended_at=self._locally(duty.extended_at),
            overdue=self._overdue(duty),
            excused=duty.excused,
            nothing=duty.nothing,
            bearer=self.ref(duty.bearer) if duty.bearer else None,
            reason=duty.reason,
        )

    def _report(self, duty: DutyDocument, text: ReportDocument | None) -> ReportRef:
        force, newest = duty.in_force, current(duty.versions)
        told = force or newest
        instance = self._instance(duty)
        aside = _set_aside(duty, instance)
        counts = duty.counted is not None and aside is None
        speakers = instance.speakers(duty.unit) if instance else []
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
            spoken_by=tuple(self.ref(one) for one in speakers if one != duty.unit),
            set_aside=aside,
            though_excused=duty.status == "excused" and counts,
            figures_at=self._locally(duty.figures_at),
            document_at=self._locally(duty.document_at),
            judged_at=self._locally(duty.judged_at),
            signed=duty.signed,
            incoming=duty.incoming,
            filing=self._filing(duty),
            summary=record.summary,
            difficulties=record.difficulties,
            causes=record.causes,
            recommendations=record.recommendations,
        )

    def _instance(self, duty: DutyDocument) -> Instance | None:
        spoken = self.said.in_motion.get(duty.owed)
        return spoken.instances[duty.duty] if spoken and duty.unit in spoken.lineage else None

    def _filing(self, duty: DutyDocument) -> Filing:
        entry = self._documents.get(EntryDocument, f"{duty.plan}/{duty.unit}/{duty.owed}")
        return next(one for one in entry.filings if one.duty == duty.duty)

    def _locally(self, moment: datetime | None) -> datetime | None:
        return self._local(moment) if moment else None

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)


def _set_aside(duty: DutyDocument, instance: Instance | None) -> SetAside | None:
    if instance is None or duty.counted is None or duty.unit in instance.counting:
        return None
    return "replaced" if duty.unit in instance.replaced else "waiting"
