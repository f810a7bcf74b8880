"""Where duties stand."""

from contracts.facts import ActivityHeld, PlanPublished
from services.notifier.domain.standing import Situation, concerned, moves_timers
from tests.notifier.campaign import (
    ABOUT,
    DUE,
    amended,
    at,
    excused,
    extended,
    key,
    met,
    opened,
    participant,
    plan,
    receipt,
    reopened,
    situation,
)

LATER = at(10, 25, 0)


def standing(*facts):
    return situation(*facts).duties["bao-cao"]


def test_an_opened_duty_is_owing_until_it_is_met():
    """Open, then met."""
    assert standing(opened()).status == "owing"
    assert standing(opened(), met(at(10, 12))).status == "met"


def test_a_late_word_about_an_earlier_round_leaves_the_present_round_owing():
    """A return opened round 1; then an older command turns out to have met round 0."""
    facts = [opened(), met(at(10, 12)), reopened(at(10, 21), LATER, 1), met(at(10, 11))]
    assert standing(*facts).status == "owing"


def test_an_extension_moves_the_due_moment_and_keeps_the_old_one_known():
    """The old one's rungs must be settled too."""
    found = standing(opened(), extended(at(10, 12), LATER))
    assert (found.due, found.dues) == (LATER, (DUE, LATER))


def test_an_amended_plan_does_not_move_the_clock_of_a_return():
    """Round 0 moved; the present round is 1."""
    found = standing(
        opened(), met(at(10, 12)), reopened(at(10, 21), LATER, 1), extended(at(10, 22), at(11, 1))
    )
    assert found.due == LATER
    assert set(found.dues) == {DUE, LATER, at(11, 1)}


def test_the_reason_why_a_rung_is_needless():
    """Moved goes before what became of the duty."""
    assert situation(opened()).needless(key("b3")) is None
    assert situation(opened(), met(at(10, 12))).needless(key("b3")) == "met"
    assert situation(opened(), excused(at(10, 12))).needless(key("b3")) == "excused"
    assert situation(opened(), extended(at(10, 12), LATER)).needless(key("b3")) == "moved"
    assert situation(opened()).needless(key("unknown-rung")) == "moved"


def test_a_rung_is_overtaken_when_a_later_one_is_due_and_not_before():
    """b1 is due on 18/10 at 08:00."""
    known: Situation = situation(opened())
    assert not known.overtaken(key("b3"), at(10, 18, 7, 59))
    assert known.overtaken(key("b3"), at(10, 18, 8))
    assert not known.overtaken(key("a1"), at(12, 1))


def test_whatever_changes_a_duty_moves_timers_and_an_activity_does_not():
    """The many facts about activities cost no look at the timers."""
    history = [opened(), extended(at(10, 12), LATER), met(at(10, 13)), reopened(at(10, 14))]
    for fact in [*history, excused(at(10, 15))]:
        assert moves_timers(fact)
    assert not moves_timers(ActivityHeld(**ABOUT, receipt=receipt(at(10, 1)), activity="a-1"))


def test_an_amended_plan_concerns_its_units_and_a_published_one_nobody_yet():
    """Its duties are not open."""
    fields = {"plan": plan(), "participants": [participant()], "receipt": receipt(at(9, 15))}
    assert concerned(PlanPublished(**fields)) == []
    assert concerned(amended(plan())) == ["binh-son"]
