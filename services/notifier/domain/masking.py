"""Notifier, domain: a unit's contacts as others may see them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import get_args

from contracts.outgoing import Contact, Contacts, SeenContact
from contracts.plan import Channel
from services.notifier.domain.reach import address, dialable

MASK = "***"
SHOWN_DIGITS = 3


def seen(contacts: Contacts) -> list[SeenContact]:
    """Names as initials, of an address its first letter and domain, of a number the last digits.

    What stands for an address in `reached` is the unit's id and a number: it tells nothing.
    """
    numbers = count(1)
    words: defaultdict[str, str] = defaultdict(lambda: f"{contacts.unit}.{next(numbers)}")
    return [_seen(one, words) for one in contacts.contacts]


def _seen(one: Contact, words: defaultdict[str, str]) -> SeenContact:
    channels: Iterator[Channel] = iter(get_args(Channel))
    found = ((channel, address(one, channel)) for channel in channels)
    return SeenContact(
        **one.model_dump(exclude={"name", "salutation", "post", "email", "phone"}),
        name=" ".join(f"{word[0]}." for word in one.name.split()),
        email=_email(one.email) if one.email else None,
        phone=_phone(one.phone) if one.phone else None,
        reached={channel: words[where.casefold()] for channel, where in found if where},
    )


def _email(written: str) -> str:
    local, _, domain = written.rpartition("@")
    return f"{local[:1]}{MASK}@{domain}"


def _phone(written: str) -> str:
    digits = dialable(written) or ""
    return f"{MASK}{digits[-SHOWN_DIGITS:]}"
