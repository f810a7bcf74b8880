"""Notifier, outbound: a letter as a mail, byte by byte as the relay gets it."""

from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from services.notifier.domain.letter import Attachment, Letter

LANGUAGE = "vi"


class _MailPolicy(EmailPolicy):
    """Folds a long subject without losing the space between two encoded words, as the library's own
    folding does (CPython 3.11 to 3.13; RFC 2047, section 6.2).
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject":
            return super().fold_binary(name, value)
        folded = Header(str(value), header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _MailPolicy(linesep="\r\n")


def mime(letter: Letter, address: str, sender: str, at: datetime) -> bytes:
    """The mail as sent; its Message-ID is the message's own id, also when it is sent again.

    Raises ValueError for an address that is none. The content is set before any header: setting it
    removes every `Content-` header that stands already.
    """
    mail = EmailMessage(policy=_POLICY)
    mail.set_content(letter.text, cte="base64")
    if letter.html is not None:
        mail.add_alternative(letter.html, subtype="html", cte="base64")
    for attachment in letter.attachments:
        _attach(mail, attachment)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = letter.subject
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
    return mail.as_bytes()


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media.partition("/")
    params = {"method": attachment.method} if attachment.method else {}
    if main == "text":
        params["charset"] = "utf-8"
    mail.add_attachment(
        attachment.data, maintype=main, subtype=sub, filename=attachment.name, params=params
    )
