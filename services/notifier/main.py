"""Notifier, main: puts the service together and runs it."""

from contracts import topology
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe
from runtime.jetstream.log import JetStreamLog
from runtime.serve import Service, serve
from services.notifier.domain.sending import Limits
from services.notifier.inbound.addressees import Addressees
from services.notifier.inbound.ledger import Ledger
from services.notifier.inbound.messages import Sender
from services.notifier.inbound.reminders import Reminders
from services.notifier.outbound.contacts import ContactBook
from services.notifier.outbound.mail import MailRelay, Relay
from services.notifier.outbound.outbox import Outbox
from services.notifier.outbound.sms import Account, SmsGateway
from services.notifier.outbound.timers import StreamTimers
from services.notifier.settings import Settings, secret


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "notifier")
    ledger = Ledger(JetStreamLog(broker, clock), clock, settings.help_line)
    addressees = Addressees(ledger, ContactBook(broker).of)
    limits = Limits(settings.give_up_after, settings.sms_from, settings.sms_until)
    gateway = SmsGateway(_account(settings))

    reminders = Reminders(
        ledger, clock, StreamTimers(broker, clock), Outbox(broker).put, addressees.to_write_to
    )
    mail = Sender(ledger, clock, addressees.behind_tokens, MailRelay(_relay(settings)).open, limits)
    sms = Sender(ledger, clock, addressees.behind_tokens, gateway.open, limits)

    def by_subject(item: Delivery) -> str:
        return item.subject

    subscribe(broker, topology.NOTIFIER_REACT, reminders.on_facts, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_FOLLOW_PLANS, reminders.on_plan, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_REMIND, reminders.on_timer, clock, key=by_subject)
    subscribe(broker, topology.NOTIFIER_EMAIL, mail.on_message, clock)
    subscribe(broker, topology.NOTIFIER_SMS, sms.on_message, clock)
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
