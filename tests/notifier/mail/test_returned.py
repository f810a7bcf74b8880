"""Notifier, outbound: of a mail that came back, what it says of ours, and none of its words."""

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.ending import Returned
from services.notifier.outbound.mail.returned import read
from tests.notifier.mail.reports import DOMAIN, answer, dsn, mail


def said(text: str) -> Returned | None:
    return read(mail(text), DOMAIN)


@pytest.mark.parametrize(
    ("status", "diagnostic", "reason", "permanent"),
    [
        ("5.1.1", "smtp; 550 no", "dsn-5.1.1", True),
        ("5.1.2", "smtp; 550 no such domain", "dsn-5.1.2", True),
        ("5.2.1", "smtp; 550 disabled", "dsn-5.2.1", True),
        ("5.2.2", "smtp; 552 mailbox full", "dsn-5.2.2", False),
        ("5.7.1", "smtp; 554 5.7.1 looks like spam", "dsn-5.7.1", False),
        ("4.4.1", "smtp; connection timed out", "dsn-4.4.1", False),
        ("5.0.0", "smtp; 550 5.1.1 user unknown", "dsn-5.1.1", True),
        ("5.0.0", "smtp; 550 no", "dsn-5.0.0", False),
        ("", "smtp; 550 no", "dsn-550", False),
        ("", "", "dsn", False),
    ],
)
def test_a_report_tells_whether_the_address_is_no_good(
    status, diagnostic, reason, permanent
) -> None:
    """A full mailbox, a filter or the way there say nothing of the address for the next mail."""
    told = said(dsn("m-1", status=status, diagnostic=diagnostic))
    assert told is not None
    assert (told.told.what, told.told.reason, told.told.permanent) == ("bounced", reason, permanent)
    assert "m-1" in told.messages


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_mail_that_is_still_on_its_way_has_not_bounced(action) -> None:
    assert said(dsn("m-1", action=action, status="4.4.1")) is None


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_is_about_the_mail_that_it_returns(kind) -> None:
    told = said(dsn("m-1", kind=kind))
    assert told is not None
    assert "m-1" in told.messages


def test_a_report_that_returns_nothing_is_found_by_its_envelope() -> None:
    told = said(dsn("m-1", envelope="m-1").replace(f"Message-ID: <m-1@{DOMAIN}>", "X-None: y"))
    assert told is not None
    assert told.messages[0] == "m-1"


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied (vacation)\n",
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
        "X-Autoreply: yes\nPrecedence: bulk\n",
    ],
)
def test_an_answer_that_nobody_wrote_says_that_nobody_reads(headers) -> None:
    told = said(answer("m-1", headers))
    assert told is not None
    assert (told.told.what, told.messages[0]) == ("absent", "m-1")


@pytest.mark.parametrize("headers", ["", "Auto-Submitted: no\n"])
def test_what_a_person_answers_is_left_to_persons(headers) -> None:
    text = answer("m-1", headers) + "\nMáy chủ báo: 550 5.1.1 <can-bo@xa.example> no such user\n"
    assert said(text) is None


def test_a_report_after_nobodys_standard_is_understood_too() -> None:
    """qmail's, which says it in its text alone."""
    text = f"""\
From: MAILER-DAEMON@xa.example
To: nhacviec@{DOMAIN}
Subject: failure notice

Hi. This is the qmail-send program at xa.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<can-bo@xa.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <m-1@{DOMAIN}>
"""
    told = said(text)
    assert told is not None
    assert (told.told.what, told.told.reason, told.messages) == (
        "bounced",
        "unknown-report",
        ("m-1",),
    )


def test_a_report_of_somebody_elses_mail_is_nothing_of_ours() -> None:
    assert said(dsn("m-1").replace(DOMAIN, "other.example")) is None


def test_nothing_but_codes_and_our_own_ids_is_taken() -> None:
    told = [said(dsn("m-1")), said(answer("m-1"))]
    assert not [w for w in ("can-bo", "xa.example", "0914", "phép") if w in repr(told)]


PARTS = st.sampled_from(
    [
        b"Content-Type: multipart/report; boundary=b\r\n",
        *(b"--b\r\n", b"--b--\r\n", b"\r\n"),
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: message/rfc822\r\n",
        *(b"Action: failed\r\n", b"Status: 5.1.1\r\n", b"Status: \xff\xfe\r\n"),
        *(b"Auto-Submitted: \r\n", b"In-Reply-To: <m-1@ngayso.example>\r\n"),
        *(b"From: mailer-daemon\r\n", b"\xe1\xba\xa3\r\n"),
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Type: text/plain; charset=x\r\n",
    ]
)


@given(st.lists(PARTS, max_size=30).map(b"".join))
def test_no_mail_stops_the_reading(content: bytes) -> None:
    read(message_from_bytes(content), DOMAIN)
