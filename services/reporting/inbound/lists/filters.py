"""Reporting, inbound: what each list can be filtered by; the same as JSON and as .csv."""

from contracts.owed import DutyKind
from contracts.plan import Channel
from contracts.words import ActivityStatus, DutyStatus, MessageStatus, ReportStatus, RungFate
from services.reporting.application.ports import Filters
from services.reporting.domain.filing.version import Waiting
from services.reporting.domain.reached.chosen import Chosen
from services.reporting.inbound.given import AnyId


def of_duties(
    unit: AnyId = None,
    duty: AnyId = None,
    owed: AnyId = None,
    status: DutyStatus | None = None,
    on_time: bool | None = None,
) -> Filters:
    return {"unit": unit, "duty": duty, "owed": owed, "status": status, "on_time": on_time}


def of_activities(unit: AnyId = None, status: ActivityStatus | None = None) -> Filters:
    return {"unit": unit, "status": status}


def of_reports(
    unit: AnyId = None,
    owed: AnyId = None,
    status: ReportStatus | None = None,
    current: bool | None = None,
    in_force: bool | None = None,
    waiting: Waiting | None = None,
) -> Filters:
    return {
        "unit": unit,
        "owed": owed,
        "status": status,
        "current": current,
        "in_force": in_force,
        "waiting": waiting,
    }


def of_rungs(unit: AnyId = None, duty: AnyId = None, fate: RungFate | None = None) -> Filters:
    return {"unit": unit, "duty": duty, "fate": fate}


def of_messages(
    unit: AnyId = None, channel: Channel | None = None, status: MessageStatus | None = None
) -> Filters:
    return {"unit": unit, "channel": channel, "status": status}


def of_late(
    unit: AnyId = None,
    owed: AnyId = None,
    kind: DutyKind | None = None,
    level: AnyId = None,
    group: AnyId = None,
) -> Chosen:
    """`unit`, `level` and `group` are those of whoever owes it."""
    return Chosen(owed, kind, unit, level, group)
