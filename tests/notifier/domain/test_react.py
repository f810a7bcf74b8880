"""What facts lead to."""

from contracts.facts import (
    RungCancelled,
    RungScheduled,
)
from services.notifier.domain.digest.ahead import Schedule
from services.notifier.domain.react import Cancel, react
from tests.notifier.campaign import (
    LADDER,
    at,
    excused,
    extended,
    key,
    met,
    opened,
    plan,
    reminders,
    reopened,
    rung,
    situation,
)
from tests.notifier.domain.effects import facts, of_kind, scheduled


def test_an_opened_duty_gets_a_timer_for_each_rung():
    """And says so, in one go."""
    effects = react(situation(opened()), reminders(), at(9, 15))
    assert [e.timer.fires_at for e in of_kind(effects, Schedule)] == [
        at(10, 14),
        at(10, 18),
        at(10, 20),
    ]
    assert [(type(f), f.rung) for f in facts(effects)] == [
        (RungScheduled, "b3"),
        (RungScheduled, "b1"),
        (RungScheduled, "a1"),
    ]


def test_nothing_happens_for_a_fact_that_comes_twice():
    """Also late: the timers are as they should be."""
    told = reminders(*scheduled(opened()))
    assert react(situation(opened()), told, at(9, 15)) == []
    assert react(situation(opened()), told, at(12, 1)) == []


def test_a_met_duty_cancels_its_timers():
    """Each said, each taken out of the stream."""
    told = scheduled(opened())
    effects = react(situation(opened(), met(at(10, 12))), reminders(*told), at(10, 12))
    assert [(f.rung, f.reason) for f in facts(effects)] == [
        ("b3", "met"),
        ("b1", "met"),
        ("a1", "met"),
    ]
    assert [e.key for e in of_kind(effects, Cancel)] == [key("b3"), key("b1"), key("a1")]
    again = react(
        situation(opened(), met(at(10, 12))), reminders(*told, *facts(effects)), at(10, 13)
    )
    assert again == []


def test_a_duty_met_before_its_timers_were_set_settles_them_all_the_same():
    """Rungs due add up although no timer ever stood."""
    effects = react(situation(opened(), met(at(9, 15))), reminders(), at(9, 16))
    assert [type(f) for f in facts(effects)] == [RungCancelled] * 3
    assert not of_kind(effects, Cancel)


def test_an_excused_duty_cancels_with_its_reason():
    """Excused is not met."""
    effects = react(
        situation(opened(), excused(at(10, 1))), reminders(*scheduled(opened())), at(10, 1)
    )
    assert {f.reason for f in facts(effects)} == {"excused"}


def test_an_extension_moves_the_whole_ladder():
    """Old timers out, new ones in, the moved ones told apart by their due moment."""
    later = at(10, 27, 0)
    effects = react(
        situation(opened(), extended(at(10, 12), later)),
        reminders(*scheduled(opened())),
        at(10, 12),
    )
    assert [f.reason for f in facts(effects) if isinstance(f, RungCancelled)] == ["moved"] * 3
    assert {e.timer.due for e in of_kind(effects, Schedule)} == {later}


def test_a_duty_reopened_with_the_same_due_gets_back_the_timers_still_to_come():
    """What was due while nothing was owed stays called off."""
    told = scheduled(opened())
    known = situation(opened(), met(at(10, 12)))
    told += facts(react(known, reminders(*told), at(10, 12)))
    reopen = situation(opened(), met(at(10, 12)), reopened(at(10, 16)))
    effects = react(reopen, reminders(*told), at(10, 16))
    assert [e.timer.rung for e in of_kind(effects, Schedule)] == ["b1", "a1"]
    assert react(reopen, reminders(*told, *facts(effects)), at(10, 16)) == []


def test_an_amended_ladder_moves_drops_and_adds_timers():
    """b3 is gone, b1 is an hour later, b0 is new."""
    told = scheduled(opened())
    other = plan(ladder=(rung("b1", -1, at=at(1, 1, 9).time()), rung("b0", 0), LADDER[2]))
    effects = react(situation(opened(of=other), of=other), reminders(*told), at(10, 1))
    assert {(e.timer.rung, e.timer.fires_at) for e in of_kind(effects, Schedule)} == {
        ("b1", at(10, 18, 9)),
        ("b0", at(10, 19)),
    }
    assert [f.rung for f in facts(effects) if isinstance(f, RungCancelled)] == ["b3"]
