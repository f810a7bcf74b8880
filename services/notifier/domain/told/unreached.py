"""Notifier, domain, told: which units cannot be reached, and why, as their office is told daily."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.outgoing import Contact
from contracts.reach import Unreached
from services.notifier.domain.contacts.absence import left_alone
from services.notifier.domain.contacts.readiness import unreached, wanted
from services.notifier.domain.rungs import NoticeKey, Reminders
from services.notifier.domain.standing import Situation, about

OFFICE_HOUR = time(15)
"""When the collecting office is told, once a day: what failed that morning can be put right."""


def office_hour(moment: datetime, zone: ZoneInfo, days: WorkingDays) -> datetime:
    """The next working day's hour at or after a moment."""
    day = moment.astimezone(zone).date()
    if moment > datetime.combine(day, OFFICE_HOUR, zone):
        day += timedelta(days=1)
    return datetime.combine(days.next_from(day), OFFICE_HOUR, zone)


def whose(situation: Situation, reminders: Reminders, key: NoticeKey) -> list[str]:
    """The units that were to be told what was not: by the message that failed, or by the duty."""
    posting = reminders.messages.get(key.about)
    if posting is None:
        return [situation.bearer(key.about)]
    if posting.above is not None:
        return [posting.above]
    return sorted({situation.bearer(about(one)) for one in posting.keys})


def gaps(
    situation: Situation, unit: str, contacts: Sequence[Contact], day: date
) -> tuple[Unreached, ...]:
    """Which of its addresses have failed, who is away without a deputy, who wants no more and has
    nobody instead, and in which roles the ladder reaches nobody there, by what is known now: what
    was put right meanwhile is not in it.
    """
    alone = list(_alone(unit, contacts, day))
    missing = [
        one
        for one in _missing(situation, unit, contacts, day)
        if one.why != "away" or one.role not in {away.role for away in alone}
    ]
    asked = _asked_out(unit, contacts, day)
    return tuple(dict.fromkeys([*_failing(unit, contacts, day), *alone, *asked, *missing]))


def _asked_out(unit: str, contacts: Sequence[Contact], day: date) -> Iterator[Unreached]:
    for one in contacts:
        for channel in one.asked_out if one.holds(day) else ():
            yield Unreached(unit=unit, role=one.role, channel=channel, why="asked-out")


def _alone(unit: str, contacts: Sequence[Contact], day: date) -> Iterator[Unreached]:
    for one in left_alone(contacts, day):
        yield Unreached(unit=unit, role=one.role, channel="email", why="away", until=one.away_until)


def _failing(unit: str, contacts: Sequence[Contact], day: date) -> Iterator[Unreached]:
    for one in contacts:
        for channel, failing in one.failing.items():
            if one.holds(day) and channel not in one.opted_out:
                yield Unreached(
                    unit=unit, role=one.role, channel=channel, why="failing", **failing.model_dump()
                )


def _missing(
    situation: Situation, unit: str, contacts: Sequence[Contact], day: date
) -> Iterator[Unreached]:
    owed = {one.duty.owed for one in situation.duties.values()}
    for pair in sorted(wanted(situation.plan, owed)):
        found = unreached(unit, contacts, pair, day)
        if found is not None and found.why != "failing":
            yield found
