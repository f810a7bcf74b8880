"""Notifier, domain, told: what a notice is that no message told."""

from datetime import datetime

from contracts.facts import NoticeDropped, NoticeFailed
from contracts.plan import Channel
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.standing import Situation


def not_told(
    situation: Situation,
    key: NoticeKey,
    channel: Channel,
    now: datetime,
    *,
    true: bool,
    held: bool,
    why: str,
) -> NoticeDropped | NoticeFailed:
    """Once its messages have ended: not true any more, kept back, or failed, and `why`."""
    about = {"plan": situation.plan.id, "unit": situation.unit, "at": now, **key._asdict()}
    if not true:
        return NoticeDropped(**about, reason="untrue")
    if held:
        return NoticeDropped(**about, reason="held")
    if situation.called_off(key, channel):
        return NoticeDropped(**about, reason="called-off")
    return NoticeFailed(**about, reason=why)
