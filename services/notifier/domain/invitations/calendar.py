"""Notifier, domain: an invitation as a file that mail programs put into the calendar (RFC 5545,
5546).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from icalendar import Calendar, Event, Timezone, vCalAddress

from contracts.facts import Invitation
from contracts.ladder import last_day
from services.notifier.domain.letter import Attachment
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import document_of

PRODUCT = "-//ngayso//notifier//VI"
BEFORE = timedelta(minutes=30)
"""How long before an hour by which something is due its entry begins."""


@dataclass(frozen=True)
class Invited:
    """Who invites, and who is invited: addresses, which stand in the mail and nowhere else."""

    organizer: str
    attendee: str


def calendar_file(situation: Situation, one: Invitation, who: Invited, now: datetime) -> Attachment:
    """One entry: put in or changed (REQUEST), or taken out (CANCEL)."""
    method = "CANCEL" if one.cancelled else "REQUEST"
    event = _event(situation, one, who, now)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if isinstance(event["dtstart"].dt, datetime):
        calendar.add_component(_timezone(situation.plan.time_zone))
    calendar.add_component(event)
    name = f"han-{one.duty}.ics" if one.duty else f"su-kien-{one.event}.ics"
    return Attachment(name, "text/calendar", calendar.to_ical(), method)


def uid(plan: str, unit: str, one: Invitation) -> str:
    """The same for a unit's duty or event, whoever of the unit is invited and however it moves."""
    words = (plan, unit, "duty" if one.duty else "event", one.duty or one.event or "")
    return f"{hashlib.sha256(' '.join(words).encode()).hexdigest()[:32]}@ngayso"


@cache
def _timezone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


def _event(situation: Situation, one: Invitation, who: Invited, now: datetime) -> Event:
    plan, event = situation.plan, Event()
    start, end = _span(situation, one)
    event.add("uid", uid(plan.id, situation.unit, one))
    event.add("sequence", one.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _summary(situation, one))
    kind, title = document_of(plan)
    event.add("description", f"{kind} số {plan.number} ({title}). {situation.office}.")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    organizer = vCalAddress(f"mailto:{who.organizer}")
    organizer.params["CN"] = situation.office
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{who.attendee}")
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    return event


def _span(situation: Situation, one: Invitation) -> tuple[date, date]:
    """The last day in time, or the half hour before an hour; of an event its day."""
    zone = situation.plan.zone
    local = one.at.astimezone(zone).replace(microsecond=0)
    if one.duty and local.time() != time():
        return local - BEFORE, local
    day = last_day(one.at, zone) if one.duty else local.date()
    return day, day + timedelta(days=1)


def _summary(situation: Situation, one: Invitation) -> str:
    if one.duty:
        return f"Hạn: {wording.one_line(situation.duties[one.duty].duty.title)}"
    titles = (event.title for event in situation.plan.central_events if event.id == one.event)
    return wording.one_line(next(titles, "Sự kiện của kế hoạch"))
