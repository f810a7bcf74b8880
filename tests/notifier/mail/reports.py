"""Notifier tests: mails that come back, as mail servers and persons send them, and to whom."""

from email import message_from_bytes
from email.message import Message
from pathlib import Path

from imap_tools import AND, MailBoxUnencrypted

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    NoticeFact,
    PlanPublished,
)
from runtime.clock import SystemClock
from runtime.memory.log import MemoryLog
from runtime.memory.server import Server
from services.notifier.application.memory import Memory
from services.notifier.application.returned.returning import Returning
from services.notifier.outbound.mail.mailbox import Account, ImapMailbox
from tests.notifier.application.told.hearing import hearing
from tests.notifier.campaign import DUE, OPENED, participant, plan, receipt

DOMAIN = "ngayso.example"
PLAN, USER, PASSWORD = "ncds-2022", "nhacviec", "mat-khau"


def mail(text: str) -> Message:
    return message_from_bytes(text.replace("\n", "\r\n").encode())


def dsn(
    name: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "smtp; 550 5.1.1 <can-bo@xa.example>: no such user",
    envelope: str | None = None,
    kind: str = "message/rfc822",
) -> str:
    """As Postfix reports it (RFC 3464)."""
    known = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    told = f"Action: {action}\nStatus: {status}\nDiagnostic-Code: {diagnostic}\n"
    return REPORT.format(name=name, known=known, told=told, kind=kind)


REPORT = f"""\
From: MAILER-DAEMON@relay.example (Mail Delivery System)
To: nhacviec@{DOMAIN}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <20221020.DD1@relay.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
{{known}}
Final-Recipient: rfc822; can-bo@xa.example
{{told}}
--b
Content-Type: {{kind}}

From: nhacviec@{DOMAIN}
To: can-bo@xa.example
References: <binh-son.r1@{DOMAIN}>
Message-ID: <{{name}}@{DOMAIN}>
Subject: =?utf-8?q?Nh=E1=BA=AFc?=

--b--
"""


def answer(name: str, headers: str = "Auto-Submitted: auto-replied (vacation)\n") -> str:
    """As a mail program answers while somebody is away (RFC 3834)."""
    return f"""\
From: can-bo@xa.example
To: nhacviec@{DOMAIN}
Subject: =?utf-8?q?T=C3=B4i_=C4=91i_v=E1=BA=AFng?=
In-Reply-To: <{name}@{DOMAIN}>
References: <binh-son.r1@{DOMAIN}> <{name}@{DOMAIN}>
{headers}Content-Type: text/plain; charset=utf-8

Tôi nghỉ phép đến 25/10. Việc gấp xin gọi 0914 123 456.
"""


class Box:
    """The mailbox as whoever owns it sees it."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.password = folder / "password"
        self.password.write_text(PASSWORD + "\n")
        with self._open() as box:
            if found := box.uids():
                box.delete(found)

    def _open(self):
        return MailBoxUnencrypted("127.0.0.1", self.port).login(USER, PASSWORD)

    def receive(self, *mails: str) -> None:
        with self._open() as box:
            for one in mails:
                box.append(one.replace("\n", "\r\n").encode())

    def unread(self) -> int:
        with self._open() as box:
            return len(box.uids(AND(seen=False)))

    def account(self, **more) -> Account:
        known = {"host": "127.0.0.1", "port": self.port, "security": "none", "user": USER}
        return Account(**known | {"password_file": self.password, "domain": DOMAIN} | more)


class Full(Exception):
    pass


class FullLog(MemoryLog):
    """It takes nothing any more."""

    async def append(self, *_) -> int:
        raise Full


class Notifier:
    """What it has said of its mails so far, and one that looks into the mailbox."""

    def __init__(self, box: Box, **more) -> None:
        self.clock = SystemClock()
        self.server = Server(self.clock)
        self.log = MemoryLog(self.server)
        self.returning = self.another(box, **more)

    def another(self, box: Box, log: MemoryLog | None = None, **more) -> Returning:
        log = log or self.log
        memory = Memory(log, self.clock, "")
        listening = hearing(self.server, log, memory, self.clock)
        return Returning(memory, listening, ImapMailbox(box.account(**more)))

    async def append(self, subject: str, *facts) -> None:
        last = await self.log.last(topology.lock_of(subject))
        after = last.sequence if last else 0
        events = [encode(wrap(one, id=f"{after}-{n}", source="t")) for n, one in enumerate(facts)]
        await self.log.append(subject, events, after)

    async def sent(self, **units: str) -> "Notifier":
        """Each of these units was sent the message that stands beside it."""
        participants = [participant(unit) for unit in units]
        published = PlanPublished(plan=plan(), participants=participants, receipt=receipt(OPENED))
        await self.append(topology.plan_facts(PLAN), published)
        for unit, message in units.items():
            about = {"plan": PLAN, "unit": unit, "at": OPENED, "message": message}
            rung = {"duty": "r1", "due": DUE, "rung": "b3"}
            whose = {"person": "p", "leaves_at": OPENED}
            await self.append(
                topology.message_facts(PLAN, unit),
                MessageComposed(**about, **rung, channel="email", recipient="can-bo", **whose),
                MessageAttempted(**about, attempt=1),
                MessageAccepted(**about, channel="email"),
            )
        return self

    async def told(self, unit: str) -> list:
        """What was said of messages beyond that, without what its office is to hear."""
        stored = await self.log.read(topology.message_facts(PLAN, unit))
        said = [event.data for one in stored for event in one.events]
        return [fact for fact in said if not isinstance(fact, NoticeFact)][3:]
