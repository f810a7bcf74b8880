"""Reporting, domain, reached: what became of messages, by channel and day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from contracts.plan import Channel
from contracts.words import MESSAGE_STATUSES, Delivery
from services.reporting.domain.counting.counts import Counts, MessageCount, UncertainCount
from services.reporting.domain.documents import MessageDocument
from services.reporting.domain.stamp import stamp
from services.reporting.domain.totals import MessageDay, MessageTotal


def message_count(document: MessageDocument) -> MessageCount:
    """How a message is counted: what is told of one that nobody took is nothing."""
    taken = document.status == "accepted"
    at = document.leaves_at
    hour = None if at is None else stamp(at.replace(minute=0, second=0, microsecond=0))
    delivery: Delivery = document.delivery if taken else "unknown"
    return MessageCount(document.channel, document.status, delivery, hour)


def messages(counts: Counts) -> tuple[MessageTotal, ...]:
    """By channel; also without one, where there are such."""
    found = [key for key in counts if isinstance(key, MessageCount)]
    channels: list[Channel | None] = sorted(get_args(Channel))
    if any(key.channel is None for key in found):
        channels.append(None)
    totals = []
    for channel in channels:
        by = dict.fromkeys(MESSAGE_STATUSES, 0)
        for key in found:
            by[key.status] += counts[key] if key.channel == channel else 0
        uncertain = counts[UncertainCount(channel)]
        totals.append(
            MessageTotal(channel=channel, total=sum(by.values()), uncertain=uncertain, **by)
        )
    return tuple(totals)


def messages_by_day(counts: Counts, zone: ZoneInfo) -> tuple[MessageDay, ...]:
    """Of those whose hour is known, day by day in the plan's zone."""
    by: defaultdict[tuple[date, Channel], defaultdict[str, int]]
    by = defaultdict(lambda: defaultdict(int))
    for key, number in counts.items():
        if isinstance(key, MessageCount) and key.channel and key.hour and number:
            of_day = by[datetime.fromisoformat(key.hour).astimezone(zone).date(), key.channel]
            for word in _words(key):
                of_day[word] += number
    words = [name for name in MessageDay.model_fields if name not in ("day", "channel")]
    return tuple(
        MessageDay(day=day, channel=channel, **{word: of_day[word] for word in words})
        for (day, channel), of_day in sorted(by.items())
    )


def _words(key: MessageCount) -> Iterator[str]:
    yield "composed"
    match key.status:
        case "composed" | "attempted":
            yield "waiting"
        case "accepted":
            yield "accepted"
            yield key.delivery
        case "failed" | "silenced":
            yield key.status
