"""Notifier, application: what is found of contacts is noted where they are kept: an address that is
refused for good, a mailbox that nobody reads for now.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from contracts.facts import MessageAccepted, MessageAnsweredAbsent, ReminderFact
from contracts.outgoing import Contact, Contacts, Failing
from contracts.plan import Channel
from runtime.failure import AWAY, Retry
from services.notifier.application.memory import Basis, Memory
from services.notifier.application.ports import NotedBook
from services.notifier.domain.contacts.absence import away_until, noted_away
from services.notifier.domain.contacts.faults import against_address, noted
from services.notifier.domain.reach import borrowed_token, on_record
from services.notifier.domain.rungs import Posting

log = structlog.get_logger()

Note = Callable[[Contacts, str], Contacts]
"""A unit's contacts with what was found of one of them."""
LOOKED_BACK = 40
"""Handovers of a channel by which it is told whether the provider itself is at fault."""
ENOUGH = 10


@dataclass(frozen=True)
class Faults:
    """Hears what is said of messages.

    A provider that refuses more than it takes is itself at fault (a relay that was moved, say), so
    nothing is noted then. What a crash leaves unnoted, the next refusal notes.
    """

    memory: Memory
    book: NotedBook
    _taken: dict[Channel, deque[bool]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=LOOKED_BACK))
    )

    async def heed(self, basis: Basis, facts: Sequence[ReminderFact]) -> None:
        """Called once the facts are said; `basis` is what was known before them."""
        for fact in facts:
            if isinstance(fact, MessageAccepted):
                self._taken[fact.channel].append(True)
            elif found := against_address(fact):
                message, failing = found
                posting = basis.reminders.messages[message]
                self._taken[posting.channel].append(False)
                if self.provider_at_fault(posting.channel):
                    log.warning("address-not-noted", channel=posting.channel, reason=failing.reason)
                else:
                    await self._note_all(basis, posting, partial(_failing, posting, failing))
            elif isinstance(fact, MessageAnsweredAbsent):
                posting, situation = basis.reminders.messages[fact.message], basis.situation
                zone, days = situation.plan.zone, situation.working_days
                until = away_until(fact.until, fact.at, zone, days)
                await self._note_all(basis, posting, partial(noted_away, until=until))

    async def _note_all(self, basis: Basis, posting: Posting, note: Note) -> None:
        for key, token in posting.keys.items():
            unit = posting.above or basis.situation.addressee(key)
            await self._note(unit, token, posting, note)

    def provider_at_fault(self, channel: Channel) -> bool:
        """Whether it is rather the provider than each address that is no good."""
        last = self._taken[channel]
        return len(last) >= ENOUGH and sum(last) * 2 < len(last)

    async def _note(self, unit: str, token: str, posting: Posting, note: Note) -> None:
        """At the contact behind a token of the unit's own, or of a successor's; nowhere, where the
        address has been replaced since the message was composed.
        """
        try:
            for owner in (unit, *await self.memory.successors(unit)):
                book = await self.book.of(owner)
                for one in book.contacts if book else ():
                    own = borrowed_token(owner, one.id) if owner != unit else one.id
                    if own == token and await self._is(one, posting):
                        return await self._write(owner, one.id, note)
        except (*AWAY, Retry) as error:
            log.warning("address-not-noted", unit=unit, error=repr(error))

    async def _is(self, contact: Contact, posting: Posting) -> bool:
        where = on_record(contact, posting.channel)
        return where is not None and posting.person == await self.book.person(
            posting.channel, where
        )

    async def _write(self, unit: str, contact: str, note: Note) -> None:
        def change(known: Contacts | None) -> Contacts | None:
            return known and note(known, contact)

        await self.book.replace(unit, change)
        log.info("contact-noted", unit=unit)


def _failing(posting: Posting, failing: Failing, known: Contacts, contact: str) -> Contacts:
    return noted(known, contact, posting.channel, failing)
