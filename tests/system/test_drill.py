"""The drill: a campaign is backed up, everything is destroyed, and it goes on from the backup."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest

from cli.main import main
from contracts.outgoing import Contact, Contacts
from deploy.local import parts
from deploy.local.process import Process, stop_all
from runtime.clock import ScaledClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from services.notifier.outbound.contacts import ContactBucket
from tests.issuer import Issuer
from tests.notifier.conftest import ring_in
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PLAN, PRESS, activity, report
from tests.registry.service.client import connected, until_opened
from tests.registry.service.conftest import set_up

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(240)]

MORNING = datetime.fromisoformat("2022-10-14T09:00:00+07:00")
SCALE = 240.0
"""An hour takes a quarter of a minute."""
REMINDED, PARTICIPANTS = (BA_TO, LY_SON), (BA_TO, LY_SON, PRESS)
FORMATS = ("docx", "xlsx", "csv", "json")
LADDER = [
    {
        "id": f"luc-{hour}",
        "owed": ["bao-cao"],
        "working_days": -3,
        "at": f"{hour:02d}:00:00",
        "channels": ["email", "sms"],
        "audience": ["officer"],
    }
    for hour in range(8, 21)
]
"""A rung has passed when the duties are opened, and one comes with every hour after it."""


class Stack:
    """The three services on their servers; what they need to go on is in the servers alone."""

    def __init__(self, env: dict[str, str], headers: dict[str, str], tmp: Path) -> None:
        self._env = env
        self._headers = headers
        self._tmp = tmp
        self.running: dict[str, Process] = {}

    def start(self) -> None:
        for name in ("registry", "notifier", "reporting"):
            part = parts.service(name, self._env, log=self._tmp / f"{name}.log")
            self.running[name] = part.launch()
        for part in self.running.values():
            part.wait_ready()

    def stop(self) -> None:
        stop_all(self.running.values())

    async def reports(self, moment: datetime) -> dict[str, bytes]:
        """The report as of a moment, in every format, once the views tell whose plan it is."""
        url = self.running["reporting"].url
        async with httpx.AsyncClient(base_url=url, headers=self._headers, timeout=30) as api:
            async with asyncio.timeout(60):
                while not (await api.get(f"/api/plans/{PLAN['id']}/totals")).is_success:
                    await asyncio.sleep(0.2)
            found = {}
            for name in FORMATS:
                path = f"/api/plans/{PLAN['id']}/report.{name}"
                answer = await api.get(path, params={"as_of": moment.isoformat()})
                assert answer.is_success, answer.text
                found[name] = answer.content
            return found


@pytest.fixture
def clock() -> ScaledClock:
    return ScaledClock(datetime.now(UTC), MORNING, SCALE)


@pytest.fixture
def env(
    own_nats: Process,
    mongodb_uri: str,
    database: str,
    smtp: Process,
    sms: Process,
    issuer: Issuer,
    clock: ScaledClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    env = {
        "NGAYSO_NATS_URL": own_nats.url,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        "NGAYSO_SMTP_PORT": smtp.url.rsplit(":", 1)[1],
        **parts.gateways(tmp_path, sms.url),
        **issuer.env,
        **parts.contacts_keys(tmp_path / "contacts"),
        "NGAYSO_GATHER_FOR": "PT0.1S",
        "NGAYSO_CLOCK_ANCHOR": clock.anchor.isoformat(),
        "NGAYSO_CLOCK_START": clock.start.isoformat(),
        "NGAYSO_CLOCK_SCALE": str(clock.scale),
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return env


@pytest.fixture
def stack(env: dict[str, str], issuer: Issuer, tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(env, issuer.headers("collector", unit=OFFICE), tmp_path)
    yield stack
    stack.stop()


def run(*arguments: str) -> int:
    """The operator's command."""
    try:
        main(arguments)
    except SystemExit as left:
        return int(left.code or 0)
    return 0


async def prepare(url: str, folder: Path) -> None:
    """The topology, and whom to write to."""
    broker = make_broker(RuntimeSettings(nats_url=url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    book = ContactBucket(broker, ring_in(folder))
    for number, unit in enumerate(REMINDED):
        officer = Contact(
            id=f"{unit}-1",
            role="officer",
            name="Cán bộ mẫu",
            email=f"cb@{unit}.example",
            phone=f"091412345{number}",
        )
        known = Contacts(unit=unit, contacts=[officer])
        await book.replace(unit, lambda _, known=known: known)
    await broker.stop()


async def campaign(url: str) -> None:
    """Duties are opened; one unit declares and reports, the other still owes."""
    async with connected(url) as client:
        await set_up(client, ladder=LADDER)
        await until_opened(client, BA_TO, len(PLAN["owed"]))
        await until_opened(client, LY_SON, len(PLAN["owed"]))
        about = {"plan": PLAN["id"], "unit": BA_TO}
        record = activity().model_dump(mode="json", exclude_none=True)
        figures = report(7).model_dump(mode="json", exclude_none=True)
        await client.ask(BA_TO, "declare-activity", {**about, "activity": record})
        await client.ask(BA_TO, "submit-report", {**about, "report": figures})


def mails(folder: Path) -> Counter[str]:
    """How often each mail arrived, by what names it."""
    read = (message_from_bytes(p.read_bytes(), policy=policy.default) for p in folder.glob("*.eml"))
    return Counter(str(mail["Message-ID"]) for mail in read)


def texts(gateway: Process) -> Counter[str]:
    """How often each SMS was taken."""
    sent: list[dict[str, Any]] = httpx.get(f"{gateway.url}/_sent").json()
    return Counter(str(one["RequestId"]) for one in sent)


async def until(what: Callable[[], object]) -> None:
    """Something outside is so; nothing tells us of it."""
    async with asyncio.timeout(60):
        while not what():
            await asyncio.sleep(0.2)


async def test_a_campaign_goes_on_from_its_backup(
    stack: Stack,
    own_nats: Process,
    env: dict[str, str],
    clock: ScaledClock,
    mail_dir: Path,
    sms: Process,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same bytes of every report, no message twice, and the reminders that were to come."""
    url, backup = own_nats.url, str(tmp_path / "backup")
    await prepare(url, tmp_path)
    stack.start()
    await campaign(url)
    await until(lambda: mails(mail_dir) and texts(sms))
    assert await asyncio.to_thread(run, "backup", backup) == 0
    moment = clock.now()
    before = await stack.reports(moment)
    stack.stop()
    assert await asyncio.to_thread(run, "backup", backup) == 0
    sent, texted = mails(mail_dir), texts(sms)

    own_nats.stop()
    shutil.rmtree(own_nats.log.parent / "jetstream")
    with pymongo.MongoClient[dict[str, Any]](env["NGAYSO_MONGODB_URI"]) as mongodb:
        mongodb.drop_database(env["NGAYSO_MONGODB_DATABASE"])
    own_nats.start()

    capsys.readouterr()
    assert await asyncio.to_thread(run, "restore", backup, "--json") == 0
    restored = json.loads(capsys.readouterr().out)
    assert (restored["parts"], restored["contacts"]) == (len(PARTICIPANTS), len(REMINDED))
    assert await asyncio.to_thread(run, "log", "verify", backup) == 0
    stack.start()
    assert await stack.reports(moment) == before
    await until(lambda: len(mails(mail_dir)) > len(sent) and len(texts(sms)) > len(texted))
    assert set(mails(mail_dir).values()) == set(texts(sms).values()) == {1}
    assert sent <= mails(mail_dir)
