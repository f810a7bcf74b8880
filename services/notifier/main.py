"""Notifier, main: puts the service together and runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from faststream.nats import NatsBroker

from contracts import topology
from runtime import ports
from runtime.clock import Clock
from runtime.delivery import Delivery, Handler, Key
from runtime.jetstream.ask import answering
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe
from runtime.jetstream.log import JetStreamLog, singly
from runtime.jetstream.publish import Publisher, StreamLatest, StreamTimers
from runtime.ports import Log, Outbox
from runtime.serve import Service, serve
from services.notifier.application.addressees import Addressees
from services.notifier.application.contacts.faults import Faults
from services.notifier.application.contacts.reaching import Reaching
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.digest.shares import Shares
from services.notifier.application.keeping import Keeping
from services.notifier.application.memory import Memory
from services.notifier.application.ports import Gateways, Mailbox, NotedBook, Provider
from services.notifier.application.reminding import Reminding
from services.notifier.application.restored.renewing import Renewing
from services.notifier.application.returned.returning import Returning
from services.notifier.application.saying import Hearing, Saying
from services.notifier.application.sending import Choose, Sending
from services.notifier.carriers import Carriers, carriers_of
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from services.notifier.domain.stops.only_to import OnlyTo, told_of
from services.notifier.inbound.contacts import ContactQuestions
from services.notifier.inbound.facts import Facts
from services.notifier.inbound.outgoing import DueSlots, FiredTimers, Messages
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.guard import Guard, announced
from services.notifier.outbound.links import PageLinks
from services.notifier.outbound.ring import KeyRing, copying, read_masters
from services.notifier.settings import Settings


@dataclass(frozen=True)
class Parts:
    """All that the notifier needs: servers in production, memory in fast tests."""

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
    help_line: str = ""
    only: OnlyTo | None = None
    links: PageLinks | None = None
    """Their key is checked at the start; no message carries one until units' pages stand."""
    help_phone: str = ""
    mailbox: Mailbox | None = None


Subscribe = Callable[[topology.Durable, Handler, Key | None], None]


class Assembled(NamedTuple):
    """What is known of duties and reminders; what has a stream without timers hold them again; who
    takes what providers tell, and what comes back to a mailbox where there is one.
    """

    memory: Memory
    renewing: Renewing
    hearing: Hearing
    returning: Returning | None


def assemble(parts: Parts, subscribe: Subscribe) -> Assembled:
    """Has each durable's messages handled, those of one key in order."""
    memory = Memory(parts.log, parts.clock, parts.help_line, parts.help_phone)
    saying = Saying(parts.log, memory, Faults(memory, parts.book).heed)
    addressees = Addressees(memory, parts.book)
    gathering = Gathering(
        parts.slots,
        parts.timers,
        parts.outbox,
        parts.clock,
        parts.limits.manners,
        parts.gather_for,
    )
    reminding = Reminding(memory, saying, addressees, parts.timers, gathering, parts.clock)
    shares = Shares(memory, addressees, gathering)

    def sending(provider: Provider, choose: Choose | None = None) -> Sending:
        guarded = Guard(provider, parts.only)
        return Sending(shares, saying, guarded, parts.limits, parts.clock, choose)

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
    hearing = Hearing(saying, parts.clock)
    returning = Returning(memory, hearing, parts.mailbox) if parts.mailbox else None
    return Assembled(memory, renewing, hearing, returning)


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, topology.NOTIFIER)
    carriers = carriers_of(settings, broker)
    ring = _ring(settings)
    bucket = ContactBucket(broker, ring)
    parts = _parts(settings, broker, clock, bucket, carriers)
    return _service(broker, parts, carriers, bucket, ring)


def _service(
    broker: NatsBroker, parts: Parts, carriers: Carriers, bucket: ContactBucket, ring: KeyRing
) -> Service:
    durables: list[topology.Durable] = []

    def take(durable: topology.Durable, handler: Handler, key: Key | None) -> None:
        subscribe(broker, durable, handler, parts.clock, key=key)
        durables.append(durable)

    assembled = assemble(parts, take)
    returning = assembled.returning
    reaching = Reaching(assembled.memory, bucket, parts.clock)
    questions = ContactQuestions(Keeping(bucket, parts.clock), reaching)
    return Service(
        topology.NOTIFIER,
        broker,
        durables,
        checks={"contacts": bucket.check, "timers": assembled.renewing.check},
        resources=[carriers.gateways.running()],
        mounts=carriers.mounts(assembled.hearing),
        notes=lambda: (
            carriers.notes() | (returning.notes() if returning else {}) | told_of(parts.only)
        ),
        workers=[
            *([returning.running] if returning else []),
            carriers.relay.running,
            carriers.looking.running,
            lambda: announced(parts.only),
            lambda: copying(ring, parts.clock),
            bucket.looked_through,
            assembled.renewing.running,
            lambda: answering(broker, questions.answers(), topology.NOTIFIER),
        ],
    )


def _parts(
    settings: Settings,
    broker: NatsBroker,
    clock: Clock,
    bucket: ContactBucket,
    carriers: Carriers,
) -> Parts:
    return Parts(
        log=JetStreamLog(broker, clock, singly),
        timers=StreamTimers(broker, clock),
        kept_timers=StreamLatest(broker, topology.REMINDERS),
        slots=StreamLatest(broker, topology.SLOTS),
        outbox=Publisher(broker),
        book=bucket,
        relay=carriers.relay,
        gateways=carriers.gateways,
        clock=clock,
        limits=Limits(settings.give_up_after, _manners(settings)),
        gather_for=settings.gather_for,
        help_line=settings.help_line,
        only=settings.only,
        links=_links(settings),
        help_phone=settings.help_phone,
        mailbox=carriers.mailbox,
    )


def _manners(settings: Settings) -> Manners:
    return Manners(settings.mails_a_day, settings.sms_a_day, settings.sms_from, settings.sms_until)


def _ring(settings: Settings) -> KeyRing:
    masters = read_masters(settings.contacts_master_file)
    return KeyRing(settings.contacts_ring, masters, settings.contacts_ring_copies)


def _links(settings: Settings) -> PageLinks | None:
    """Raises OSError or ValueError where links are switched on and there is no key for them."""
    url, file = settings.links_url, settings.links_key_file
    return PageLinks.by_file(url, file, settings.links_hold) if url and file else None


if __name__ == "__main__":
    _settings = Settings()
    serve(build(_settings), _settings)
