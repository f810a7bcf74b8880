"""Notifier, domain: who wants no more messages by a channel, or none of a topic there."""

from collections.abc import Sequence
from datetime import date

from contracts.outgoing import Contact, Contacts, OptOutAsked
from contracts.words import TOPICS
from services.notifier.domain.reach import reached_in


def declining(contact: Contact, asked: OptOutAsked) -> Contact:
    """The contact as asked. Who wants a channel again wants all of it; a topic, its channel too."""
    channel, topics = asked.channel, {*contact.declined.get(asked.channel, ())}
    out = {*contact.opted_out}
    if asked.topic is not None:
        topics = topics | {asked.topic} if asked.out else topics - {asked.topic}
    elif asked.out:
        out.add(channel)
    if not asked.out:
        out.discard(channel)
        topics = topics if asked.topic else set()
    declined = {**contact.declined, channel: sorted(topics)}
    update = {
        "opted_out": sorted(out),
        "declined": {one: of for one, of in declined.items() if of},
        "asked_out": {one: of for one, of in contact.asked_out.items() if one != channel},
    }
    return contact.model_copy(update=update)


def leaves_nobody(
    before: Sequence[Contact], after: Sequence[Contact], role: str, day: date
) -> bool:
    """Whether of some topic nobody of the role hears any more who did."""
    return any(
        reached_in(before, role, day, topic) and not reached_in(after, role, day, topic)
        for topic in TOPICS
    )


def asked_out(contacts: Contacts, asked: OptOutAsked) -> Contacts:
    """The contacts with the note of what one wants no more, and still gets."""
    topics = [*TOPICS] if asked.topic is None else [asked.topic]
    people = [
        one.model_copy(update={"asked_out": {**one.asked_out, asked.channel: topics}})
        if one.id == asked.contact
        else one
        for one in contacts.contacts
    ]
    return contacts.model_copy(update={"contacts": people})


def as_declined(contact: Contact, before: Contact) -> Contact:
    """The contact of a new record with what the same person has declined, and asked for."""
    channels = {*contact.declined, *before.declined}
    declined = {
        one: sorted({*contact.declined.get(one, ()), *before.declined.get(one, ())})
        for one in channels
    }
    update = {
        "opted_out": sorted({*contact.opted_out, *before.opted_out}),
        "declined": declined,
        "asked_out": before.asked_out,
    }
    return contact.model_copy(update=update)


def granted(contacts: Contacts, day: date) -> Contacts:
    """The contacts where whoever asked for no more gets none, as far as somebody else is there."""
    people = list(contacts.contacts)
    for number, one in enumerate(people):
        for channel, topics in one.asked_out.items():
            whole = len(topics) == len(TOPICS)
            done = people[number]
            for topic in [None] if whole else topics:
                asked = OptOutAsked(contact=one.id, channel=channel, topic=topic)
                done = declining(done, asked)
            left = [*people[:number], done, *people[number + 1 :]]
            if not leaves_nobody(people, left, one.role, day):
                people = left
    return contacts.model_copy(update={"contacts": people})
