"""The notifier and the mailbox: what comes back becomes one fact in each history it is about."""

import asyncio
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme

from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageBounced,
)
from deploy.local.parts import accepts
from deploy.local.process import Process, Reserved
from runtime.failure import Unavailable
from services.notifier.application.ports import Shut
from tests.notifier.campaign import OFFICER, opened, participant
from tests.notifier.looks import DUE as DUE_NOW
from tests.notifier.looks import NOW_BY_MAIL, has, ladder, settled
from tests.notifier.mail.reports import (
    PASSWORD,
    USER,
    Box,
    Full,
    FullLog,
    Notifier,
    answer,
    dsn,
)

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def imap(tmp_path_factory) -> Iterator[Process]:
    """A mailbox on a server of its own."""
    listen = Reserved()
    where = ["--host", "127.0.0.1", "--port", str(listen.number), "--no-tls"]
    whose = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = Process(
        "imap",
        f"imap://127.0.0.1:{listen.number}",
        [
            sys.executable,
            "-c",
            "from pymap.main import main; main()",
            *where,
            "--no-service",
            "admin",
            *whose,
        ],
        ready=lambda: accepts(listen.number, b"* OK"),
        log=tmp_path_factory.mktemp("imap") / "imap.log",
        ports=(listen,),
    )
    with process as part:
        yield part


@pytest.fixture
def box(imap: Process, tmp_path: Path) -> Box:
    return Box(int(imap.url.rsplit(":", 1)[1]), tmp_path)


async def test_what_came_back_is_said_once_to_whom_it_is_about(box) -> None:
    """And marked as read; a mail of a person stays for persons."""
    notifier = await Notifier(box).sent(**{"binh-son": "m-1", "tu-nghia": "m-2", "mo-duc": "m-3"})
    box.receive(dsn("m-1"), answer("m-2"), answer("m-3", headers=""), dsn("m-9"))
    await notifier.returning.look()
    (bounced,), (absent,) = await notifier.told("binh-son"), await notifier.told("tu-nghia")
    assert isinstance(bounced, MessageBounced)
    assert (bounced.message, bounced.reason, bounced.permanent) == ("m-1", "dsn-5.1.1", True)
    assert isinstance(absent, MessageAnsweredAbsent)
    assert absent.message == "m-2"
    assert await notifier.told("mo-duc") == []
    assert box.unread() == 2


async def test_a_message_of_several_units_bounces_for_each(box) -> None:
    notifier = await Notifier(box).sent(**{"binh-son": "m-1", "tu-nghia": "m-1"})
    box.receive(dsn("m-1"))
    await notifier.returning.look()
    assert [fact.unit for u in ("binh-son", "tu-nghia") for fact in await notifier.told(u)] == [
        "binh-son",
        "tu-nghia",
    ]


async def test_what_came_back_twice_is_said_once(box) -> None:
    """Two reports of one mail, a mail that was not marked before a crash, or two replicas."""
    notifier = await Notifier(box).sent(**{"binh-son": "m-1"})
    box.receive(dsn("m-1"), dsn("m-1"), answer("m-1"), answer("m-1"))
    await notifier.returning.look()
    box.receive(dsn("m-1"), answer("m-1"))
    await notifier.another(box).look()
    assert [fact.wire.split(".")[1] for fact in await notifier.told("binh-son")] == [
        "message-bounced",
        "message-answered-absent",
    ]
    assert box.unread() == 0


async def test_a_mail_is_marked_only_when_what_it_says_is_said(box) -> None:
    notifier = await Notifier(box).sent(**{"binh-son": "m-1"})
    box.receive(dsn("m-1"))
    with pytest.raises(Full):
        await notifier.another(box, FullLog(notifier.server)).look()
    assert box.unread() == 1
    await notifier.returning.look()
    assert len(await notifier.told("binh-son")) == 1


async def test_more_mails_than_are_looked_at_at_once_are_all_taken(box) -> None:
    notifier = await Notifier(box).sent(**{"binh-son": "m-1"})
    box.receive(*[answer("m-8")] * 60, dsn("m-1"))
    await notifier.returning.look()
    assert len(await notifier.told("binh-son")) == 1


async def test_a_wrong_password_is_told_and_the_right_one_read_anew(box) -> None:
    notifier = await Notifier(box).sent(**{"binh-son": "m-1"})
    box.password.write_text("wrong")
    with pytest.raises(Shut):
        await notifier.returning.look()
    box.password.write_text(PASSWORD)
    await notifier.returning.look()


async def test_a_mailbox_that_is_away_is_told_and_stops_nothing(box) -> None:
    closed = Reserved()
    returning = Notifier(box, port=closed.number).returning
    async with returning.running():
        while not returning.notes():
            await asyncio.sleep(0.01)
    assert "let us in" not in str(returning.notes())


async def test_a_mailbox_that_cannot_be_secured_gets_no_password(box) -> None:
    context = ssl.create_default_context()
    trustme.CA().configure_trust(context)
    notifier = Notifier(box, security="starttls", tls=context)
    with pytest.raises(Unavailable):
        await notifier.returning.look()


async def test_the_service_reads_the_mailbox_and_tells_how_relay_and_mailbox_are(
    box, office, request, monkeypatch
) -> None:
    """Neither a wrong password nor a relay that is away takes it out of service."""
    monkeypatch.setenv("NGAYSO_IMAP_HOST", "127.0.0.1")
    monkeypatch.setenv("NGAYSO_IMAP_PORT", str(box.port))
    monkeypatch.setenv("NGAYSO_IMAP_SECURITY", "none")
    monkeypatch.setenv("NGAYSO_IMAP_USER", USER)
    monkeypatch.setenv("NGAYSO_IMAP_PASSWORD_FILE", str(box.password))
    monkeypatch.setenv("NGAYSO_SMTP_PER_MINUTE", "600")
    service: Process = request.getfixturevalue("notifier")
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE_NOW))
    service.start()
    said = await office.said_until(settled())
    (accepted,) = [fact for fact in said if isinstance(fact, MessageAccepted)]
    service.stop()
    box.receive(dsn(accepted.message))
    service.start()
    said = await office.said_until(has(MessageBounced))
    (bounced,) = [fact for fact in said if isinstance(fact, MessageBounced)]
    assert bounced.message == accepted.message
    service.stop()
    box.password.write_text("wrong")
    request.getfixturevalue("smtp").kill()
    service.start()
    async with asyncio.timeout(20), httpx.AsyncClient() as client:
        told = await client.get(f"{service.url}/readyz")
        while not {"relay", "mailbox"} <= told.json().keys():
            await asyncio.sleep(0.1)
            told = await client.get(f"{service.url}/readyz")
    assert told.status_code == 200
    assert "NGAYSO_IMAP_USER" in told.json()["mailbox"]
    assert "let us in" not in told.json()["relay"]
