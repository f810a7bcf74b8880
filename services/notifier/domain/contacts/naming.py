"""Notifier, domain: how persons are named in a mail to their own unit."""

from datetime import date

from contracts.outgoing import Contact, Contacts
from services.notifier.domain.texts.wording import one_line

TO_ANYBODY = "Ông (Bà)"
"""Before a name of which nobody said how its bearer is addressed: a bare name is rude."""


def named(contact: Contact) -> str:
    """Form of address, full name and post: Bà Trần Thị Mẫu, Chuyên viên."""
    name = f"{contact.salutation or TO_ANYBODY} {contact.name}"
    return one_line(f"{name}, {contact.post}" if contact.post else name)


def officers_of(contacts: Contacts, day: date) -> tuple[str, ...]:
    """Who does the work for a unit on a day."""
    return tuple(
        named(one) for one in contacts.contacts if one.role == "officer" and one.holds(day)
    )
