"""Notifier, outbound: reads a mail that came back: a report that a mail did not arrive (RFC 3464),
or an answer that nobody wrote (RFC 3834).

The sender's words are anybody's: nothing of them is kept but codes and the ids of our own mails.
"""

import html
import re
import unicodedata
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
LONGEST_PAGE = 100_000
_TAG = re.compile(r"<(/?)(\w*+)[^<>]*+>")
HIDDEN, BLOCKS = ("head", "style", "script"), ("br", "p", "div", "tr")
_QUOTED = re.compile(
    r"^[ \t]*+(?:-{3,}.*|_{5,}|(?:From|Từ|Người gửi)[ \t]*:.*|.*\b(?:wrote|đã viết)[ \t]*:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Where an answer goes on with what it answers."""


def read(message: Message, domain: str) -> Returned | None:
    """What the mail says of one of ours, whose ids end in `domain`; None: nothing. What cannot be
    read says nothing, whatever one stumbles over in it: anybody may write to the mailbox.
    """
    with suppress(Exception):
        return _read(message, domain)
    return None


def _read(message: Message, domain: str) -> Returned | None:
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
    """The last day of an absence, by the subject or the text, counted from the answer's own day.

    Not by what is answered: our mails are full of dates, and their subject ends the answer's.
    """
    with suppress(Exception):  # a date, a charset or a coding that there is not
        sent = parsedate_to_datetime(str(message["Date"])).date()
        subject = str(make_header(decode_header(str(message.get("Subject", "")))))
        return stated_end(f"{subject.partition(':')[0]}\n{_answered(message)}"[:LONGEST_TEXT], sent)
    return None


def _answered(message: Message) -> str:
    """What an answer says itself: its texts, or where it has none its pages, without what they
    quote.
    """
    texts = [_text(part) for part in message.walk() if part.get_content_type() == "text/plain"]
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    said = unicodedata.normalize("NFC", "\n".join(texts or map(_page, pages)))[:LONGEST_PAGE]
    lines = _QUOTED.split(said, maxsplit=1)[0].splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))


def _page(part: Message) -> str:
    """What a page says, a block a line."""
    pieces = _TAG.split(_text(part)[:LONGEST_PAGE])
    said, hidden = [pieces[0]], ""
    for slash, tag, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        name = tag.lower()
        if hidden:
            hidden = "" if slash and name == hidden else hidden
        elif not slash and name in HIDDEN:
            hidden = name
        if not hidden:
            said += ["\n" if name in BLOCKS else "", text]
    return html.unescape("".join(said))


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
    if not isinstance(decoded, bytes):
        return ""
    with suppress(LookupError):  # a charset that there is not
        return decoded.decode(part.get_content_charset("utf-8"), "replace")
    return decoded.decode("utf-8", "replace")
