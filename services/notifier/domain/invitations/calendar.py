"""Notifier, domain: an invitation as a file that mail programs put into the calendar (RFC 5545,
5546).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from icalendar import Calendar, Event, Timezone, vCalAddress

from contracts.facts import Invitation
from contracts.ladder import last_day
from services.notifier.domain.letter import Attachment
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import document_of

PRODUCT = "-//ngayso//notifier//VI"
BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
BEFORE = timedelta(minutes=30)
"""How long before an hour by which something is due its entry begins."""


@dataclass(frozen=True)
class Invited:
    """Who invites, and who is invited: addresses, which stand in the mail and nowhere else."""

    organizer: str
    attendee: str


def calendar_file(situation: Situation, one: Invitation, who: Invited, now: datetime) -> Attachment:
    """One entry: put in or changed (REQUEST), or taken out (CANCEL)."""
    plan, (start, end) = situation.plan, _span(situation, one)
    kind, title = document_of(plan)
    about = f"{kind} số {plan.number} ({title}). {situation.office}."
    zone = plan.time_zone if isinstance(start, datetime) else None
    common = Common(
        *(start, end, zone, one.sequence, one.cancelled, about, who.organizer, situation.office)
    )
    own = Event()
    own.add("uid", uid(plan.id, situation.unit, one))
    own.add("dtstamp", now.astimezone(UTC))
    own.add("summary", _summary(situation, one))
    attendee = vCalAddress(f"mailto:{who.attendee}")
    attendee.params["RSVP"] = "FALSE"
    own.add("attendee", attendee)
    data = _calendar(common).replace(BEGIN, own.to_ical().removesuffix(END), 1)
    name = f"han-{one.duty}" if one.duty else f"su-kien-{one.event}"
    return Attachment(f"{name}-{situation.unit}.ics", "text/calendar", data, _method(one.cancelled))


def uid(plan: str, unit: str, one: Invitation) -> str:
    """The same for a unit's duty or event, whoever of the unit is invited and however it moves."""
    words = (plan, unit, "duty" if one.duty else "event", one.duty or one.event or "")
    return f"{hashlib.sha256(' '.join(words).encode()).hexdigest()[:32]}@ngayso"


@cache
def _timezone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


class Common(NamedTuple):
    """What an entry says to everybody who is invited alike. `zone`: of one that is within a day."""

    start: date
    end: date
    zone: str | None
    sequence: int
    cancelled: bool
    about: str
    organizer: str
    office: str


def _method(cancelled: bool) -> str:
    return "CANCEL" if cancelled else "REQUEST"


@lru_cache(100)
def _calendar(common: Common) -> bytes:
    """The file without what is one person's own; kept, since the library takes its time."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", _method(common.cancelled))
    if common.zone:
        calendar.add_component(_timezone(common.zone))
    event.add("sequence", common.sequence)
    event.add("dtstart", common.start)
    event.add("dtend", common.end)
    event.add("description", common.about)
    event.add("status", "CANCELLED" if common.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    organizer = vCalAddress(f"mailto:{common.organizer}")
    organizer.params["CN"] = common.office
    event.add("organizer", organizer)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _span(situation: Situation, one: Invitation) -> tuple[date, date]:
    """The last day in time, or the half hour before an hour; of an event its day."""
    zone = situation.plan.zone
    local = one.at.astimezone(zone).replace(microsecond=0)
    if one.duty and local.time() != time():
        return local - BEFORE, local
    day = last_day(one.at, zone) if one.duty else local.date()
    return day, day + timedelta(days=1)


def _summary(situation: Situation, one: Invitation) -> str:
    """Of a deadline with the unit, since its reader may serve several."""
    if one.duty:
        title, unit = situation.duties[one.duty].duty.title, situation.names[situation.unit].name
        return f"Hạn: {wording.one_line(title)} – {wording.one_line(unit)}"
    titles = (event.title for event in situation.plan.central_events if event.id == one.event)
    return wording.one_line(next(titles, "Sự kiện của kế hoạch"))
