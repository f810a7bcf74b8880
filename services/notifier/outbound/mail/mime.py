"""Notifier, outbound: a letter as a mail, byte by byte as the relay gets it.

Written line by line, with the library's Header where a word has to be encoded: the library's own
classes take six times as long (measured: 0.6 ms a mail), and its newer ones, EmailMessage, ten
times that; those lose a space between two encoded words of a long subject besides (CPython 3.11 to
3.13; RFC 2047, section 6.2).
"""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr, quote
from functools import cache
from urllib.parse import quote as percent

from services.notifier.domain.letter import Attachment, Letter

LANGUAGE = "vi"
LINE = 76
"""Characters of base64 (RFC 2045, section 6.8)."""
BOUNDARY = "=_{}"
"""Between parts, by their number; no line of base64 has `_`, and every part is base64."""


def mime(letter: Letter, address: str, sender: str, at: datetime) -> bytes:
    """The mail as sent; its Message-ID is the message's own id, also when it is sent again.

    Raises ValueError for an address that is not ASCII.
    """
    headers = (f"{name}: {value}" for name, value in _headers(letter, address, sender, at))
    return "\r\n".join(["MIME-Version: 1.0", *headers, *_content(letter)]).encode("ascii")


def _headers(letter: Letter, address: str, sender: str, at: datetime) -> Iterator[tuple[str, str]]:
    shown, domain = _from(sender)
    yield "From", shown
    yield "To", _line(address)
    yield "Subject", _encoded("Subject", letter.subject)
    yield "Date", format_datetime(at)
    yield "Message-ID", f"<{letter.id}@{domain}>"
    yield "Auto-Submitted", "auto-generated"
    yield "Content-Language", LANGUAGE
    yield "X-Ngayso-Category", letter.category
    if letter.thread:
        yield "In-Reply-To", f"<{letter.thread}@{domain}>"
        yield "References", f"<{letter.thread}@{domain}>"
    if letter.unsubscribe:
        # By RFC 8058 a mail program posts there; whatever follows links only gets the page.
        yield "List-Unsubscribe", f"<{letter.unsubscribe}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _line(value: str) -> str:
    """The value; raises ValueError where it would begin another header."""
    if "\r" in value or "\n" in value:
        raise ValueError("a header has one line")
    return value


def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


@cache
def _from(sender: str) -> tuple[str, str]:
    """The header, and the domain that ends every id."""
    name, own = parseaddr(sender)
    return (f"{_encoded('From', name)} <{own}>" if name else own), domain_of(sender)


def domain_of(sender: str) -> str:
    """What ends the ids of the mails that a sender writes."""
    return parseaddr(sender)[1].rpartition("@")[2]


def _content(letter: Letter) -> Iterable[str]:
    """The text; beside it the same as a page, of which a reader sees one; after both the files."""
    content = _text(letter.text, "plain")
    if letter.html is not None:
        content = _parts("alternative", 2, [content, _text(letter.html, "html")])
    if letter.attachments:
        files = (_file(attachment) for attachment in letter.attachments)
        content = _parts("mixed", 1, [content, *files])
    return content


def _parts(kind: str, level: int, parts: Iterable[Iterable[str]]) -> list[str]:
    """What begins with the headers of their type, and ends with an empty line."""
    between = BOUNDARY.format(level)
    lines = [f'Content-Type: multipart/{kind}; boundary="{between}"', ""]
    for part in parts:
        lines += [f"--{between}", *part]
    return [*lines, f"--{between}--", ""]


def _text(text: str, kind: str) -> list[str]:
    data = "\r\n".join(text.splitlines()) + "\r\n"
    return _base64(f'text/{kind}; charset="utf-8"', data.encode())


def _file(one: Attachment) -> list[str]:
    method = f'; method="{quote(one.method)}"' if one.method else ""
    charset = '; charset="utf-8"' if one.media.startswith("text/") else ""
    name = f"Content-Disposition: attachment; filename*=utf-8''{percent(one.name, safe='')}"
    return _base64(f"{one.media}{method}{charset}", one.data, name)


def _base64(media: str, data: bytes, *headers: str) -> list[str]:
    body = b2a_base64(data, newline=False).decode("ascii")
    lines = (body[start : start + LINE] for start in range(0, len(body), LINE))
    encoding = "Content-Transfer-Encoding: base64"
    return [f"Content-Type: {media}", encoding, *headers, "", *lines, ""]
