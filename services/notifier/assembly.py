"""Notifier, assembly: its use cases put together, whatever carries their messages: servers in
production, memory in fast tests and in a rehearsal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from contracts import topology
from runtime import ports
from runtime.clock import Clock
from runtime.delivery import Delivery, Handler, Key
from runtime.ports import Log, Outbox
from services.notifier.application.addressees import Addressees
from services.notifier.application.contacts.faults import Faults
from services.notifier.application.contacts.stopping import Declined
from services.notifier.application.digest.attaching import Attaching
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.digest.inviting import Inviting
from services.notifier.application.digest.shares import Shares
from services.notifier.application.digest.switching import Switching
from services.notifier.application.digest.writing import Writing
from services.notifier.application.memory import Memory
from services.notifier.application.ports import (
    Gateways,
    Mailbox,
    MailWriter,
    NotedBook,
    Provider,
    WorkbookMaker,
)
from services.notifier.application.reminding import Reminding
from services.notifier.application.restored.renewing import Renewing
from services.notifier.application.returned.hearing import Hearing
from services.notifier.application.returned.returning import Returning
from services.notifier.application.saying import Saying
from services.notifier.application.sending import Choose, Sending
from services.notifier.domain.handover import Limits
from services.notifier.domain.stops.only_to import OnlyTo
from services.notifier.inbound.facts import Facts
from services.notifier.inbound.outgoing import DueSlots, FiredTimers, Messages
from services.notifier.outbound.guard import Guard
from services.notifier.outbound.mail.written import Templates

if TYPE_CHECKING:
    from services.notifier.outbound.links import PageLinks


@dataclass(frozen=True)
class Parts:
    """All that the notifier needs: servers in production, memory elsewhere."""

    log: Log
    timers: ports.Timers
    kept_timers: ports.Latest
    slots: ports.Latest
    outbox: Outbox
    book: NotedBook
    relay: Provider
    gateways: Gateways
    clock: Clock
    limits: Limits
    gather_for: timedelta
    gather_ahead: timedelta
    help_line: str = ""
    only: OnlyTo | None = None
    links: "PageLinks | None" = None
    links_to_pages: bool = False
    links_in_sms: bool = False
    help_phone: str = ""
    mailbox: Mailbox | None = None
    inviting: Inviting | None = None
    writer: MailWriter = field(default_factory=Templates)
    workbooks: WorkbookMaker | None = None


Subscribe = Callable[[topology.Durable, Handler, Key | None], None]


class Assembled(NamedTuple):
    """What is known of duties and reminders; what has a stream without timers hold them again; who
    takes what providers tell, what comes back to a mailbox where there is one, and who wants no
    more.
    """

    memory: Memory
    renewing: Renewing
    hearing: Hearing
    returning: Returning | None
    declined: Declined


def assemble(parts: Parts, subscribe: Subscribe) -> Assembled:
    """Has each durable's messages handled, those of one key in order."""
    helps = parts.help_line, parts.help_phone
    memory = Memory(parts.log, parts.clock, *helps, parts.gather_ahead)
    faults = Faults(memory, parts.book)
    saying = Saying(parts.log, memory, faults.heed)
    addressees = Addressees(memory, parts.book)
    gathering = _gathering(parts)
    reminding = Reminding(memory, saying, addressees, parts.timers, gathering, parts.clock)
    shares = Shares(memory, addressees, gathering, Switching(addressees, gathering, faults))
    writing = _writing(parts, memory)

    def sending(provider: Provider, choose: Choose | None = None) -> Sending:
        guarded = Guard(provider, parts.only)
        of = (shares, saying, guarded, parts.limits, parts.clock, writing, reminding.tell)
        return Sending(*of, choose, parts.inviting)

    def by_subject(item: Delivery) -> str:
        return item.subject

    facts = Facts(parts.log, reminding)
    subscribe(topology.NOTIFIER_REACT, facts.on_unit, by_subject)
    subscribe(topology.NOTIFIER_FOLLOW_PLANS, facts.on_plan, by_subject)
    subscribe(topology.NOTIFIER_FOLLOW_CALENDAR, facts.on_calendar, by_subject)
    subscribe(topology.NOTIFIER_REMIND, FiredTimers(reminding).handle, by_subject)
    subscribe(topology.NOTIFIER_DIGEST, DueSlots(gathering).handle, by_subject)
    subscribe(topology.NOTIFIER_EMAIL, Messages(sending(parts.relay)).handle, None)
    by_gateway = sending(parts.gateways, parts.gateways.choose)
    subscribe(topology.NOTIFIER_SMS, Messages(by_gateway).handle, None)
    renewing = Renewing(memory, reminding, parts.kept_timers)
    hearing = Hearing(saying, shares, reminding.tell, parts.clock)
    returning = Returning(memory, hearing, parts.mailbox) if parts.mailbox else None
    declined = Declined(memory, saying, reminding.tell, parts.clock)
    return Assembled(memory, renewing, hearing, returning, declined)


def _gathering(parts: Parts) -> Gathering:
    return Gathering(
        parts.slots,
        parts.timers,
        parts.outbox,
        parts.clock,
        parts.limits.manners,
        parts.gather_for,
        parts.gather_ahead / 2,
    )


def _writing(parts: Parts, memory: Memory) -> Writing:
    link = parts.links.to if parts.links and parts.links_to_pages else None
    stop = parts.links.stop if parts.links else None
    attaching = Attaching(memory, parts.workbooks)
    return Writing(parts.clock, parts.writer, link, stop, attaching, parts.links_in_sms)
