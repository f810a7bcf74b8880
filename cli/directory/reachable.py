"""Cli, directory: whether people can be written to, by the rules of who writes; shows no value."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import get_args

from cli.directory.contacts import Person
from cli.findings import Located, located
from cli.notes import Note, Said
from contracts.above import own_roles
from contracts.plan import Channel, Plan
from services.notifier.domain.reach import dialable, mailbox, mobile

CHANNELS: dict[Channel, str] = {"email": "thư điện tử", "sms": "số điện thoại"}
_PHONE = re.compile(r"[0-9 .()+-]+")


def judge(people: Sequence[Person]) -> list[Said]:
    """What relays and gateways would not take, deputies who are nobody, and shared addresses."""
    said: list[Said] = []
    known = {(one.unit, one.contact.id) for one in people}
    for person in people:
        said += _addresses(person)
        for deputy in dict.fromkeys(one.value for one in person.contact.deputies):
            if deputy == person.contact.id or (person.unit, deputy) not in known:
                said.append(
                    located("deputy-unknown", person.at, "error", **_who(person), deputy=deputy)
                )
    return [*said, *_shared(people)]


def beside_directory(people: Sequence[Person], units: Collection[str]) -> Iterator[Located]:
    """Contacts of units that there are not, told once for each; nothing beside no directory."""
    if not units:
        return
    for unit, person in {one.unit: one for one in reversed(people)}.items():
        if unit not in units:
            yield located("contact-unit-unknown", person.at, unit=unit)


def beside_plan(people: Sequence[Person], plan: Plan | None) -> Iterator[Located]:
    """Contacts whose role no rung of the plan's ladder asks for; nothing beside no plan."""
    if plan is None:
        return
    asked = sorted({role for rung in plan.ladder for role in {*own_roles(rung), *rung.audience}})
    for person in people:
        if person.contact.role not in asked:
            words = {"plan": plan.id, "role": person.contact.role, "asked": ", ".join(asked) or "—"}
            yield located("role-unasked", person.at, "warning", **_who(person), **words)


def _who(person: Person) -> dict[str, object]:
    return {"unit": person.unit, "contact": person.contact.id}


def _addresses(person: Person) -> Iterator[Said]:
    email, phone = person.contact.email, person.contact.phone
    words = _who(person)
    if email and mailbox(email) is None:
        yield located("email-form", person.at, "error", **words)
    if not email and not phone:
        yield located("no-address", person.at, "warning", **words)
    if not phone:
        return
    if not _PHONE.fullmatch(phone) or dialable(phone) is None:
        yield located("phone-form", person.at, "error", **words)
    elif mobile(phone) is None:
        if email:
            yield Note("phone-landline", person.at, words)
        else:
            yield located("landline-only", person.at, "warning", **words)


def _shared(people: Sequence[Person]) -> Iterator[Said]:
    """Each with the first who has the address: in one unit a warning, for one of two is too much;
    one who serves several units is only told.
    """
    first: dict[tuple[Channel, str], Person] = {}
    pairs: dict[tuple[int, int], list[Channel]] = defaultdict(list)
    place = {id(person): index for index, person in enumerate(people)}
    for person in people:
        for channel in get_args(Channel):
            where = _where(person, channel)
            if where is not None:
                other = first.setdefault((channel, where), person)
                if other is not person:
                    pairs[place[id(other)], place[id(person)]].append(channel)
    for (before, now), channels in pairs.items():
        other, person = people[before], people[now]
        shared = ", ".join(CHANNELS[channel] for channel in channels)
        words = {**_who(person), "other": other.contact.id, "other_unit": other.unit}
        if other.unit == person.unit:
            yield located("address-shared", person.at, "warning", **words, shared=shared)
        else:
            yield Note("address-of-two-units", person.at, {**words, "shared": shared})


def _where(person: Person, channel: Channel) -> str | None:
    email, phone = person.contact.email, person.contact.phone
    if channel == "email":
        found = mailbox(email) if email else None
        return found.casefold() if found else None
    return dialable(phone) if phone else None
