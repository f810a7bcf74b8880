"""A whole campaign under the manifests' own permissions: nothing is missing, nothing unused."""

import asyncio
import base64
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.integrate.known import ask_told
from cli.servers.connect import Session
from contracts import permissions, topology
from contracts.envelope import encode, wrap
from contracts.facts import RecordQuarantined
from contracts.outgoing import Contact, Contacts
from contracts.verdicts import DeadLetter
from deploy.local import parts
from deploy.local.process import Process, stop_all
from runtime.clock import SystemClock, from_ns
from runtime.jetstream.connection import js
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher
from services.reporting.outbound.frozen.files import StoredFiles
from tests.cli.given import run
from tests.deploy.nats import trace
from tests.deploy.nats.servers import alone, broker, earlier_streams, environment
from tests.registry.plans import BA_TO, PLAN, PROVINCE, activity, report, units

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

MORNING = datetime.fromisoformat("2022-10-14T09:00:00+07:00")
"""Between the report's first rung and its second one."""
SECONDS = 60
RUNG = PLAN["ladder"][0]
CAMPAIGN = {
    **PLAN,
    "ladder": [
        {**RUNG, "working_days": -5, "channels": ["email", "sms"]},
        {**RUNG, "id": "truoc-1", "working_days": -1},
    ],
}
SENT, FAILED, CANCELLED = (f"ngayso.rung-{what}.v1" for what in ("sent", "failed", "cancelled"))
DAYS = {"days": [{"day": "2022-10-15", "working": True, "name": "Làm bù"}]}
SERVICES = (topology.REGISTRY, permissions.NOTIFIER, permissions.REPORTING)
NOT_HERE = {
    (topology.REGISTRY, "$JS.API.CONSUMER.INFO.COMMANDS.*"): "a durable is deleted under its owner",
    (topology.REGISTRY, "$JS.API.DIRECT.GET.VERDICTS"): "units ask, by accounts of their own",
    (topology.OPERATOR, "$JS.FC.VERDICTS.>"): "a thousand verdicts at once",
    (permissions.REPORTING, "ask.contacts.reporting.reach.*"): "a reader asks who is reached",
}
"""What no campaign of a few minutes does, and when it is done."""
NOT_OF_A_CAMPAIGN = {permissions.BACKUP, permissions.RESTORE}
"""A restore wants a second server, and a log that has lost a record: what these two users may is
counted in tests/cli/backup/test_permissions.py."""
Operator = Callable[..., str]


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[Process]:
    with alone(tmp_path / "nats-0", trace.TRACE) as server:
        yield server


@pytest.fixture
def operator(
    nats: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> Operator:
    """Runs a command of `ngayso` as one of the people's users."""

    def command(*words: object, user: str = topology.OPERATOR, code: int = 0) -> str:
        for name, value in environment(user, nats, tmp_path).items():
            monkeypatch.setenv(name, value)
        ended, out, error = run(capsys, *words)
        assert ended == code, out + error
        return out

    return command


@pytest.fixture
def services(
    nats: Process,
    operator: Operator,
    mongodb_uri: str,
    database: str,
    smtp: Process,
    sms: Process,
    tmp_path: Path,
) -> Iterator[dict[str, Process]]:
    """The three services after the topology Job, each as its own user."""
    asyncio.run(earlier_streams(nats, tmp_path))
    operator("topology", "apply", user=permissions.TOPOLOGY)
    more = {
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        "NGAYSO_SMTP_PORT": smtp.url.rsplit(":", 1)[1],
        **parts.gateways(tmp_path, sms.url),
        "NGAYSO_GATHER_FOR": "PT0.2S",
        "NGAYSO_SMTP_PER_MINUTE": "6000",
        **parts.contacts_keys(tmp_path / "contacts"),
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": MORNING.isoformat(),
    }
    running = {
        name: parts.service(
            name, environment(name, nats, tmp_path) | more, log=tmp_path / f"{name}.log"
        ).launch()
        for name in SERVICES
    }
    for part in running.values():
        part.wait_ready()
    yield running
    stop_all(running.values())


def given(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(data, allow_unicode=True))
    return path


def told(model: Any) -> Any:
    return model.model_dump(mode="json", exclude_none=True)


async def until(nats: Process, folder: Path, enough: Callable[[Counter[str]], bool]) -> None:
    """Wait until enough was said of reminders, by the facts' types."""
    async with broker(topology.OPERATOR, nats, folder) as connected, asyncio.timeout(SECONDS):
        log = JetStreamLog(connected, SystemClock())
        while True:
            said = [one async for one in log.read_all(topology.message_facts(PLAN["id"], "*"))]
            if enough(Counter(event.type for one in said for event in one.events)):
                return


def campaign(operator: Operator, nats: Process, registry: Process, folder: Path) -> None:
    """What an office does from the first record to the last erasure."""
    officer = Contact(
        id="ba-to-1", role="officer", name="Mẫu", email="cb@ba-to.example", phone="+84905000001"
    )
    people = {"contacts": [told(Contacts(unit=BA_TO, contacts=[officer]))]}
    about = {"plan": PLAN["id"], "unit": BA_TO}
    operator("calendar", "import", given(folder, "days.yaml", DAYS))
    operator("units", "import", given(folder, "units.yaml", {"units": [*map(told, units())]}))
    operator("contacts", "import", given(folder, "contacts.yaml", people))
    send = ("send", given(folder, "plan.yaml", {"plan": CAMPAIGN}), "--verb", "publish-plan")
    operator(*send, "--as", PROVINCE)
    asyncio.run(until(nats, folder, lambda said: said[SENT] == said[FAILED] == 1))
    registry.restart()  # what its former life had in hand is taken over
    for verb, data in (
        ("declare-activity", {**about, "activity": told(activity())}),
        ("submit-report", {**about, "report": told(report(7))}),
    ):
        operator("send", given(folder, "sent.yaml", data), "--verb", verb, "--as", BA_TO)
    asyncio.run(until(nats, folder, lambda said: said[CANCELLED] == 1))
    for look in ("units list", "unreachable", f"history {BA_TO}", "status"):
        operator(*look.split())
    operator("contacts", "erase", BA_TO, "--yes", "--reason", "hết chiến dịch")


async def ask(nats: Process, folder: Path) -> None:
    """What somebody has to ask for: the log, its last message, a file, a part, a quarantine."""
    async with broker(permissions.REPORTING, nats, folder) as connected:
        log = JetStreamLog(connected, SystemClock())
        await log.read(topology.plan_facts(PLAN["id"]))
        await log.last(topology.plan_facts(PLAN["id"]))
        files = StoredFiles(connected)
        assert await files.get(PLAN["id"], await files.put(PLAN["id"], b"signed")) == b"signed"
    async with broker(topology.OPERATOR, nats, folder) as connected:
        await ask_told(Session(connected, js(connected), 1), BA_TO)
        log, place = JetStreamLog(connected, SystemClock()), topology.quarantine(1_000_000)
        assert await log.last(place) is None
        far = {"sequence": 1_000_000, "subject": "evt.unit.x.x", "reason": "x", "by": "x"}
        fact = RecordQuarantined.model_validate({**far, "at": from_ns(0)})
        await log.append(place, [encode(wrap(fact, id="q", source="urn:ngayso:test"))], 0)


async def bury(nats: Process, folder: Path, durable: topology.Durable) -> None:
    """A message that its service gave up."""
    async with broker(durable.service, nats, folder) as connected:
        letter = DeadLetter(
            service=durable.service,
            durable=durable.name,
            stream=durable.stream,
            subject=durable.filters[0].replace(">", "x.x").replace("*", "x"),
            sequence=1,
            deliveries=8,
            reason="failed",
            body_base64=base64.b64encode(b"broken").decode(),
            stored_at=from_ns(0),
        )
        event = encode(wrap(letter, id=durable.name, source="urn:ngayso:test"))
        await Publisher(connected).publish(topology.dead_letters(durable.service), event)


def test_everything_that_is_allowed_is_used_and_nothing_else_is_tried(
    nats: Process, operator: Operator, services: dict[str, Process], tmp_path: Path
) -> None:
    """A right that nobody uses is one that only a thief has."""
    campaign(operator, nats, services[topology.REGISTRY], tmp_path)
    asyncio.run(ask(nats, tmp_path))
    for durable in topology.DURABLES:
        asyncio.run(bury(nats, tmp_path, durable))
    operator("dead", "replay", "--all")
    stop_all(services.values())
    nats.stop()
    users = permissions.SERVICES.keys() - NOT_OF_A_CAMPAIGN
    rows, refused = trace.rights(nats.log, sorted(users))
    print(trace.table(rows))
    assert refused == {}
    assert {(user, pattern) for user, _, pattern, count in rows if not count} == NOT_HERE.keys()
