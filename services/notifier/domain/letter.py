"""Notifier, domain: one message as it leaves, composed for one person and one channel."""

from dataclasses import dataclass
from datetime import datetime

from contracts.plan import Channel
from contracts.words import Category


@dataclass(frozen=True)
class Attachment:
    """A file beside a mail's text. `media`: its type, "text/calendar" say; `method`: of an
    invitation, what the calendar does with it ("REQUEST", "CANCEL").
    """

    name: str
    media: str
    data: bytes
    method: str | None = None


@dataclass(frozen=True)
class Letter:
    """What a relay or gateway is handed. `id` is the same at every attempt: the mail's Message-ID
    and the gateway's request id come from it. An SMS has no subject, and its text its accents.

    Of a mail besides: mails of one `thread` stand together in a mail program; `unsubscribe` is a
    URL that takes the person off the list when it is posted to, never when it is only opened.

    Of an SMS besides: `via` is the gateway that is to take it. `asked_since` is when (real time) an
    attempt began there whose end nobody knows: it is asked about, and not simply sent. `closed`
    are the gateways that will never take it, `avoid` the one that last refused it for now.
    """

    id: str
    channel: Channel
    category: Category
    subject: str
    text: str
    plan: str = ""
    unit: str = ""
    via: str | None = None
    asked_since: datetime | None = None
    closed: tuple[str, ...] = ()
    avoid: str | None = None
    html: str | None = None
    thread: str | None = None
    unsubscribe: str | None = None
    attachments: tuple[Attachment, ...] = ()
