"""Notifier, outbound: a letter as a mail, byte by byte as the relay gets it.

Written with the library's older classes: the newer EmailMessage takes ten times as long (measured:
1.4 ms a mail), loses a space between two encoded words of a long subject (CPython 3.11 to 3.13;
RFC 2047, section 6.2), and each `Content-` header that is set before the text.
"""

from datetime import datetime
from email._policybase import Compat32
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from functools import cache

from services.notifier.domain.letter import Attachment, Letter

LANGUAGE = "vi"


class _AsWritten(Compat32):
    """Headers as they were set, folded already where they may be long."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}{self.linesep}".encode("ascii")


_ON_THE_WIRE = _AsWritten(linesep="\r\n")


def mime(letter: Letter, address: str, sender: str, at: datetime) -> bytes:
    """The mail as sent; its Message-ID is the message's own id, also when it is sent again.

    Raises ValueError for an address that is not ASCII.
    """
    mail = _content(letter)
    mail["From"], domain = _from(sender)
    mail["To"] = address
    mail["Subject"] = Header(letter.subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = LANGUAGE
    mail["X-Ngayso-Category"] = letter.category
    if letter.thread:
        mail["In-Reply-To"] = mail["References"] = f"<{letter.thread}@{domain}>"
    if letter.unsubscribe:
        # By RFC 8058 a mail program posts there; whatever follows links only gets the page.
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail.as_bytes(policy=_ON_THE_WIRE)


@cache
def _from(sender: str) -> tuple[str, str]:
    """The header, and the domain that ends every id."""
    name, own = parseaddr(sender)
    shown = Header(name, "utf-8", header_name="From").encode(linesep="\r\n")
    return (f"{shown} <{own}>" if name else own), domain_of(sender)


def domain_of(sender: str) -> str:
    """What ends the ids of the mails that a sender writes."""
    return parseaddr(sender)[1].rpartition("@")[2]


def _content(letter: Letter) -> MIMEBase:
    """The text; beside it the same as a page, of which a reader sees one; after both the files."""
    content: MIMEBase = _text(letter.text, "plain")
    if letter.html is not None:
        content = MIMEMultipart("alternative", _subparts=[content, _text(letter.html, "html")])
    if letter.attachments:
        files = (_file(attachment) for attachment in letter.attachments)
        content = MIMEMultipart("mixed", _subparts=[content, *files])
    return content


def _text(text: str, kind: str) -> MIMEText:
    return MIMEText("\r\n".join(text.splitlines()) + "\r\n", kind, "utf-8")


def _file(attachment: Attachment) -> MIMEBase:
    main, _, sub = attachment.media.partition("/")
    part = MIMEBase(main, sub)
    if attachment.method:
        part.set_param("method", attachment.method)
    if main == "text":
        part.set_param("charset", "utf-8")
    part.set_payload(attachment.data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
    return part
