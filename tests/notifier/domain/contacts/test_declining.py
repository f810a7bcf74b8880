"""Who wants nothing of a topic by a channel gets nothing of it, and everything else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.outgoing import Contact, OptOutAsked
from contracts.plan import Channel
from contracts.words import TOPICS, Topic
from services.notifier.domain.contacts.declining import declining, leaves_nobody
from services.notifier.domain.reach import address, reached_in, recipients
from services.notifier.domain.told.tell import Aim

DAY = date(2022, 10, 12)
MAIL = Aim(("officer",), ("email",))
CONTACT = Contact(id="c-1", role="officer", name="Mẫu", email="a@ba-to.example", phone="0914123456")
ASKED = st.builds(
    OptOutAsked,
    contact=st.just("c-1"),
    channel=st.sampled_from(("email", "sms")),
    topic=st.sampled_from((None, *TOPICS)),
    out=st.booleans(),
)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_that_is_declined_stops_and_the_others_go_on(topic: Topic) -> None:
    one = declining(CONTACT, OptOutAsked(contact="c-1", channel="email", topic=topic))
    for other in TOPICS:
        reached = recipients([one], MAIL, DAY, other)
        assert reached == ([] if other == topic else [("email", "c-1")])
        assert address(one, "sms", other)


@given(st.lists(ASKED, max_size=6))
def test_what_was_asked_last_of_a_channel_holds(asked: list[OptOutAsked]) -> None:
    """By a plain look: the last word about a topic, or about the whole channel."""
    one = CONTACT
    wanted: dict[tuple[Channel, Topic], bool] = {}
    whole: dict[Channel, bool] = {}
    for said in asked:
        one = declining(one, said)
        if said.topic is None:
            whole[said.channel] = said.out
            if not said.out:
                wanted = {key: out for key, out in wanted.items() if key[0] != said.channel}
        else:
            wanted[said.channel, said.topic] = said.out
            if not said.out:
                whole[said.channel] = False
    for channel in ("email", "sms"):
        for topic in TOPICS:
            stopped = whole.get(channel, False) or wanted.get((channel, topic), False)
            assert (address(one, channel, topic) is None) == stopped


def test_nobody_is_left_where_of_one_topic_nobody_hears_any_more() -> None:
    """Whoever hears of it by the other channel does hear."""
    first = declining(CONTACT, OptOutAsked(contact="c-1", channel="email", topic="notices"))
    both = declining(first, OptOutAsked(contact="c-1", channel="sms", topic="notices"))
    assert not leaves_nobody([CONTACT], [first], "officer", DAY)
    assert leaves_nobody([first], [both], "officer", DAY)
    assert reached_in([both], "officer", DAY, "reminders")
