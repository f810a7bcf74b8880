"""Registry, domain: when a duty to send or to approve a report is met."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from contracts.facts import UnitHistoryFact
from contracts.owed import APPROVAL, Duty
from services.registry.domain.case import Case
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.rounds import next_round, now_met


def report(state: Participation, standing: DutyState, case: Case) -> Iterator[UnitHistoryFact]:
    """Met by the first version of the round, its document, or both, as the entry wants.

    A round that was met is judged again only where an earlier document becomes known.
    """
    present = standing.present
    met_at = report_met(state, standing)
    if standing.excused or met_at is None:
        return
    if present.met_at is None or met_at < present.met_at:
        yield now_met(standing, met_at, case)


def report_met(state: Participation, standing: DutyState) -> datetime | None:
    """When the present round of a report duty is met, by the records."""
    present, duty = standing.present, standing.duty
    report = state.report_on(duty.id)
    version = report.first_after(present.after)
    figures = version.receipt.at if version else _carried_at(state, standing)
    document = report.documented_since(present.opened)
    moments: tuple[datetime | None, ...]
    match duty.wants:
        case "data":
            moments = (figures,)
        case "document":
            moments = (document,)
        case "both":
            moments = (figures, document)
        case _:
            assert_never(duty.wants)
    if None in moments:
        return None
    match duty.judged_by:
        case "figures":
            return figures or document
        case "document":
            return document or figures
        case "first":
            return min(filter(None, (figures, document)))
        case _:
            assert_never(duty.judged_by)


def _carried_at(state: Participation, standing: DutyState) -> datetime | None:
    """Since when another unit's report speaks for the present round."""
    carried, opened = state.carried.get(standing.duty.id), standing.present.opened
    if carried is None or not carried.standing or (opened and carried.receipt.order < opened):
        return None
    return carried.received_at


def approve(state: Participation, standing: DutyState, case: Case) -> Iterator[UnitHistoryFact]:
    """Met when nothing waits for the approval; each later version that does opens a round."""
    if standing.excused:
        return
    waiting = awaits(state, standing.duty.id.removesuffix(APPROVAL))
    if waiting and standing.present.met_at is not None:
        yield next_round(standing, approval_due(standing.duty, case), standing.duty.title, case)
    elif not waiting and standing.present.met_at is None:
        yield now_met(standing, case.receipt.at, case)


def awaits(state: Participation, duty: str) -> bool:
    """Whether the newest version for a duty awaits approval."""
    newest = state.report_on(duty).newest
    return newest is not None and newest.awaiting


def approval_due(duty: Duty, case: Case) -> datetime:
    """When an approval is due that is asked for now."""
    days = case.working_days.nth(case.day, duty.days_after)
    planned = duty.deadline.cut(case.plan.zone) if duty.deadline else None
    return max(case.end_of(days), planned) if planned else case.end_of(days)
