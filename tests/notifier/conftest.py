"""Notifier tests: a campaign's log on a real server, and the notifier as a process of its own."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from faststream.nats import NatsBroker

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import PlanPublished
from contracts.outgoing import Contact, Contacts
from contracts.plan import Plan
from contracts.values import Receipt
from deploy.local import parts
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.streams import consumer_config, declare
from runtime.settings import RuntimeSettings
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.ring import KeyRing, read_masters


class Office:
    """The registry's hand: it writes facts to the log, and reads what the notifier said."""

    def __init__(self, broker: NatsBroker, ring: KeyRing) -> None:
        self.broker = broker
        self.ring = ring
        self.book = ContactBucket(broker, ring)
        self.log = JetStreamLog(broker, SystemClock())

    async def append(self, subject: str, *facts) -> None:
        place = await self.log.last(topology.lock_of(subject))
        last = place.sequence if place else 0
        events = [
            encode(wrap(fact, id=f"{last}-{n}", source="test")) for n, fact in enumerate(facts)
        ]
        await self.log.append(subject, events, last)

    async def publish(self, plan: Plan, participants) -> None:
        receipt = Receipt(
            at=datetime.now(UTC), sequence=1, command="c", sender="so-tttt", door="system"
        )
        fact = PlanPublished(plan=plan, participants=participants, receipt=receipt)
        await self.append(topology.plan_facts(plan.id), fact)

    async def unit_says(self, *facts, unit: str = "binh-son") -> None:
        await self.append(topology.unit_facts("ncds-2022", unit), *facts)

    async def know(self, *contacts: Contact, unit: str = "binh-son") -> None:
        record = Contacts(unit=unit, contacts=list(contacts))
        await self.book.replace(unit, lambda _: record)

    async def be_impatient(self) -> None:
        """Take back after a second what a killed notifier had in hand; production waits longer."""
        for durable in [d for d in topology.DURABLES if d.service == "notifier"]:
            config = consumer_config(durable)
            config.ack_wait = 1.0
            await js(self.broker).add_consumer(durable.stream, config)

    async def said(self, unit: str = "binh-son") -> list:
        stored = await self.log.read(topology.message_facts("ncds-2022", unit))
        return [event.data for one in stored for event in one.events]

    async def said_until(self, enough: Callable[[list], bool], unit: str = "binh-son") -> list:
        """What was said, as soon as it is enough: each new fact is a reason to look again."""
        subject = topology.message_facts("ncds-2022", unit)
        news = await js(self.broker).subscribe(subject, ordered_consumer=True)
        try:
            while not enough(said := await self.said(unit)):
                await news.next_msg(timeout=60)
            return said
        finally:
            await news.unsubscribe()


def ring_in(folder: Path) -> KeyRing:
    """As a notifier has it that is started with this folder's keys."""
    keys = parts.contacts_keys(folder / "contacts")
    masters = read_masters(Path(keys["NGAYSO_CONTACTS_MASTER_FILE"]))
    ring = KeyRing(Path(keys["NGAYSO_CONTACTS_RING"]), lambda: masters, None)
    ring.open()
    return ring


@pytest.fixture
async def office(nats_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    broker = make_broker(RuntimeSettings(nats_url=nats_url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    yield Office(broker, ring_in(tmp_path))
    await broker.stop()


@pytest.fixture
def notifier(
    nats_url: str, smtp: Process, sms: Process, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Process]:
    """The service as production runs it, on the system clock; `start()` it, kill it, restart it.
    A parameter is how long it gathers.
    """
    env = {
        "NGAYSO_NATS_URL": nats_url,
        "NGAYSO_SMTP_HOST": "127.0.0.1",
        "NGAYSO_SMTP_PORT": smtp.url.rsplit(":", 1)[1],
        **parts.gateways(tmp_path, sms.url),
        "NGAYSO_GATHER_FOR": getattr(request, "param", "PT0.2S"),
        **parts.contacts_keys(tmp_path / "contacts"),
        **_links(tmp_path / "links.pem"),
    }
    part = parts.service("notifier", env, log=tmp_path / "notifier.log")
    yield part
    part.stop()


def _links(file: Path) -> dict[str, str]:
    """By which people stop getting mails."""
    key = Ed25519PrivateKey.generate()
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return {"NGAYSO_LINKS_URL": "https://trang.mau.gov.vn", "NGAYSO_LINKS_KEY_FILE": str(file)}


def sms_sent(gateway: Process) -> list[dict]:
    return httpx.get(f"{gateway.url}/_sent").json()


def sms_fault(gateway: Process, mode: str, **more) -> None:
    httpx.post(f"{gateway.url}/_faults", content=json.dumps({"mode": mode, **more}))
