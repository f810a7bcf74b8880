"""Notifier, outbound: of a mail that came back, what it says of ours, and none of its words."""

import html
import re
import time
import unicodedata
from datetime import date
from email import message_from_bytes
from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.ending import Returned, Told
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


WORDS = "Tôi nghỉ phép đến hết ngày 14/10/2022."
SENT = "Date: Tue, 11 Oct 2022 08:00:00 +0700\n"
SUBJECT = "Trả lời tự động: Nhắc việc: Báo cáo, trước ngày 20/10/2022 (hết ngày 19/10)"
PAGE = f"<html><head><style>p {{}}</style></head><body><p>{WORDS}</p></body></html>"


def absent(
    text: bytes, kind: str = "text/plain; charset=utf-8", subject: str = "Tôi đi vắng"
) -> date | None:
    written = Header(subject, "utf-8").encode()
    head = answer("m-1").partition("Content-Type")[0].replace("From:", SENT + "From:")
    head = re.sub("Subject:.*", f"Subject: {written}", head) + f"Content-Type: {kind}\n\n"
    told = read(message_from_bytes(head.encode() + text), DOMAIN)
    assert told is not None
    assert told.told.what == "absent"
    return told.told.until


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WORDS.encode(), "text/plain; charset=utf-8"),
        (unicodedata.normalize("NFD", WORDS).encode(), "text/plain; charset=utf-8"),
        (WORDS.encode("utf-16"), "text/plain; charset=utf-16"),
        (WORDS.encode(), "text/plain; charset=khong-co"),
        (PAGE.encode(), "text/html; charset=utf-8"),
        (html.escape(PAGE).replace("&lt;", "<").replace("&gt;", ">").encode(), "text/html"),
    ],
)
def test_until_when_somebody_is_away_is_read_however_it_is_written(text, kind) -> None:
    """In letters and signs apart, in another charset, as a page."""
    assert absent(text, kind) == date(2022, 10, 14)


OURS = "Thời hạn: chậm nhất ngày 15/10/2022, tính đến ngày 18/10/2022 (hết ngày 19/10)"


@pytest.mark.parametrize(
    "quoted",
    [
        f"> {OURS}",
        f"-----Original Message-----\n{OURS}",
        f"Từ: Sở Thông tin và Truyền thông\n{OURS}",
        f"Vào ngày 11/10/2022, Sở TT&TT đã viết:\n\n{OURS}",
    ],
)
def test_no_date_of_the_mail_that_is_answered_is_the_end_of_an_absence(quoted) -> None:
    """An answer's subject ends in ours, and its text may quote what we wrote."""
    assert absent(f"Tôi đi vắng.\n\n{quoted}\n".encode(), subject=SUBJECT) is None
    told = absent(f"{WORDS}\n\n{quoted}\n".encode(), subject=SUBJECT)
    assert told == date(2022, 10, 14)


@pytest.mark.parametrize("hostile", [b"<", b"<a", b"<style>", b"\n", b" ", "đến ".encode()])
@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_long_mail_of_one_sign_is_read_in_no_time(hostile, kind) -> None:
    began = time.monotonic()
    assert absent(hostile * 10**5, kind) is None
    assert time.monotonic() - began < 5


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
        b"Subject: =?utf-8?B?a?=\r\n",
        b"Date: Tue, 11 Oct 2022 08:00:00 +99999999999999999999\r\n",
        b"Auto-Submitted: auto-replied\r\nIn-Reply-To: <m-1@ngayso.example>\r\n",
    ]
)


@given(st.lists(PARTS, max_size=30).map(b"".join))
def test_no_mail_stops_the_reading(content: bytes) -> None:
    read(message_from_bytes(content), DOMAIN)


@pytest.mark.parametrize(
    "headers",
    ["Subject: =?utf-8?B?a?=", "Date: Tue, 11 Oct 2022 08:00:00 +99999999999999999999"],
)
def test_an_answer_with_a_broken_header_says_that_nobody_reads_and_not_until_when(headers) -> None:
    told = said(f"{headers}\n{answer('m-1')}")
    assert told is not None
    assert told.told == Told("absent")
