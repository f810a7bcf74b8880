"""Notifier, outbound: reads a mail that came back: a report that a mail did not arrive (RFC 3464),
or an answer that nobody wrote (RFC 3834).

The sender's words are anybody's: nothing of them is kept but codes and the ids of our own mails.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from flufl.bounce import all_failures

from services.notifier.domain.contacts.absence import stated_end
from services.notifier.domain.ending import Returned, Told

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
BASIC = re.compile(r"\b([45])\d\d\b")
DISABLED = ("2", "1")
"""X.2.1: the mailbox takes no mail at all."""
ADDRESSES = "1"
"""X.1.x: of the address itself, not of the mail, the mailbox or the way there."""
SERVERS = re.compile(r"\b(mailer-?daemon|postmaster)\b", re.IGNORECASE)
ANSWERED = ("x-autoreply", "x-autorespond")
"""How programs older than RFC 3834 say that nobody wrote an answer."""
ENVELOPE = "Original-Envelope-Id"
LONGEST_TEXT = 5000
"""Characters of an answer that are looked through for a date."""


def read(message: Message, domain: str) -> Returned | None:
    """What the mail says of one of ours, whose ids end in `domain`; None: nothing."""
    ids = tuple(dict.fromkeys(_ids(message, domain)))
    if not ids:
        return None
    if message.get_content_type() == "multipart/report":
        return _reported(message, ids)
    if _by_itself(message):
        return Returned(ids, Told("absent", until=_until(message)))
    return _old_report(message, ids)


def _reported(message: Message, ids: tuple[str, ...]) -> Returned | None:
    """Of several recipients the first that failed; a delay, a receipt or a relaying is no end."""
    for block in (block for blocks in _status(message) for block in blocks[1:]):
        if str(block.get("Action", "")).strip().lower().partition(" ")[0] == "failed":
            return _failed(str(block.get("Status", "")), str(block.get("Diagnostic-Code", "")), ids)
    return None


def _failed(status: str, diagnostic: str, ids: tuple[str, ...]) -> Returned:
    """Some relays say 5.0.0 and the real code in what they were told."""
    told = [found.groups() for text in (status, diagnostic) for found in ENHANCED.finditer(text)]
    exact = next((code for code in told if code[1:] != ("0", "0")), told[0] if told else None)
    if exact is None:
        basic = BASIC.search(diagnostic)
        return Returned(ids, Told("bounced", f"dsn-{basic[0]}" if basic else "dsn"))
    permanent = exact[0] == "5" and (exact[1] == ADDRESSES or exact[1:] == DISABLED)
    return Returned(ids, Told("bounced", f"dsn-{'.'.join(exact)}", permanent))


def _status(message: Message) -> Iterator[list[Message]]:
    """The blocks of each status: the first is about the whole mail, the others about recipients."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield (
                [one for one in blocks if isinstance(one, Message)]
                if isinstance(blocks, list)
                else []
            )


def _by_itself(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    return not submitted.startswith("no") or any(name in message for name in ANSWERED)


def _until(message: Message) -> date | None:
    """The last day of an absence, by the subject or the text, counted from the answer's own day."""
    texts = [_text(part) for part in message.walk() if part.get_content_type() == "text/plain"]
    with suppress(ValueError, LookupError):  # a date or a charset that there is not
        sent = parsedate_to_datetime(str(message["Date"])).date()
        subject = str(make_header(decode_header(str(message.get("Subject", "")))))
        return stated_end(" ".join((subject, *texts))[:LONGEST_TEXT], sent)
    return None


def _old_report(message: Message, ids: tuple[str, ...]) -> Returned | None:
    """Of a mail server that follows no standard; what a person writes is left to persons."""
    if not SERVERS.search(str(message.get("From", ""))):
        return None
    with suppress(Exception):  # what it cannot read is no report, whatever it stumbles over
        passing, lasting = all_failures(message)
        if passing or lasting:
            return Returned(ids, Told("bounced", "unknown-report", permanent=bool(lasting)))
    return None


def _ids(message: Message, domain: str) -> Iterator[str]:
    """What is said to have come back, what is answered, and what stands in the text."""
    ours = re.compile(rf"<([A-Za-z0-9._-]+)@{re.escape(domain)}>", re.IGNORECASE)
    for blocks in _status(message):
        yield from (str(one[ENVELOPE]) for one in blocks[:1] if ENVELOPE in one)
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            yield from ours.findall(str(inner["Message-ID"] if isinstance(inner, Message) else ""))
    for header in ("In-Reply-To", "References"):
        yield from reversed(ours.findall(str(message.get(header, ""))))
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield from ours.findall(_text(part))


def _text(part: Message) -> str:
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else ""
