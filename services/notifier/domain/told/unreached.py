"""Notifier, domain, told: which units cannot be reached, and why, as their office is told daily."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.outgoing import Contact
from contracts.reach import Unreached
from contracts.words import Topic
from services.notifier.domain.contacts.absence import left_alone
from services.notifier.domain.contacts.readiness import Wanted, unreached, wanted
from services.notifier.domain.escalating.readers import listed_at
from services.notifier.domain.rungs import NoticeKey, Reminders, RungKey
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
    for pair, topics in sorted(_asked(situation, unit).items()):
        found = unreached(unit, contacts, pair, topics, day)
        if found is not None and found.why != "failing":
            yield found


def _asked(situation: Situation, unit: str) -> Mapping[Wanted, set[Topic]]:
    """What the ladder sends the unit, by role and channel: of what it bears reminders, of what it
    sits above lists.
    """
    duties, place = situation.duties, situation.places.get(unit)
    borne = {one.duty.owed for name, one in duties.items() if situation.bearer(name) == unit}
    topics: defaultdict[Wanted, set[Topic]] = defaultdict(set)
    for pair in wanted(situation.plan, borne, place.level if place else None):
        topics[pair].add("reminders")
    for name, standing in duties.items():
        for rung in situation.rungs(name):
            if unit in listed_at(situation, RungKey(name, standing.due, rung.id)):
                for pair in product(rung.audience, rung.channels):
                    topics[pair].add("lists")
    return topics
