"""Notifier, main: puts the service together and runs it."""

from email.utils import parseaddr

from faststream.nats import NatsBroker

from contracts import topology
from runtime.clock import Clock
from runtime.delivery import Handler, Key
from runtime.jetstream.ask import answering
from runtime.jetstream.consume import subscribe
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher, StreamLatest, StreamTimers
from runtime.life import Service
from runtime.patient import patient_broker
from runtime.serve import run
from services.notifier.application.contacts.reaching import Reaching
from services.notifier.application.contacts.stopping import Stopping
from services.notifier.application.digest.inviting import Inviting
from services.notifier.application.keeping import Keeping
from services.notifier.assembly import Parts, assemble
from services.notifier.carriers import Carriers, carriers_of
from services.notifier.domain.stops.only_to import told_of
from services.notifier.inbound.contacts import ContactQuestions
from services.notifier.inbound.unsubscribing import unsubscribing
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.guard import announced
from services.notifier.outbound.links import STOPPING, PageLinks
from services.notifier.outbound.mail.written import BadTemplate, Templates
from services.notifier.outbound.ring import KeyRing, copying
from services.notifier.outbound.workbooks import Workbooks
from services.notifier.settings import Settings


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = patient_broker(settings, topology.NOTIFIER)
    carriers = carriers_of(settings, broker)
    ring = KeyRing.by_file(
        settings.contacts_ring, settings.contacts_master_file, settings.contacts_ring_copies
    )
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
    keeping = Keeping(bucket, parts.clock)
    questions = ContactQuestions(keeping, reaching)
    whose = parts.links.whose if parts.links else None
    stopping = Stopping(keeping, assembled.declined)
    return Service(
        topology.NOTIFIER,
        broker,
        durables,
        checks={"contacts": bucket.check, "timers": assembled.renewing.check},
        resources=[carriers.gateways.running],
        mounts=[
            *carriers.mounts(assembled.hearing),
            *([(f"/{STOPPING}", unsubscribing(stopping, whose))] if whose else []),
        ],
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
        log=JetStreamLog(broker, clock, singly=True),
        timers=StreamTimers(broker, clock),
        kept_timers=StreamLatest(broker, topology.REMINDERS),
        slots=StreamLatest(broker, topology.SLOTS),
        outbox=Publisher(broker),
        book=bucket,
        relay=carriers.relay,
        gateways=carriers.gateways,
        clock=clock,
        limits=settings.limits,
        gather_for=settings.gather_for,
        gather_ahead=settings.gather_ahead,
        help_line=settings.help_line,
        only=settings.only,
        links=_links(settings),
        links_to_pages=settings.links_to_pages,
        links_in_sms=settings.links_in_sms,
        writer=_templates(settings),
        workbooks=Workbooks(),
        help_phone=settings.help_phone,
        mailbox=carriers.mailbox,
        inviting=Inviting(parseaddr(settings.smtp_from)[1]),
    )


def _links(settings: Settings) -> PageLinks | None:
    """Raises OSError or ValueError where links are switched on and there is no key for them."""
    url, file = settings.links_url, settings.links_key_file
    return PageLinks.by_file(url, file, settings.links_hold) if url and file else None


def _templates(settings: Settings) -> Templates:
    """Does not start with one that is broken."""
    try:
        return Templates(settings.templates)
    except BadTemplate as error:
        raise SystemExit(f"NGAYSO_TEMPLATES: {error}") from None


if __name__ == "__main__":
    run(topology.NOTIFIER, Settings, build)
