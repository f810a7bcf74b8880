"""Notifier, domain: what a unit's facts and fired timers lead to, as effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from contracts.facts import ReminderFact, RungCancelled, RungFailed, RungLapsed, RungScheduled
from contracts.outgoing import AnyEntry, Contact, Contacts
from contracts.plan import Channel, Rung
from services.notifier.domain.digest.ahead import Schedule, timer_of
from services.notifier.domain.digest.part import entry, topic_of
from services.notifier.domain.escalating.readers import Reader, readers
from services.notifier.domain.reach import address_of, recipients
from services.notifier.domain.rungs import Reminders, RungInstance, RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.told.duty import Standing


@dataclass(frozen=True)
class Cancel:
    """Take the timer of this rung instance out of the stream."""

    plan: str
    unit: str
    key: RungKey


@dataclass(frozen=True)
class Enter:
    """Put this rung or notice into the person's next message, and say so among the facts."""

    channel: Channel
    address: str
    entry: AnyEntry


@dataclass(frozen=True)
class Say:
    """Append this fact; all facts of one reaction are one message."""

    fact: ReminderFact


Effect = Schedule | Cancel | Enter | Say
Books = Mapping[str, Contacts | None]
"""Whom there is to write to, by unit."""


def react(situation: Situation, reminders: Reminders, now: datetime) -> list[Effect]:
    """Brings the timers in line with the duties; nothing when they already are.

    Called after every fact that may move a timer, for every unit of an amended plan, and for all
    when other days are worked. Every rung
    of every due moment that a duty ever had gets a fate, so that rungs due add up.
    """
    effects: list[Effect] = []
    on_ladder: set[RungKey] = set()
    for name, standing in situation.duties.items():
        for due in standing.dues:
            for rung in situation.rungs(name):
                key = RungKey(name, due, rung.id)
                on_ladder.add(key)
                instance = reminders.instances.get(key)
                if situation.needless(key):
                    effects += _withdraw(situation, key, instance, now)
                else:
                    moment, fires_at = situation.moment(rung, due), situation.fires_at(key, rung)
                    if _to_schedule(standing, instance, moment, fires_at):
                        effects += _schedule(situation, key, fires_at, now)
    for key, instance in reminders.rungs():
        if key not in on_ladder:
            effects += _withdraw(situation, key, instance, now)
    return effects


def _to_schedule(
    standing: Standing, instance: RungInstance | None, moment: datetime, fires_at: datetime
) -> bool:
    """Whether a rung that is needed wants a timer that was not set yet, or not for when it fires.

    One whose messages are composed is on its way and gets none.
    """
    if instance is None:
        return True
    if instance.messages:
        return False
    match instance.fate:
        case "waiting":
            return instance.fires_at != fires_at
        case "cancelled":
            # Owed again: it comes back, unless its moment passed while nothing was owed.
            return moment > standing.owing_since
        case "sent" | "lapsed" | "failed":
            return False
        case _:
            assert_never(instance.fate)


def _say_scheduled(situation: Situation, key: RungKey, fires_at: datetime, now: datetime) -> Say:
    return Say(RungScheduled(**_about(situation, key, now), fires_at=fires_at))


def _schedule(
    situation: Situation, key: RungKey, fires_at: datetime, now: datetime
) -> list[Effect]:
    """Sets a timer, and says so."""
    said = _say_scheduled(situation, key, fires_at, now)
    return [timer_of(situation, key, fires_at), said]


def _withdraw(
    situation: Situation, key: RungKey, instance: RungInstance | None, now: datetime
) -> list[Effect]:
    """Calls off a rung that is not needed any more; nothing where it has its fate already.

    Once its messages are composed, they are silenced as they leave, which settles the rung.
    """
    if instance and (instance.fate != "waiting" or instance.messages):
        return []
    reason = situation.needless(key)
    said = Say(RungCancelled(**_about(situation, key, now), reason=reason or "moved"))
    return [said, Cancel(situation.plan.id, situation.unit, key)] if instance else [said]


def due(situation: Situation, reminders: Reminders, fired: RungKey, now: datetime) -> list[RungKey]:
    """The rung whose timer fired, and with it all of the unit's that are due, told to be scheduled
    or not yet: they go into one message. Ahead of its moment, those whose moment is the same.
    """
    keys = [fired] if fired.duty in situation.duties else []
    moment = reminders.instances.get(fired, RungInstance()).fires_at
    ahead = moment is not None and moment > now
    for name, standing in situation.duties.items():
        for rung in situation.rungs(name):
            key = RungKey(name, standing.due, rung.id)
            instance = reminders.instances.get(key, RungInstance())
            come = instance.fires_at == moment if ahead else situation.moment(rung, key.due) <= now
            waits = come and instance.fate == "waiting"
            if waits and key != fired and not situation.needless(key):
                keys.append(key)
    return keys


def fire(
    situation: Situation, reminders: Reminders, key: RungKey, books: Books, now: datetime
) -> list[Effect]:
    """What a rung that is due leads to; nothing when it is settled, in a message, or unknown.

    The facts are read afresh before, since the duty may have been met in the last second; `books`
    are those of all its readers.
    """
    instance = reminders.instances.get(key)
    if instance and instance.messages:
        return []
    rung = situation.rung(key)
    if rung is None or situation.needless(key):
        return _withdraw(situation, key, instance, now)
    return _ring(situation, key, instance, rung, books, now=now)


def _ring(
    situation: Situation,
    key: RungKey,
    instance: RungInstance | None,
    rung: Rung,
    books: Books,
    *,
    now: datetime,
) -> list[Effect]:
    """A timer fired of a rung that is needed: remind, unless it is too early, or overtaken.

    Ahead of its moment it is gathered where somebody is written to; all else waits for that moment.
    A timer set for a moment in the past may fire before it is said that it was set; then that is
    said first. What the office holds back goes on waiting.
    """
    moment, fires_at = situation.moment(rung, key.due), situation.fires_at(key, rung)
    waiting = instance is not None and instance.fate == "waiting"
    if not waiting and not _to_schedule(situation.duties[key.duty], instance, moment, fires_at):
        return []
    known = instance.fires_at if instance is not None and waiting else None
    if now < fires_at:
        if known == fires_at:
            return _ahead(situation, key, rung, books, now, fires_at)
        return _schedule(situation, key, fires_at, now)
    at = max(known, fires_at) if known else fires_at
    first: list[Effect] = [] if at == known else [_say_scheduled(situation, key, at, now)]
    if situation.overtaken(key, now):
        return [*first, Say(RungLapsed(**_about(situation, key, now)))]
    theirs = readers(situation, key)
    if not theirs:
        return [*first, Say(RungCancelled(**_about(situation, key, now), reason="nobody-above"))]
    told = _told(situation, key, theirs, books, now, at)
    if not told and not any(situation.held(key, channel) for channel in rung.channels):
        return [*first, Say(RungFailed(**_about(situation, key, now), reason="no-recipient"))]
    return [*first, *told]


def _ahead(
    situation: Situation,
    key: RungKey,
    rung: Rung,
    books: Books,
    now: datetime,
    at: datetime,
) -> list[Effect]:
    """Before the rung's moment: gathers it, or waits for that moment where there is nobody to write
    to by now, or the office keeps any of it back.
    """
    timer = timer_of(situation, key, at)
    if now < timer.at:
        return [timer]
    stopped = any(situation.stopped(key, channel) for channel in rung.channels)
    told = [] if stopped else _told(situation, key, readers(situation, key), books, at, at)
    return [*told] or [replace(timer, at=at)]


def _told(
    situation: Situation,
    key: RungKey,
    theirs: Sequence[Reader],
    books: Books,
    now: datetime,
    at: datetime,
) -> list[Enter]:
    """An entry for each channel and person, as far as the office lets it be."""
    day = now.astimezone(situation.plan.zone).date()
    return [
        Enter(channel, where, entry(situation, key, token, at, above))
        for unit, above, rung in theirs
        for channel, token in recipients(_people(books, unit), rung, day, topic_of(key, above))
        if not situation.stopped(key, channel)
        and (where := address_of(books.get(unit), token, channel))
    ]


def _people(books: Books, unit: str) -> Sequence[Contact]:
    book = books.get(unit)
    return book.contacts if book else ()


def _about(situation: Situation, key: RungKey, now: datetime) -> dict[str, Any]:
    return {
        "plan": situation.plan.id,
        "unit": situation.unit,
        "at": now,
        "duty": key.duty,
        "due": key.due,
        "rung": key.rung,
    }
