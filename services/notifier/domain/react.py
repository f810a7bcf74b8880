"""Notifier, domain: what a unit's facts and fired timers lead to, as effects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.facts import (
    MessageComposed,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
)
from contracts.outgoing import Contacts, OutgoingMessage, RungDue
from contracts.plan import Channel, Rung
from services.notifier.domain.compose import compose
from services.notifier.domain.reach import recipients
from services.notifier.domain.rungs import Instance, Story
from services.notifier.domain.standing import Part, RungKey, Standing


@dataclass(frozen=True)
class Schedule:
    """Let the stream hold this timer; replaces an earlier one of the same rung instance."""

    timer: RungDue


@dataclass(frozen=True)
class Cancel:
    """Take the timer of this rung instance out of the stream."""

    plan: str
    unit: str
    key: RungKey


@dataclass(frozen=True)
class Compose:
    """Put this message into the outbox; harmless when it is there already."""

    message: OutgoingMessage


@dataclass(frozen=True)
class Say:
    """Append this fact; all facts of one reaction are one message."""

    fact: ReminderFact


Effect = Schedule | Cancel | Compose | Say


def react(part: Part, story: Story, now: datetime) -> list[Effect]:
    """Brings the timers in line with the duties; nothing when they already are.

    Every rung of every due moment that a duty ever had gets a fate, so that rungs due add up.
    """
    effects: list[Effect] = []
    wanted: set[RungKey] = set()
    for name, standing in part.duties.items():
        for due in standing.dues:
            for rung in part.rungs(name):
                key = RungKey(name, due, rung.id)
                wanted.add(key)
                instance = story.instances.get(key)
                if part.needless(key):
                    effects += _withdraw(part, key, instance, now)
                else:
                    fires_at = part.moment(rung, due)
                    if _to_schedule(standing, instance, fires_at):
                        effects += _schedule(part, key, fires_at, now)
    for key, instance in story.instances.items():
        if key not in wanted:
            effects += _withdraw(part, key, instance, now)
    return effects


def _to_schedule(standing: Standing, instance: Instance | None, fires_at: datetime) -> bool:
    if instance is None:
        return True
    if instance.messages:
        return False
    if instance.fate == "waiting":
        return instance.fires_at != fires_at
    # Owed again: what was called off comes back, unless its moment passed while nothing was owed.
    return instance.fate == "cancelled" and fires_at > standing.owing_since


def _schedule(part: Part, key: RungKey, fires_at: datetime, now: datetime) -> list[Effect]:
    timer = RungDue(
        plan=part.plan.id,
        unit=part.unit,
        duty=key.duty,
        due=key.due,
        rung=key.rung,
        fires_at=fires_at,
    )
    return [Schedule(timer), Say(RungScheduled(**_about(part, key, now), fires_at=fires_at))]


def _withdraw(part: Part, key: RungKey, instance: Instance | None, now: datetime) -> list[Effect]:
    """Calls a rung off; once its messages are composed, they are silenced as they leave."""
    if instance and (instance.fate != "waiting" or instance.messages):
        return []
    reason = part.needless(key)
    said = Say(RungCancelled(**_about(part, key, now), reason=reason or "moved"))
    return [said, Cancel(part.plan.id, part.unit, key)] if instance else [said]


def fire(
    part: Part, story: Story, key: RungKey, contacts: Contacts | None, now: datetime
) -> list[Effect]:
    """What a fired timer leads to; nothing when the rung is settled or unknown."""
    if key.duty not in part.duties:
        return []
    instance = story.instances.get(key)
    if instance and instance.fate == "waiting" and instance.messages:
        return _put_out_again(part, story, instance, now)
    rung = part.rung(key)
    if rung is None or part.needless(key):
        return _withdraw(part, key, instance, now)
    return _ring(part, key, instance, rung, recipients(contacts, rung), now=now)


def _ring(
    part: Part,
    key: RungKey,
    instance: Instance | None,
    rung: Rung,
    wanted: list[tuple[Channel, str]],
    *,
    now: datetime,
) -> list[Effect]:
    fires_at = part.moment(rung, key.due)
    waiting = instance is not None and instance.fate == "waiting"
    said_so = instance is not None and instance.fires_at == fires_at
    if not waiting and not _to_schedule(part.duties[key.duty], instance, fires_at):
        return []
    schedule = _schedule(part, key, fires_at, now)
    if now < fires_at:
        return schedule[: 1 if waiting and said_so else None]
    # A timer set for a moment in the past may fire before the word that it was set.
    said = [] if waiting else schedule[1:]
    if part.overtaken(key, now):
        return [*said, Say(RungLapsed(**_about(part, key, now)))]
    return [*said, *_remind(part, key, wanted, now)]


def _remind(
    part: Part, key: RungKey, wanted: list[tuple[Channel, str]], now: datetime
) -> list[Effect]:
    about = _about(part, key, now)
    messages = [compose(part, key, channel, token, now) for channel, token in wanted]
    if not messages:
        return [Say(RungFailed(**about, reason="no-recipient"))]
    said = [
        Say(MessageComposed(**about, message=m.message, channel=m.channel, recipient=m.recipient))
        for m in messages
    ]
    return [*said, *(Compose(message) for message in messages)]


def _put_out_again(part: Part, story: Story, instance: Instance, now: datetime) -> list[Effect]:
    """The timer came twice: a crash may have come between saying and putting out."""
    postings = [story.messages[name] for name in instance.messages]
    return [
        Compose(compose(part, one.key, one.channel, one.recipient, now))
        for one in postings
        if one.outcome is None and not one.attempts
    ]


def _about(part: Part, key: RungKey, now: datetime) -> dict[str, Any]:
    return {
        "plan": part.plan.id,
        "unit": part.unit,
        "at": now,
        "duty": key.duty,
        "due": key.due,
        "rung": key.rung,
    }
