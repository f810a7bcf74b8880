"""Notifier, application: looks what of a message is each unit's, and says how it ended there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.facts import ReminderFact
from contracts.outgoing import OutgoingMessage
from contracts.reach import Unreached
from runtime.failure import Retry, Unreadable
from services.notifier.application.addressees import Addressees
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.digest.switching import Switching
from services.notifier.application.memory import Basis, Memory
from services.notifier.domain.contacts.naming import officers_of
from services.notifier.domain.digest.part import Part, Reached, topic_of, unsaid
from services.notifier.domain.digest.slots import Whom
from services.notifier.domain.ending import End, ended, left_over
from services.notifier.domain.handover import Unit, first_of, unit_of
from services.notifier.domain.rungs import Key, NoticeKey
from services.notifier.domain.told.unreached import gaps, whose

UNSAID_SECONDS = 0.5
"""How long a message waits for who has entered something and has not said so yet."""


@dataclass(frozen=True)
class Share:
    """One unit's part of a message, and the basis of what is said of it."""

    basis: Basis
    part: Part

    def at(self, basis: Basis) -> "Share":
        """The same by what was said since."""
        return Share(basis, replace(self.part, reminders=basis.reminders))


@dataclass(frozen=True)
class Looked:
    """Whose message it is, its home first; and whose it may be besides, whose history cannot be
    read. `stands_in`: the home is one in place of such a one.
    """

    shares: list[Share]
    unread: Mapping[Unit, Unreadable]
    stands_in: bool


@dataclass(frozen=True)
class Shares:
    """Of any message."""

    memory: Memory
    addressees: Addressees
    gathering: Gathering
    switching: Switching

    async def look(self, message: OutgoingMessage) -> Looked:
        """Read afresh, in the order in which they were entered: of whoever says that the message is
        theirs. Raises Retry where somebody has still to say it, and Unreadable where no history can
        be read.
        """
        found, unread = list[Share](), dict[Unit, Unreadable]()
        units = list(dict.fromkeys((one.plan, one.unit) for one in message.entries))
        for unit in units:
            try:
                basis = await self._basis(message, unit)
            except Unreadable as error:
                unread[unit] = error
                continue
            if message.message in basis.reminders.messages:
                found.append(Share(basis, await self.part(basis, message.message)))
        if unread and not found:
            raise next(iter(unread.values()))
        if found:
            found.insert(0, found.pop(first_of([one.part for one in found])))
        before = units[: units.index(unit_of(found[0].part))] if found else []
        return Looked(found, unread, any(one in unread for one in before))

    async def _basis(self, message: OutgoingMessage, unit: Unit) -> Basis:
        basis = await self.memory.know(*unit, fenced=True)
        if message.message not in basis.reminders.messages:
            basis = await self.memory.know(*unit)
        theirs = [one for one in message.entries if (one.plan, one.unit) == unit]
        situation, reminders = basis.situation, basis.reminders
        if any(unsaid(situation, reminders, one, message.channel) for one in theirs):
            self.memory.forget(basis)
            raise Retry(f"not said yet to {' '.join(unit)}", UNSAID_SECONDS)
        return basis

    async def part(self, basis: Basis, message: str) -> Part:
        """What of a message is one unit's, with where its recipients are reached now."""
        posting, reached = basis.reminders.messages[message], dict[Key, Reached]()
        theirs = {key: posting.above or basis.situation.addressee(key) for key in posting.keys}
        units = sorted({*theirs.values()})
        books = {one: await self.addressees.behind_tokens(one) for one in units}
        day = self.gathering.clock.now().astimezone(basis.situation.plan.zone).date()
        for key, token in posting.keys.items():
            asked = books[theirs[key]], token, posting.channel, topic_of(key, posting.above)
            if found := await self.addressees.reached(*asked, day):
                reached[key] = found
        officers = {one: officers_of(book, day) for one, book in books.items()}
        away = await self._gaps(basis, message, day)
        return Part(message, basis.situation, basis.reminders, reached, officers, away)

    async def _gaps(
        self, basis: Basis, message: str, day: date
    ) -> dict[NoticeKey, tuple[Unreached, ...]]:
        """Where the units are out of reach that a message to their office is about."""
        found: dict[NoticeKey, tuple[Unreached, ...]] = {}
        situation, reminders = basis.situation, basis.reminders
        for key in reminders.unreached():
            if key in reminders.messages[message].keys:
                units = whose(situation, reminders, key)
                books = {one: await self.addressees.to_write_to(one) for one in units}
                people = {one: book.contacts if book else () for one, book in books.items()}
                found[key] = tuple(
                    gap for one in units for gap in gaps(situation, one, people[one], day)
                )
        return found

    async def ended(
        self, part: Part, end: End, told: Collection[Key], now: datetime, *, home: bool
    ) -> list[ReminderFact]:
        """What ends a message in one unit's history; nothing where that was said. What it leaves
        over is in another message by then.
        """
        if part.posting.end is not None:
            return []
        moved = left_over(part, end, told, now)
        elsewhere = await self.switching.after(part, end, told, now)
        said: list[ReminderFact] = [*elsewhere.values()]
        for key in moved:
            whom = Whom(part.reached[key].person, part.posting.channel)
            if composed := await self.gathering.move(part, key, whom, now):
                said.append(composed)
        moved += elsewhere
        return [*said, *ended(part, end, told, home=home, moved=moved, now=now)]

    async def bounced(self, basis: Basis, message: str, now: datetime) -> list[ReminderFact]:
        """In which other messages that is which one told, that did not arrive after all."""
        part = await self.part(basis, message)
        return [*(await self.switching.of(part, part.posting.told, now)).values()]
