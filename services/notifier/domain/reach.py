"""Notifier, domain: whom a rung can reach, and at which address a relay or gateway takes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Protocol, TypeVar, assert_never, get_args

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from contracts.above import Audience, own_roles
from contracts.outgoing import Contact, Contacts, SeenContact
from contracts.plan import Channel
from contracts.words import Topic

REGION = "VN"
P = TypeVar("P", Contact, SeenContact)


class Aimed(Audience, Protocol):
    """What says to which roles it goes, and how: a rung of the ladder, say."""

    @property
    def channels(self) -> Sequence[Channel]: ...


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
LONGEST_LOCAL = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def dialable(written: str) -> str | None:
    """A number as people write it, as digits from 0; None where it is no number of the region."""
    return (_dialled(written) or (None,))[0]


def _dialled(written: str) -> tuple[str, PhoneNumber] | None:
    digits = re.sub(r"\D", "", written)
    if written.lstrip().startswith("+") or digits.startswith("84"):
        digits = "0" + digits.removeprefix("84").removeprefix("0")
    if len(digits) == OLD_LENGTH and digits[:4] in RENUMBERED:
        digits = RENUMBERED[digits[:4]] + digits[4:]
    number = _number(digits) if digits.startswith("0") else None
    return (digits, number) if number else None


def mobile(written: str) -> str | None:
    """A number as people write it, as ten digits from 0; None where it cannot get an SMS."""
    digits, number = _dialled(written) or (None, None)
    return digits if number and phonenumbers.number_type(number) in MOBILE else None


def _number(digits: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def mailbox(written: str) -> str | None:
    """An address as every relay takes it, its domain in ASCII; None where none would.

    The part before the @ stays ASCII (RFC 5321, 4.1.2): relays without SMTPUTF8 (RFC 6531) refuse
    another. Domains in other letters have an ASCII form (RFC 3490).
    """
    local, _, domain = written.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    fits = len(local) <= LONGEST_LOCAL and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(plain)
    return f"{local}@{plain}" if fits else None


def address(contact: Contact, channel: Channel, topic: Topic | None = None) -> str | None:
    """Where the contact gets messages of a channel, or those of a topic; None: nowhere, or not any
    more.
    """
    if channel in contact.opted_out or channel in contact.failing:
        return None
    if topic in contact.declined.get(channel, ()):
        return None
    return on_record(contact, channel)


def on_record(contact: Contact, channel: Channel) -> str | None:
    """The contact's address on a channel, as a relay or gateway takes it, whether it may be used or
    not.
    """
    match channel:
        case "email":
            return mailbox(contact.email) if contact.email else None
        case "sms":
            return mobile(contact.phone) if contact.phone else None
        case _:
            assert_never(channel)


def address_of(contacts: Contacts | None, token: str, channel: Channel) -> str | None:
    """The present address behind a token; None once the contact was erased or opted out."""
    everybody = contacts.contacts if contacts else []
    return next((address(one, channel) for one in everybody if one.id == token), None)


def reached_in(contacts: Sequence[Contact], role: str, day: date, topic: Topic) -> bool:
    """Whether anybody who holds the role on `day` gets messages of a topic, by whatever channel."""
    holders = (one for one in contacts if one.role == role and one.holds(day))
    return any(address(one, channel, topic) for one in holders for channel in get_args(Channel))


def _where(
    contact: Contact | SeenContact, channel: Channel, topic: Topic | None = None
) -> str | None:
    """What tells one address from another: itself, or the word that stands for it."""
    if isinstance(contact, Contact):
        return address(contact, channel, topic)
    return None if topic in contact.declined.get(channel, ()) else contact.reached.get(channel)


def borrowed_token(heir: str, contact: str) -> str:
    """By which token a unit that has ended knows a contact of a successor."""
    return sha256(f"{heir} {contact}".encode()).hexdigest()[:32]


def borrowed(heirs: Mapping[str, Sequence[P]]) -> list[P]:
    """The contacts of a unit's successors as its own, under tokens that no two of them share."""

    theirs: list[P] = []
    for heir, contacts in sorted(heirs.items()):
        for one in contacts:
            stand_in = [
                d.model_copy(update={"value": borrowed_token(heir, d.value)}) for d in one.deputies
            ]
            changed = {"id": borrowed_token(heir, one.id), "deputies": stand_in}
            theirs.append(one.model_copy(update=changed))
    return theirs[:MOST_CONTACTS]


def present(contacts: Sequence[P], rung: Aimed, day: date) -> Iterator[P]:
    """A rung's audience on `day`; for one who is away the deputy, whatever the deputy's role.

    A deputy who is not there on the day, or has no address at all, leaves it to the other.
    """
    there = {one.id: one for one in contacts if one.holds(day)}
    for contact in there.values():
        if contact.role in own_roles(rung):
            yield present_one(there, contact, day, rung.channels)


def present_one(
    there: Mapping[str, P], contact: P, day: date, channels: Sequence[Channel] = get_args(Channel)
) -> P:
    """Who reads what is written to a contact on `day`; `there` are all of the unit on that day."""
    deputy = there.get(contact.deputy(day) or "")
    reached = deputy and any(_where(deputy, channel) for channel in channels)
    return deputy if deputy and reached else contact


def _channels(contact: Contact | SeenContact, rung: Aimed) -> Sequence[Channel]:
    """By which channels a rung writes to a contact."""
    failed = any(channel in contact.failing for channel in rung.channels)
    if failed and not any(_where(contact, channel) for channel in rung.channels):
        return get_args(Channel)
    return rung.channels


def recipients(
    contacts: Sequence[P], rung: Aimed, day: date, topic: Topic = "reminders"
) -> list[tuple[Channel, str]]:
    """Channel and token of everybody to write to, one per address however many share it.

    Who had an address on the rung's channels that failed, and has none there that works, is
    written to by the other channels.
    """
    tokens: dict[tuple[Channel, str], str] = {}
    audience = [(one, _channels(one, rung)) for one in present(contacts, rung, day)]
    for channel in dict.fromkeys((*rung.channels, *get_args(Channel))):
        for contact, channels in audience:
            where = _where(contact, channel, topic) if channel in channels else None
            if where is not None:
                tokens.setdefault((channel, where.casefold()), contact.id)
    return [(channel, token) for (channel, _), token in tokens.items()]
