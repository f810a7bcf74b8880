"""What became of messages, by channel and day: what was taken is never called delivered."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contracts.plan import Channel
from contracts.words import MESSAGE_STATUSES, Delivery, MessageStatus
from services.reporting.domain.counting.contribution import contribution
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.documents import MessageDocument
from services.reporting.domain.reached.sent import messages, messages_by_day

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MIDNIGHT = datetime(2022, 10, 13, 17, tzinfo=UTC)
"""Between 13 and 14 October in the plan's zone."""


def message(
    hour: int,
    status: MessageStatus = "accepted",
    delivery: Delivery = "unknown",
    channel: Channel = "email",
    shared: bool = False,
) -> MessageDocument:
    at = MIDNIGHT + timedelta(hours=hour, minutes=59)
    return MessageDocument(
        plan="p",
        unit="u",
        message="m",
        status=status,
        said_at=at,
        channel=channel,
        leaves_at=at,
        delivery=delivery,
        shared=shared,
    )


MESSAGES = st.builds(
    message,
    st.integers(-30, 30),
    st.sampled_from(MESSAGE_STATUSES),
    st.sampled_from(("unknown", "delivered", "bounced")),
    st.sampled_from(("email", "sms")),
    st.booleans(),
)


def counted(found: list[MessageDocument]) -> Counts:
    counts: Counts = Counter()
    for one in found:
        counts.update(contribution(one))
    return counts


def test_what_a_relay_took_is_unknown_until_somebody_says_that_it_arrived() -> None:
    taken = [message(8), message(8, delivery="delivered"), message(9, delivery="bounced")]
    [day] = messages_by_day(counted([*taken, message(10, "failed")]), ZONE)
    assert (day.composed, day.accepted, day.failed) == (4, 3, 1)
    assert (day.delivered, day.bounced, day.unknown) == (1, 1, 1)


def test_a_day_is_the_plans_own_and_a_shared_message_is_counted_once() -> None:
    found = messages_by_day(counted([message(-1), message(0), message(0, shared=True)]), ZONE)
    assert [(one.day.day, one.composed) for one in found] == [(13, 1), (14, 1)]


@given(st.lists(MESSAGES, max_size=30))
def test_days_add_up_in_themselves_and_to_what_is_told_by_channel(
    found: list[MessageDocument],
) -> None:
    """Whatever is told after the end of a message that nobody took is nothing."""
    counts = counted(found)
    days = messages_by_day(counts, ZONE)
    for one in days:
        assert one.composed == one.accepted + one.failed + one.silenced + one.waiting
        assert one.accepted == one.delivered + one.bounced + one.unknown
    for total in messages(counts):
        own = [one for one in days if one.channel == total.channel]
        assert sum(one.composed for one in own) == total.total
        assert sum(one.accepted for one in own) == total.accepted
        mine = [one for one in found if one.channel == total.channel and not one.shared]
        arrived = [one for one in mine if (one.status, one.delivery) == ("accepted", "delivered")]
        assert sum(one.delivered for one in own) == len(arrived)
