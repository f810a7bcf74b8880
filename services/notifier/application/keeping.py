"""Notifier, application: keeps, erases and shows units' contacts for those who ask."""

from dataclasses import dataclass
from datetime import date

import structlog

from contracts.findings import Finding, finding
from contracts.known import known as known_words
from contracts.outgoing import (
    Contact,
    Contacts,
    ContactsAnswered,
    Correction,
    EraseAsked,
    Erasure,
    OptOutAsked,
)
from contracts.personal import personal
from runtime.clock import Clock
from services.notifier.application.ports import ContactBook, ContactStore
from services.notifier.domain.contacts.declining import (
    as_declined,
    asked_out,
    declining,
    granted,
    leaves_nobody,
)
from services.notifier.domain.contacts.faults import carried, corrected
from services.notifier.domain.masking import seen

log = structlog.get_logger()


async def read(book: ContactBook, unit: str, asker: str) -> Contacts | None:
    """A unit's contacts; every reading is logged, and no line holds what was read."""
    found = await book.of(unit)
    log.info("contacts-read", unit=unit, asker=asker, count=len(found.contacts) if found else 0)
    return found


@dataclass(frozen=True)
class Keeping:
    """What others may ask of contacts; `asker` is who the server says it is."""

    store: ContactStore
    clock: Clock

    async def keep(self, asker: str, record: Contacts) -> ContactsAnswered:
        """These are the unit's contacts from now on; what a person opted out of stays, and what
        was found out about an address that stays.
        """
        day = self.clock.now().date()
        before, after = await self.store.replace(
            record.unit, lambda known: granted(_kept(record, known), day)
        )
        changed = before != after
        log.info("contacts-kept", unit=record.unit, asker=asker, changed=changed)
        return ContactsAnswered(changed=changed)

    async def correct(self, asker: str, unit: str, correction: Correction) -> ContactsAnswered:
        """Puts one contact right; the answer shows it masked, none where the unit has no such."""
        before, after = await self.store.replace(
            unit, lambda known: known and corrected(known, correction)
        )
        log.info("contacts-corrected", unit=unit, asker=asker, changed=before != after)
        shown = [one for one in (seen(after) if after else ()) if one.id == correction.contact]
        return ContactsAnswered(changed=before != after, contacts=shown or None)

    async def erase(self, asker: str, unit: str, asked: EraseAsked) -> ContactsAnswered:
        """Erases one contact of a unit, or all; the record of it names nobody."""
        if kinds := personal(asked.reason):
            return ContactsAnswered(
                findings=[
                    finding("personal-data", "/reason", kind=one.en, kind_vi=one.vi)
                    for one in kinds
                ]
            )
        before, after = await self.store.replace(unit, lambda known: _left(known, asked.contact))
        await self.store.forget(unit)
        count = _count(before) - _count(after)
        if count:
            erasure = Erasure(
                unit=unit, at=self.clock.now(), by=asker, reason=asked.reason, count=count
            )
            await self.store.note(erasure)
            log.info("contacts-erased", unit=unit, asker=asker, count=count)
        return ContactsAnswered(changed=count > 0, count=count)

    async def opt_out(
        self, asker: str, unit: str, asked: OptOutAsked, *, note: bool = False
    ) -> ContactsAnswered:
        """One contact's channel is closed, or a topic of it, or opened again. What would leave a
        role of the unit without anybody who is reached is refused, unless that is said to be known;
        `note`: and done once somebody else is named.
        """
        day, refused = self.clock.now().date(), list[Finding]()

        def change(known: Contacts | None) -> Contacts | None:
            left, found = _opted_out(known, asked, day)
            refused[:] = [found] if found else []
            if found and note:
                return known and asked_out(known, asked)
            return known if found else left

        before, after = await self.store.replace(unit, change)
        changed = before != after
        if not refused:
            log.info("contacts-opted-out", unit=unit, asker=asker, out=asked.out, changed=changed)
        return ContactsAnswered(changed=changed, findings=refused)

    async def see(self, asker: str, unit: str) -> ContactsAnswered:
        """A unit's contacts, masked, and what was erased of it."""
        found = await read(self.store, unit, asker)
        erasures = await self.store.erasures(unit)
        return ContactsAnswered(contacts=seen(found) if found else None, erasures=erasures)


def _kept(record: Contacts, known: Contacts | None) -> Contacts:
    before = {one.id: one for one in known.contacts} if known else {}

    def one(contact: Contact) -> Contact:
        was = before.get(contact.id)
        return as_declined(contact, was) if was else contact

    kept = record.model_copy(update={"contacts": [one(each) for each in record.contacts]})
    return carried(kept, known)


def _opted_out(
    known: Contacts | None, asked: OptOutAsked, day: date
) -> tuple[Contacts | None, Finding | None]:
    """The unit's contacts after it, or why it is not done."""
    people = known.contacts if known else []
    one = next((one for one in people if one.id == asked.contact), None)
    if known is None or one is None:
        there = known_words(asked.contact, [one.id for one in people])
        found = finding("unknown-contact", "/contact", contact=asked.contact, known=there)
        return known, found
    changed = declining(one, asked)
    left = [changed if each is one else each for each in people]
    if not asked.leave_nobody and leaves_nobody(people, left, one.role, day):
        return known, finding("leaves-nobody", "/leave_nobody", role=one.role)
    return known.model_copy(update={"contacts": left}), None


def _left(known: Contacts | None, contact: str | None) -> Contacts | None:
    """What is left without one contact, or (None) without all."""
    kept = (
        [one for one in known.contacts if contact is not None and one.id != contact]
        if known
        else []
    )
    return known.model_copy(update={"contacts": kept}) if known and kept else None


def _count(contacts: Contacts | None) -> int:
    return len(contacts.contacts) if contacts else 0
