"""Cli, rehearse: what came of a rehearsal: each message with who gets it, and the rungs without."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, get_args

from cli.rehearse.carrying import Handed
from cli.rehearse.playing import Played
from contracts.facts import (
    MessageAttempted,
    NoticeDropped,
    NoticeFailed,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from contracts.outgoing import Contact, Contacts
from contracts.plan import Channel, Plan
from contracts.words import NoticeKind, RungFate
from services.notifier.domain.reach import on_record

Holder = tuple[str, Contact]
"""A unit, and one of its contacts."""


class About(NamedTuple):
    """What a message speaks of to one unit: a rung of a duty, or (`notice`) that something happened
    to the duty, or to an activity.
    """

    unit: str
    duty: str
    rung: str | None
    notice: NoticeKind | None = None


@dataclass(frozen=True)
class Row:
    """One message that leaves: when (in the plan's zone), to whom, for which units, and its words.

    Of a mail besides what its files are called; of an SMS what it is charged as, and its price in
    đồng where one is known.
    """

    at: datetime
    channel: Channel
    address: str
    name: str
    role: str
    units: tuple[str, ...]
    subject: str
    text: str
    segments: int
    price: int | None
    about: tuple[About, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unsent:
    """What nobody is told of, what became of it, and why."""

    about: About
    at: datetime
    fate: RungFate
    reason: str


@dataclass(frozen=True)
class Outcome:
    """All that a rehearsal shows; `waiting` counts what had come to no end, `refused` what units
    sent and the registry would not take.
    """

    rows: Sequence[Row]
    unsent: Sequence[Unsent]
    sent: int
    waiting: int
    refused: int

    @property
    def fates(self) -> Mapping[RungFate, int]:
        """How many rungs came to which end."""
        counts = Counter[RungFate](one.fate for one in self.unsent if one.about.rung)
        counts["sent"] += self.sent
        return counts

    def count(self, channel: Channel) -> int:
        return sum(one.channel == channel for one in self.rows)

    @property
    def segments(self) -> int:
        return sum(one.segments for one in self.rows)

    @property
    def cost(self) -> int | None:
        """đồng; mails cost nothing. None where the price of an SMS is not known."""
        prices = [one.price for one in self.rows if one.channel == "sms"]
        return None if None in prices else sum(filter(None, prices))

    @property
    def people(self) -> int:
        """How many people are written to, by whatever channels; one may serve several units."""
        return len({(one.units, one.name, one.role) for one in self.rows})


def outcome_of(
    plan: Plan,
    handed: Iterable[Handed],
    played: Played,
    contacts: Iterable[Contacts],
    refused: int,
) -> Outcome:
    """The messages that were taken, in the order in which they leave."""
    told, who = _told(played.said), _holders(contacts)
    taken = [one for one in handed if one.refused is None]
    rows = [_row(plan, one, told[one.message], who) for one in taken]
    return Outcome(
        rows=sorted(rows, key=lambda one: (one.at, one.units, one.channel, one.address)),
        unsent=list(_unsent(plan, played.said)),
        sent=sum(isinstance(fact, RungSent) for fact in played.said),
        waiting=played.waiting,
        refused=refused,
    )


def _row(plan: Plan, one: Handed, about: Sequence[About], who: Mapping[str, list[Holder]]) -> Row:
    holders = who.get(_spot(one.channel, one.address), [])
    contacts = [contact for _, contact in holders]
    return Row(
        at=one.at.astimezone(plan.zone),
        channel=one.channel,
        address=one.address,
        name=", ".join(dict.fromkeys(contact.name for contact in contacts)),
        role=", ".join(dict.fromkeys(contact.role for contact in contacts)),
        units=tuple(dict.fromkeys(unit for unit, _ in holders)),
        subject=one.subject,
        text=one.text,
        segments=one.segments,
        price=one.price,
        about=tuple(about),
        files=one.files,
    )


def _told(said: Iterable[ReminderFact]) -> Mapping[str, list[About]]:
    """By message, of what its last attempt spoke, unit by unit."""
    last: dict[tuple[str, str], list[About]] = {}
    for fact in said:
        if isinstance(fact, MessageAttempted) and fact.refused is None:
            rungs = [About(fact.unit, one.duty, one.rung) for one in fact.told]
            notices = [About(fact.unit, one.about, None, one.kind) for one in fact.notices]
            last[fact.message, fact.unit] = [*rungs, *notices]
    told = defaultdict[str, list[About]](list)
    for (message, _), of in last.items():
        told[message] += of
    return told


def _holders(contacts: Iterable[Contacts]) -> Mapping[str, list[Holder]]:
    """Whose address something is."""
    found = defaultdict[str, list[Holder]](list)
    for record in contacts:
        for contact in record.contacts:
            for channel in get_args(Channel):
                if where := on_record(contact, channel):
                    found[_spot(channel, where)].append((record.unit, contact))
    return found


def _spot(channel: Channel, address: str) -> str:
    return f"{channel} {address.casefold()}"


def _unsent(plan: Plan, said: Iterable[ReminderFact]) -> Iterator[Unsent]:
    for fact in said:
        fate: RungFate
        match fact:
            case RungFailed() | NoticeFailed():
                fate, reason = "failed", fact.reason
            case RungLapsed():
                fate, reason = "lapsed", ""
            case RungCancelled() | NoticeDropped():
                fate, reason = "cancelled", fact.reason
            case _:
                continue
        about = (
            About(fact.unit, fact.about, None, fact.kind)
            if isinstance(fact, NoticeFailed | NoticeDropped)
            else About(fact.unit, fact.duty, fact.rung)
        )
        yield Unsent(about, fact.at.astimezone(plan.zone), fate, reason)
