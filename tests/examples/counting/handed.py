"""Counts whom the example's reminders can be handed over to, without any code of the services."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from contracts.outgoing import Contact
from contracts.plan import Rung

Instance = tuple[str, str, Rung, datetime, str]
"""Unit, duty, rung, the moment it fires, and what becomes of it."""
FIRES = itemgetter(3)
CHANNELS = ("email", "sms")
People = Mapping[str, Sequence[Contact]]
"""By unit."""


def handed_over(found: list[Instance], contacts: People) -> list[Instance]:
    """What is due is sent where somebody can be reached; of a refusal later rungs know."""
    settled, refused = [], set[tuple[str, str]]()
    for _, at_once in groupby(sorted(found, key=FIRES), key=FIRES):
        learnt = set()
        for unit, duty, rung, fires, fate in at_once:
            told = fate
            if fate == "due":
                told = "sent" if _reachable(contacts, unit, rung, refused) else "failed"
                learnt |= {
                    (unit, one.id)
                    for one in contacts[unit]
                    if one.role in rung.audience and "email" in rung.channels and _refused(one)
                }
            settled.append((unit, duty, rung, fires, told))
        refused |= learnt
    return settled


def _reachable(contacts: People, unit: str, rung: Rung, refused: set[tuple[str, str]]) -> bool:
    """Whether one message of the rung can be handed over; by another channel than its own to
    whom only an address that was `refused` before (unit, contact) is left there.
    """
    for contact in contacts[unit]:
        if contact.role not in rung.audience:
            continue
        takes = [one for one in CHANNELS if one not in contact.opted_out and _takes(contact, one)]
        elsewhere = (unit, contact.id) in refused and "email" in rung.channels
        if any(one in rung.channels for one in takes) or (takes and elsewhere):
            return True
    return False


def _refused(contact: Any) -> bool:
    """Whether the relay takes no mail for it, and says so for good."""
    return contact.email is not None and contact.email.endswith("@tuchoi.example")


def _takes(contact: Any, channel: str) -> bool:
    if channel == "email":
        return contact.email is not None and not _refused(contact)
    digits = re.sub(r"\D", "", contact.phone or "")
    return bool(digits) and not digits.startswith("0255")
