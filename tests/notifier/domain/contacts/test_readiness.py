"""Whom of a unit a channel reaches on a day, and why nobody."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.outgoing import Contact, Failing
from contracts.plan import Escalation
from contracts.unit import Dated
from services.notifier.domain.contacts.readiness import unreached, wanted
from services.notifier.domain.reach import recipients
from tests.notifier.campaign import plan, rung

DAY = date(2022, 10, 18)
GONE = Failing(since=datetime(2022, 10, 1, tzinfo=UTC), reason="smtp-550")


def person(name="a", role="officer", **more):
    given = {"email": f"{name}@x.example", **more}
    return Contact(id=name, role=role, name="Mẫu", **given)


def why(*people, channel="email", role="officer", topics=("reminders",)):
    found = unreached("ba-to", people, (role, channel), topics, DAY)
    return found and found.why


AWAY = [Dated(value="b", valid_from=DAY)]


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        ([], "nobody"),
        ([person(role="leader")], "no-role"),
        ([person(valid_to=DAY)], "no-role"),
        ([person(valid_from=DAY)], None),
        ([person(email=None)], "no-address"),
        ([person(email="cán-bộ@x.example")], "no-address"),
        ([person(opted_out=["email"])], "opted-out"),
        ([person(opted_out=["email"]), person("b", email=None)], "no-address"),
        ([person(failing={"email": GONE})], "failing"),
        ([person(failing={"email": GONE}), person("b")], None),
        ([person(deputies=AWAY)], "away"),
        ([person(deputies=AWAY), person("b", role="leader", email=None)], "away"),
        ([person(deputies=AWAY), person("b", role="leader")], None),
        ([person(deputies=AWAY), person("b", valid_to=DAY)], "away"),
        ([person(deputies=AWAY), person("c")], None),
        ([person(deputies=AWAY), person("b", "leader", email=None, phone="0914 123 456")],
         "no-address"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_apart(people, wanted):
    """Who is away counts by the deputy, however good the own address is."""
    assert why(*people) == wanted


def test_a_failing_address_is_told_with_since_when_and_why():
    gone = [person(failing={"email": GONE})]
    found = unreached("ba-to", gone, ("officer", "email"), ["reminders"], DAY)
    assert (found.since, found.reason) == (GONE.since, "smtp-550")


def test_asked_is_whom_the_ladder_writes_to_of_what_the_unit_owes():
    both = rung("a", 0, channels=("email", "sms"), audience=("officer",))
    leader = rung("b", 0, audience=("officer", "leader"))
    ladder = plan(ladder=[both, leader])
    owed = ladder.ladder[0].owed
    pairs = {("officer", "email"), ("officer", "sms"), ("leader", "email")}
    assert wanted(ladder, owed, None) == pairs
    assert wanted(ladder, ["khac"], None) == set()


def test_a_leader_is_asked_only_of_whose_level_a_rung_tells_its_head():
    up = [Escalation(levels=["commune"], to="superior"), Escalation(to="head")]
    ladder = plan(ladder=[rung("b", 1, escalates=up)])
    owed = ladder.ladder[0].owed
    assert wanted(ladder, owed, "commune") == set()
    assert wanted(ladder, owed, "school") == {("leader", "email")}


def test_who_declined_what_is_not_sent_to_it_is_reached():
    """A unit above gets lists and no reminders; one that gets both is to hear of both."""
    nothing, no_lists = (person(declined={"email": [topic]}) for topic in ("reminders", "lists"))
    assert why(nothing, topics=["lists"]) is None
    assert why(no_lists, topics=["lists"]) == "opted-out"
    assert (
        why(nothing, no_lists.model_copy(update={"id": "b"}), topics=["lists", "reminders"]) is None
    )
    assert why(no_lists, topics=["lists", "reminders"]) == "opted-out"


PEOPLE = st.lists(
    st.builds(
        person,
        st.sampled_from("abc"),
        st.sampled_from(["officer", "leader"]),
        email=st.sampled_from([None, "x@x.example", "cán-bộ@x.example"]),
        opted_out=st.sampled_from([[], ["email"]]),
        failing=st.sampled_from([{}, {"email": GONE}]),
        deputies=st.sampled_from([[], AWAY, [Dated(value="c", valid_to=DAY)]]),
        valid_to=st.sampled_from([None, DAY]),
    ),
    unique_by=lambda one: one.id,
)


@given(PEOPLE)
def test_whoever_is_told_reached_is_written_to(people):
    """By the sender's own rule; the sender also tries who is away without a deputy."""
    asked = rung("r", 0, channels=("email",), audience=("officer",))
    if why(*people) is None:
        assert [one for one in recipients(people, asked, DAY) if one[0] == "email"]
