"""Notifier, domain: whom of a unit the ladder's channels reach on a day, and why not."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import get_args

from contracts.above import HEAD, escalations
from contracts.outgoing import Contact
from contracts.plan import Channel, Plan, Rung
from contracts.reach import Unreached, Why
from contracts.words import Topic
from services.notifier.domain.reach import address

Wanted = tuple[str, Channel]
"""A role, and a channel by which it is written to."""


def wanted(plan: Plan, owed: Collection[str], level: str | None) -> set[Wanted]:
    """Whom of a unit of a level the ladder writes to, and how, of these entries."""
    return {
        (role, channel)
        for rung in plan.ladder
        if not {*owed}.isdisjoint(rung.owed)
        for role in _own_roles(rung, level)
        for channel in rung.channels
    }


def _own_roles(rung: Rung, level: str | None) -> Sequence[str]:
    if not rung.escalates:
        return rung.audience
    return [HEAD] if "head" in escalations(rung, level) else []


def unreached(
    unit: str, contacts: Sequence[Contact], asked: Wanted, topics: Collection[Topic], day: date
) -> Unreached | None:
    """Why nobody of a role gets messages of one of the topics by a channel on `day`; None where
    somebody gets those of each.

    One who is away counts by the deputy alone: a message into an empty office reaches nobody.
    """
    role, channel = asked
    there = {one.id: one for one in contacts if one.holds(day)}
    holders = [one for one in there.values() if one.role == role]
    present = [one for holder in holders if (one := _stands_in(holder, there, day))]
    missed = [topic for topic in topics if not any(address(one, channel, topic) for one in present)]
    if not missed:
        return None
    failing = [one.failing[channel] for one in present if channel in one.failing]
    why: Why = "no-address"
    if not contacts:
        why = "nobody"
    elif not holders:
        why = "no-role"
    elif not present:
        why = "away"
    elif failing:
        first = min(failing, key=lambda one: one.since)
        return Unreached(unit=unit, role=role, channel=channel, why="failing", **first.model_dump())
    elif all(_declines(one, channel, missed) for one in present):
        why = "opted-out"
    return Unreached(unit=unit, role=role, channel=channel, why=why)


def _declines(one: Contact, channel: Channel, topics: Collection[Topic]) -> bool:
    declined = one.declined.get(channel, ())
    return channel in one.opted_out or any(topic in declined for topic in topics)


def _stands_in(holder: Contact, there: dict[str, Contact], day: date) -> Contact | None:
    """Who reads what is written to the holder of a post on `day`; None: nobody."""
    if (name := holder.deputy(day)) is None:
        return None if holder.away(day) else holder
    deputy = there.get(name)
    reached = deputy and any(address(deputy, channel) for channel in get_args(Channel))
    return deputy if reached else None
