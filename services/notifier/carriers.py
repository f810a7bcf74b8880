"""Notifier, main: who carries mails and SMS, as the settings say, for the service to be put
together.
"""

import ssl
from dataclasses import dataclass
from functools import partial

from faststream.nats import NatsBroker
from starlette.types import ASGIApp

from contracts import topology
from runtime.certificates import Certificates
from runtime.jetstream.publish import StreamLatest
from runtime.rates import Rates
from services.notifier.application.returned.hearing import Hearing
from services.notifier.inbound.callbacks import callbacks
from services.notifier.outbound.gateways.callback import CALLBACKS, CallbackUrl
from services.notifier.outbound.gateways.contract import read_contract
from services.notifier.outbound.gateways.looking import Looking
from services.notifier.outbound.gateways.pool import Pool
from services.notifier.outbound.mail.line import Relay
from services.notifier.outbound.mail.mailbox import Account, ImapMailbox
from services.notifier.outbound.mail.mime import domain_of
from services.notifier.outbound.mail.relay import MailRelay
from services.notifier.settings import Settings

RELAY = "relay"
"""The name under which mails are counted."""


@dataclass(frozen=True)
class Carriers:
    """Who takes mails and SMS, and whoever looks whether they let us in."""

    relay: MailRelay
    gateways: Pool
    looking: Looking
    callback: CallbackUrl | None
    mailbox: ImapMailbox | None

    def notes(self) -> dict[str, object]:
        return self.relay.notes() | self.looking.notes()

    def mounts(self, hearing: Hearing) -> list[tuple[str, ASGIApp]]:
        """Where gateways tell what became of a message."""
        if self.callback is None:
            return []
        reads = {name: one.told for name, one in self.gateways.gateways.items()}
        return [(f"/{CALLBACKS}", callbacks(hearing, self.callback.believes, reads))]


def carriers_of(settings: Settings, broker: NatsBroker) -> Carriers:
    contract = read_contract(settings.gateways_file)
    callback = contract.callback_url()
    rates = Rates(StreamLatest(broker, topology.RATES))
    gateways = Pool.of(contract, callback, rates)
    most = settings.smtp_per_minute
    relay = MailRelay(_relay(settings), (lambda: rates.take(RELAY, most)) if most else None)
    looking = Looking(gateways.gateways)
    return Carriers(relay, gateways, looking, callback, _mailbox(settings))


def _relay(settings: Settings) -> Relay:
    return Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password_file=settings.smtp_password_file,
        tls=_tls(settings, settings.smtp_security),
        lines=settings.smtp_connections,
        most_mails=settings.smtp_mails_per_connection,
    )


def _mailbox(settings: Settings) -> ImapMailbox | None:
    if not settings.imap_host:
        return None
    account = Account(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=settings.imap_user,
        password_file=settings.imap_password_file,
        domain=domain_of(settings.smtp_from),
        tls=_tls(settings, settings.imap_security),
    )
    return ImapMailbox(account)


def _tls(settings: Settings, security: str) -> ssl.SSLContext | None:
    if security == "none":
        return None
    return Certificates(partial(ssl.create_default_context, cafile=settings.mail_ca_file))
