"""Reporting, domain: puts a plan's documents together as the consolidated report of one moment."""

from collections.abc import Iterable
from datetime import datetime

from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import ClaimedEvidence, list_evidence
from services.reporting.domain.claims.joint import JointGroup, groups
from services.reporting.domain.comparing.earlier import Earlier
from services.reporting.domain.comparing.figures import Compared, spared
from services.reporting.domain.consolidated import Consolidated, LooseJoint
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.counting.contribution import summed
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.log.unread import UnreadPlace, places
from services.reporting.domain.succession.correct import corrected
from services.reporting.domain.units.rows import Rows


def consolidate(
    documents: Documents,
    plan: PlanDocument,
    as_of: datetime,
    last_fact_at: datetime | None = None,
    counts: Counts | None = None,
    earlier: Earlier | None = None,
    unread: Iterable[UnreadPlace] = (),
) -> Consolidated:
    """The report of `plan` from its documents as they stood at `as_of`.

    Moments are in the plan's time zone; the order of everything follows from the plan and ids, so
    that the same documents give the same bytes. The totals are added up here unless the plan's
    counters are given. What single activities tell is told of those among the documents.
    """
    zone = plan.plan.zone
    activities = [one for one in documents.all(ActivityDocument) if one.plan == plan.key]
    units = Rows(plan, documents, as_of.astimezone(zone))
    rows, before = tuple(units.today()), tuple(units.before())
    if counts is None:
        counts = summed(one for one in documents.all(SummaryDocument) if one.plan == plan.key)
    own = (duty for duty in documents.all(DutyDocument) if duty.plan == plan.key)
    compared = Compared(units.said, earlier or Earlier(), spared(plan.plan, [*own]))
    standings = [standing for row in (*rows, *before) for standing in row.duties]
    return Consolidated(
        plan=plan.plan,
        issuer=units.ref(plan.plan.issuer),
        collecting_office=units.ref(plan.plan.collecting_office),
        receiver=units.ref(plan.plan.reporting.receiver),
        as_of=as_of.astimezone(zone),
        last_fact_at=last_fact_at.astimezone(zone) if last_fact_at else None,
        totals=total(plan, corrected(plan, counts, documents), compared),
        rows=rows,
        before=before,
        late=tuple(s for s in standings if s.status == "met" and not s.on_time),
        owing=tuple(s for s in standings if s.status == "owing"),
        loose_joints=tuple(_loose(groups(activities), units)),
        unread=places(unread, plan.key),
        repeated_evidence=tuple(_repeated(activities)),
    )


def _loose(found: Iterable[JointGroup], units: Rows) -> Iterable[LooseJoint]:
    """The records of joint activities that their leads' records do not carry."""
    for group in found:
        for one in group.alive if group.loose else ():
            joint = one.record.joint_with
            if joint is not None:
                yield LooseJoint(
                    unit=units.ref(one.unit),
                    activity=one.activity,
                    title=one.record.title,
                    lead_unit=joint.unit,
                    lead_activity=joint.activity,
                    outside=joint.outside,
                    lead=group.state,
                    counted=one == group.counted,
                )


def _repeated(activities: Iterable[ActivityDocument]) -> Iterable[ClaimedEvidence]:
    every = sorted(activities, key=lambda activity: activity.key)
    return (
        piece for piece in list_evidence(every, (one.claimant for one in every)) if piece.repeated
    )
