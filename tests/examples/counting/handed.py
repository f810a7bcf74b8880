"""Counts whom the example's messages can be handed over to, without any code of the services."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from contracts.outgoing import Contact
from contracts.plan import Rung

Instance = tuple[str, str, Rung, datetime, str]
"""Unit, duty, rung, the moment it fires, and what becomes of it."""
CHANNELS = ("email", "sms")
People = Mapping[str, Sequence[Contact]]
"""By unit."""


def handed_over(found: list[Instance], contacts: People) -> list[Instance]:
    """What is due is sent where somebody can be reached."""
    settled = []
    for unit, duty, rung, fires, fate in found:
        told = fate
        if fate == "due":
            told = "sent" if _reachable(contacts[unit], rung) else "failed"
        settled.append((unit, duty, rung, fires, told))
    return settled


def _reachable(people: Sequence[Contact], rung: Rung) -> bool:
    """Whether one message of the rung can be handed over: where the rung writes to an address that
    is refused, by another channel than its own.
    """
    for contact in people:
        if contact.role not in rung.audience:
            continue
        takes = _channels(contact)
        elsewhere = "email" in rung.channels and _refused(contact)
        if any(one in rung.channels for one in takes) or (takes and elsewhere):
            return True
    return False


def told_to(people: Sequence[Contact], *, asks: bool) -> bool:
    """Whether somebody hears of what happened: by mail, and by SMS where it asks to act."""
    wanted = CHANNELS if asks else CHANNELS[:1]
    return any(one in wanted for contact in people for one in _channels(contact))


def _channels(contact: Contact) -> list[str]:
    return [one for one in CHANNELS if one not in contact.opted_out and _takes(contact, one)]


def _refused(contact: Any) -> bool:
    """Whether the relay takes no mail for it, and says so for good."""
    return contact.email is not None and contact.email.endswith("@tuchoi.example")


def _takes(contact: Any, channel: str) -> bool:
    if channel == "email":
        return contact.email is not None and not _refused(contact)
    digits = re.sub(r"\D", "", contact.phone or "")
    return bool(digits) and not digits.startswith("0255")
