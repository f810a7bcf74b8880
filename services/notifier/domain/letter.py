"""Notifier, domain: one message as it leaves, composed for one person and one channel."""

from dataclasses import dataclass

from contracts.plan import Channel


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
    and the gateway's request id come from it. An SMS has no subject, and nothing below it either.

    `thread`: mails of one thread stand together in a mail program; `unsubscribe`: a URL that takes
    the person off the list when it is posted to, never when it is only opened.
    """

    id: str
    channel: Channel
    category: str
    subject: str
    text: str
    html: str | None = None
    thread: str | None = None
    unsubscribe: str | None = None
    attachments: tuple[Attachment, ...] = ()
