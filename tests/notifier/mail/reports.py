"""Notifier tests: mails that come back, as mail servers and persons send them."""

from email import message_from_bytes
from email.message import Message

DOMAIN = "ngayso.example"


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
