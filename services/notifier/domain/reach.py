"""Notifier, domain: whom a rung can reach, and at which address; phone numbers made dialable."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import assert_never

import phonenumbers
from phonenumbers import PhoneNumberType

from contracts.outgoing import Contact, Contacts
from contracts.plan import Channel, Rung

REGION = "VN"

RENUMBERED = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
"""Mobile prefixes of 11-digit numbers and what they became in 2018 (Bộ TT&TT, 22/2018)."""

OLD_LENGTH = 11
MOST_CONTACTS = 100
"""Of one unit, by the contract."""
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(written: str) -> str | None:
    """A number as people write it, as ten digits from 0; None where it cannot get an SMS."""
    digits = re.sub(r"\D", "", written)
    if written.lstrip().startswith("+") or digits.startswith("84"):
        digits = "0" + digits.removeprefix("84").removeprefix("0")
    if len(digits) == OLD_LENGTH and digits[:4] in RENUMBERED:
        digits = RENUMBERED[digits[:4]] + digits[4:]
    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return digits if phonenumbers.number_type(number) in MOBILE else None


def address(contact: Contact, channel: Channel) -> str | None:
    """Where the contact gets messages of a channel; None: nowhere, or not any more."""
    if channel in contact.opted_out:
        return None
    match channel:
        case "email":
            return contact.email
        case "sms":
            return mobile(contact.phone) if contact.phone else None
        case _:
            assert_never(channel)


def address_of(contacts: Contacts | None, token: str, channel: Channel) -> str | None:
    """The present address behind a token; None once the contact was erased or opted out."""
    everybody = contacts.contacts if contacts else []
    return next((address(one, channel) for one in everybody if one.id == token), None)


def borrowed(unit: str, heirs: Mapping[str, Contacts | None]) -> Contacts:
    """The contacts of a unit's successors as its own, under tokens that no two of them share."""
    theirs = [
        one.model_copy(update={"id": sha256(f"{heir} {one.id}".encode()).hexdigest()[:32]})
        for heir, contacts in sorted(heirs.items())
        for one in (contacts.contacts if contacts else [])
    ]
    return Contacts(unit=unit, contacts=theirs[:MOST_CONTACTS])


def recipients(contacts: Contacts | None, rung: Rung) -> list[tuple[Channel, str]]:
    """Channel and token of everybody to write to, one per address however many share it."""
    tokens: dict[tuple[Channel, str], str] = {}
    for channel in dict.fromkeys(rung.channels):
        for contact in contacts.contacts if contacts else []:
            where = address(contact, channel) if contact.role in rung.audience else None
            if where is not None:
                tokens.setdefault((channel, where.casefold()), contact.id)
    return [(channel, token) for (channel, _), token in tokens.items()]
