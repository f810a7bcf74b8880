"""Cli, integrate: what became of a message, in words."""

from typing import assert_never

from cli.integrate.told import terms
from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageBounced,
    MessageDeclined,
    MessageDelivered,
    MessageFailed,
    MessageSilenced,
    NoticeDropped,
    NoticeFailed,
    NoticeSent,
)

Ended = MessageAccepted | MessageFailed | MessageSilenced
Notice = NoticeSent | NoticeDropped | NoticeFailed
Told = MessageDelivered | MessageBounced | MessageAnsweredAbsent | MessageDeclined


def told(fact: Notice, about: str) -> str:
    """What became of word of something that happened."""
    what = f"“{terms.NOTICES[fact.kind]}” về {about}"
    match fact:
        case NoticeSent():
            return f"Đã báo {what}"
        case NoticeDropped():
            return f"Không báo {what}: {terms.DROPPED[fact.reason]}"
        case NoticeFailed():
            return f"Không báo được {what}: {fact.reason}"
        case _:
            assert_never(fact)


def afterwards(fact: Ended | Told) -> str:
    """What became of a message: that it was taken over says nothing of its arrival."""
    match fact:
        case MessageAccepted():
            doubt = ", có thể trùng" if fact.uncertain else ""
            return f"Đã chuyển đi một {terms.CHANNELS[fact.channel]}{doubt}"
        case MessageFailed():
            return f"Không chuyển được {terms.CHANNELS[fact.channel]}: {fact.reason}"
        case MessageSilenced():
            return "Một tin nhắc không gửi nữa vì không còn cần"
        case MessageDelivered():
            return "Một tin nhắc đã đến nơi"
        case MessageBounced():
            return f"Một tin nhắc không đến được nơi nhận: {fact.reason}"
        case MessageAnsweredAbsent():
            return "Người nhận đang vắng (thư trả lời tự động)"
        case MessageDeclined():
            return "Người nhận đề nghị ngừng gửi, chưa có người khác nhận thay"
        case _:
            assert_never(fact)
