"""Notifier, main: puts the service together and runs it."""

from contracts import topology
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher, StreamTimers
from runtime.serve import Service, serve
from services.notifier.application.addressees import Addressees
from services.notifier.application.memory import Memory
from services.notifier.application.reminding import Reminding
from services.notifier.application.saying import Saying
from services.notifier.application.sending import Sending
from services.notifier.domain.handover import Limits
from services.notifier.inbound.facts import Facts
from services.notifier.inbound.outgoing import Messages, Timers
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.mail import MailRelay, Relay
from services.notifier.outbound.sms import Account, SmsGateway
from services.notifier.settings import Settings, secret


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "notifier")
    log = JetStreamLog(broker, clock)
    memory = Memory(log, clock, settings.help_line)
    saying = Saying(log, memory)
    addressees = Addressees(memory, ContactBucket(broker))
    timers, outbox = StreamTimers(broker, clock), Publisher(broker)
    limits = Limits(settings.give_up_after, settings.sms_from, settings.sms_until)
    relay, gateway = MailRelay(_relay(settings)), SmsGateway(_account(settings))

    reminding = Reminding(memory, saying, addressees, timers, outbox, clock)
    mail = Messages(Sending(memory, saying, addressees, relay, limits, clock))
    sms = Messages(Sending(memory, saying, addressees, gateway, limits, clock))
    facts, fired = Facts(reminding), Timers(reminding)

    def by_subject(item: Delivery) -> str:
        return item.subject

    subscribe(broker, topology.NOTIFIER_REACT, facts.on_unit, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_FOLLOW_PLANS, facts.on_plan, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_REMIND, fired.handle, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_EMAIL, mail.handle, clock)
    subscribe(broker, topology.NOTIFIER_SMS, sms.handle, clock)
    return Service("notifier", broker, DURABLES, resources=[gateway])


def _relay(settings: Settings) -> Relay:
    return Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=secret(settings.smtp_password_file) or None,
    )


def _account(settings: Settings) -> Account:
    return Account(
        url=settings.sms_url,
        api_key=secret(settings.sms_api_key_file, "none"),
        secret_key=secret(settings.sms_secret_key_file, "none"),
        brand_name=settings.sms_brand_name,
    )


DURABLES = (
    topology.NOTIFIER_REACT,
    topology.NOTIFIER_FOLLOW_PLANS,
    topology.NOTIFIER_REMIND,
    topology.NOTIFIER_EMAIL,
    topology.NOTIFIER_SMS,
)

if __name__ == "__main__":
    _settings = Settings()
    serve(build(_settings), _settings)
