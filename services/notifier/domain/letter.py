"""Notifier, domain: one message as it leaves, composed for one person and one channel."""

from dataclasses import dataclass

from contracts.plan import Channel


@dataclass(frozen=True)
class Letter:
    """What a relay or gateway is handed. `id` is the same at every attempt: the mail's Message-ID
    and the gateway's request id come from it. An SMS has no subject.
    """

    id: str
    channel: Channel
    category: str
    subject: str
    text: str
