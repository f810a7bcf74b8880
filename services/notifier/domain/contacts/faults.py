"""Notifier, domain: addresses that were refused for good, and what becomes of that note."""

from contracts.facts import MessageBounced, MessageFailed, ReminderFact
from contracts.outgoing import Contact, Contacts, Correction, Failing
from contracts.plan import Channel
from services.notifier.domain.reach import on_record

NO_SUCH_ADDRESS: dict[Channel, frozenset[str]] = {
    "email": frozenset({"bad-address", "smtp-521", "smtp-550", "smtp-551", "smtp-553", "smtp-556"}),
    "sms": frozenset({"sms-99", "sms-108"}),
}
"""Codes by which a relay (RFC 5321, 4.2.3; RFC 7504) or gateway says that the address is no good,
and not the message: a text that is refused says nothing of whoever it was for.
"""


def against_address(fact: ReminderFact) -> tuple[str, Failing] | None:
    """The message of which a fact says that its address is no good, and the note of that."""
    match fact:
        case MessageFailed() if fact.reason in NO_SUCH_ADDRESS[fact.channel]:
            return fact.message, Failing(since=fact.at, reason=fact.reason)
        case MessageBounced() if fact.permanent:
            return fact.message, Failing(since=fact.at, reason=fact.reason)
        case _:
            return None


def noted(contacts: Contacts, contact: str, channel: Channel, failing: Failing) -> Contacts:
    """The contacts with the note at the address of this one, whoever of the unit shares it; what
    was noted before stays, and a contact that is gone is passed over.
    """
    where = next((_address(o, channel) for o in contacts.contacts if o.id == contact), None)
    if where is None:
        return contacts

    def one(each: Contact) -> Contact:
        if _address(each, channel) != where or channel in each.failing:
            return each
        return each.model_copy(update={"failing": {**each.failing, channel: failing}})

    return _with(contacts, [one(each) for each in contacts.contacts])


def carried(record: Contacts, known: Contacts | None) -> Contacts:
    """The record with the notes on the addresses that it still has, and on whose mailboxes nobody
    reads, and with no others.
    """
    notes = {
        (channel, _address(one, channel)): failing
        for one in (known.contacts if known else ())
        for channel, failing in one.failing.items()
    }

    away = {_address(one, "email"): one.away_until for one in (known.contacts if known else ())}

    def one(contact: Contact) -> Contact:
        kept = {
            channel: failing
            for (channel, where), failing in notes.items()
            if where is not None and _address(contact, channel) == where
        }
        where = _address(contact, "email")
        until = away.get(where) if where else None
        return contact.model_copy(update={"failing": kept, "away_until": until})

    return _with(record, [one(each) for each in record.contacts])


def corrected(known: Contacts, correction: Correction) -> Contacts:
    """The contacts with one put right: an address that is replaced, or said to work, is tried."""
    given = {"email": correction.email, "phone": correction.phone}
    update = {name: value for name, value in given.items() if value is not None}

    def one(contact: Contact) -> Contact:
        return contact.model_copy(update=update) if contact.id == correction.contact else contact

    def tried(contact: Contact) -> Contact:
        if contact.id != correction.contact:
            return contact
        left = {c: f for c, f in contact.failing.items() if c not in correction.works}
        return contact.model_copy(update={"failing": left})

    replaced = carried(_with(known, [one(each) for each in known.contacts]), known)
    return _with(replaced, [tried(each) for each in replaced.contacts])


def _address(contact: Contact, channel: Channel) -> str | None:
    """What tells one address from another."""
    where = on_record(contact, channel)
    return where.casefold() if where else None


def _with(record: Contacts, contacts: list[Contact]) -> Contacts:
    return record.model_copy(update={"contacts": contacts})
