"""Notifier, domain: what a mail has to change in its reader's calendar, by what was brought before.

No mail is sent for a calendar's sake: the next one that leaves brings it in line.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, time
from typing import NamedTuple

from contracts.facts import Invitation, MessageAccepted
from services.notifier.domain.rungs import Key, Reminders, RungKey
from services.notifier.domain.standing import Situation

MOST = 12
"""Invitations in one mail; what is left over comes with the next."""


class Thing(NamedTuple):
    """What an entry of a calendar is about: a duty's deadline, or an event of the plan."""

    duty: str | None
    event: str | None


def invitations(
    situation: Situation,
    reminders: Reminders,
    message: str,
    told: Collection[Key],
    now: datetime,
) -> list[Invitation]:
    """What this message brings of one unit's part, of which it tells these: what its person was not
    invited to yet, what has moved since, and what is over or off.
    """
    known = _brought(reminders, message)
    things = [*known, *(Thing(_duty(key), None) for key in told), *_events(situation)]
    changed = []
    for thing in dict.fromkeys(things):
        last, at = known.get(thing), _moment(situation, thing, now)
        if (one := _change(thing, last, at, now)) is not None:
            changed.append(one)
    return changed[:MOST]


def _duty(key: Key) -> str:
    """The duty that is told of; of a notice about an activity, a name that no duty has."""
    return key.duty if isinstance(key, RungKey) else key.about


def _change(
    thing: Thing, last: Invitation | None, at: datetime | None, now: datetime
) -> Invitation | None:
    """What of an entry is new; what is past is left as it stands."""
    stands = last is not None and not last.cancelled
    number = last.sequence + 1 if last else 0
    if at is not None and at > now and not (stands and last and last.at == at):
        return Invitation(**thing._asdict(), at=at, sequence=number)
    if at is None and last and stands and last.at > now:
        return Invitation(**thing._asdict(), at=last.at, sequence=number, cancelled=True)
    return None


def _brought(reminders: Reminders, message: str) -> dict[Thing, Invitation]:
    """The last word on each entry that the message's person got by a mail that was taken."""
    person = reminders.messages[message].person
    found: dict[Thing, Invitation] = {}
    for name, posting in reminders.messages.items():
        taken = isinstance(posting.end, MessageAccepted) and posting.delivery != "bounced"
        if name != message and posting.person == person and taken:
            for one in posting.invitations:
                thing = Thing(one.duty, one.event)
                if thing not in found or found[thing].sequence < one.sequence:
                    found[thing] = one
    return found


def _events(situation: Situation) -> Iterator[Thing]:
    return (Thing(None, event.id) for event in situation.plan.central_events)


def _moment(situation: Situation, thing: Thing, now: datetime) -> datetime | None:
    """When it is by now: of an event as its day begins; None where it is not to be, or not owed, or
    the plan is closed.
    """
    plan = situation.plan
    if plan.closes is not None and plan.closes.cut(plan.zone) <= now:
        return None
    if thing.duty is not None:
        standing = situation.duties.get(thing.duty)
        return standing.due if standing and standing.status == "owing" else None
    days = (event.day for event in plan.central_events if event.id == thing.event)
    return next((datetime.combine(day, time(), plan.zone) for day in days), None)
