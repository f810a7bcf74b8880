"""Into which hour's message of a person a rung goes."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.outgoing import Slot, SlotsGathered
from services.notifier.domain.digest import slots
from services.notifier.domain.digest.part import entry
from services.notifier.domain.digest.slots import Manners, Opening, Whom, hour_of, message_id
from tests.notifier.campaign import ZONE, at, key, opened, situation

MANNERS = Manners(3, 2, time(7), time(21))
ME, OTHER = Whom("p-1", "email"), Whom("p-1", "sms")
KNOWN = situation(opened())
NONE = SlotsGathered()


def one(unit="binh-son", name="b3"):
    return entry(replace(KNOWN, unit=unit), key(name), "c-1", at(10, 14))


def enter(known, what, moment, whom=ME, office="so-tttt", but=None):
    return Opening(whom, office, ZONE, moment).enter(known, what, MANNERS, but)


def leaves(known):
    return [slot.leaves_at for slot in known.slots]


def test_a_message_is_the_same_message_however_often_it_is_made():
    """One person, channel, office and hour: the moment within it does not count, nor its zone."""
    first = message_id(ME, "so-tttt", at(10, 14, 8))
    assert first == message_id(ME, "so-tttt", at(10, 14, 8, 59).astimezone(tz=None))
    others = {
        message_id(ME, "so-tttt", at(10, 14, 9)),
        message_id(ME, "so-nv", at(10, 14, 8)),
        message_id(OTHER, "so-tttt", at(10, 14, 8)),
        message_id(Whom("p-2", "email"), "so-tttt", at(10, 14, 8)),
    }
    assert len(others | {first}) == 5


def test_what_is_due_in_one_hour_is_in_one_message():
    known = enter(NONE, one(), at(10, 14))
    known = enter(known, one("ly-son"), at(10, 14, 8, 30))
    [slot] = known.slots
    assert (slot.leaves_at, len(slot.entries)) == (at(10, 14), 2)


def test_what_comes_when_the_message_has_left_goes_into_the_next_hours():
    known = slots.close(enter(NONE, one(), at(10, 14)), message_id(ME, "so-tttt", at(10, 14)))
    known = enter(known, one("ly-son"), at(10, 14, 8, 30))
    assert leaves(known) == [at(10, 14), at(10, 14, 9)]


def test_what_is_gathered_ahead_goes_into_no_message_that_leaves_before_its_moment():
    known = enter(NONE, one(), at(10, 14))
    later = Opening(ME, "so-tttt", ZONE, at(10, 14, 8, 3), ahead_of=at(10, 14, 8, 3))
    assert leaves(later.enter(known, one("ly-son"), MANNERS)) == [at(10, 14), at(10, 14, 9)]
    same = replace(later, earliest=at(10, 14), ahead_of=at(10, 14))
    [slot] = same.enter(known, one("ly-son"), MANNERS).slots
    assert len(slot.entries) == 2


def test_another_office_writes_its_own_message():
    known = enter(enter(NONE, one(), at(10, 14)), one("ly-son"), at(10, 14), office="so-nv")
    assert len(known.slots) == 2


def test_an_entry_is_found_where_it_was_put_before():
    """A crash came before it was said; also where the message has left since then."""
    known = slots.close(enter(NONE, one(), at(10, 14)), message_id(ME, "so-tttt", at(10, 14)))
    assert enter(known, one(), at(10, 14, 9)) == known
    [slot] = known.slots
    moved = enter(known, one(), at(10, 14, 9), but=slot.message)
    assert slots.entered(moved, one(), but=slot.message).leaves_at == at(10, 14, 9)


def test_what_moves_is_not_found_in_a_message_that_is_gone_but_in_one_that_still_gathers():
    """Its timer may come later than its moment."""
    known = enter(NONE, one(), at(10, 14))
    [slot] = known.slots
    closed = slots.close(known, slot.message)
    assert slots.entered(known, one(), gone_by=at(10, 14)) == slot
    assert slots.entered(closed, one(), gone_by=at(10, 14)) is None
    assert slots.entered(closed, one(), gone_by=at(10, 13)).message == slot.message
    again = Opening(ME, "so-tttt", ZONE, at(10, 14)).enter(
        closed, one(), MANNERS, gone_by=at(10, 14)
    )
    assert slots.entered(again, one(), gone_by=at(10, 14)).leaves_at == at(10, 14, 9)


def test_an_sms_at_night_goes_into_the_first_of_the_morning_and_a_mail_leaves():
    for late in (at(10, 14, 21), at(10, 15, 6, 59)):
        assert leaves(enter(NONE, one(), late, OTHER)) == [at(10, 15, 7)]
        assert leaves(enter(NONE, one(), late)) == [late]
    assert leaves(enter(NONE, one(), at(10, 14, 20, 59), OTHER)) == [at(10, 14, 20, 59)]


def test_a_person_gets_no_more_than_the_days_budget_over_all_offices():
    """What is over it goes into the next day's first message, and is not dropped."""
    known = enter(NONE, one("a"), at(10, 14, 8), OTHER)
    known = enter(known, one("b"), at(10, 14, 9), OTHER, office="so-nv")
    known = enter(known, one("c"), at(10, 14, 10), OTHER)
    known = enter(known, one("d"), at(10, 14, 11), OTHER)
    assert leaves(known) == [at(10, 14, 8), at(10, 14, 9), at(10, 15, 7)]
    assert len(known.slots[-1].entries) == 2
    assert len(enter(known, one("e"), at(10, 14, 8, 30), OTHER).slots[0].entries) == 2


MOMENTS = st.integers(0, 60 * 72).map(lambda minutes: at(10, 14, 0) + timedelta(minutes=minutes))


@given(st.lists(st.tuples(MOMENTS, st.booleans(), st.sampled_from(["so-tttt", "so-nv"]))))
def test_nothing_is_lost_and_no_day_has_more_than_its_budget(steps):
    """Whatever comes when, and whatever leaves in between."""
    known = NONE
    for number, (moment, leave, office) in enumerate(sorted(steps)):
        known = enter(known, one(f"u-{number}"), moment, OTHER, office)
        if leave:
            known = slots.close(known, known.slots[0].message)
    entries = [what.unit for slot in known.slots for what in slot.entries]
    assert sorted(entries) == sorted(f"u-{number}" for number in range(len(steps)))
    days = [slot.leaves_at.astimezone(ZONE).date() for slot in known.slots]
    assert all(days.count(day) <= MANNERS.sms_a_day for day in days)
    assert all(time(7) <= slot.leaves_at.astimezone(ZONE).time() < time(21) for slot in known.slots)
    hours = [(slot.office, hour_of(slot.leaves_at)) for slot in known.slots]
    assert len(set(hours)) == len(hours)


def test_what_left_long_ago_is_forgotten_and_what_has_to_leave_is_not():
    known = enter(NONE, one(), at(10, 14))
    assert slots.pruned(known, at(11, 14)) == known
    gone = slots.close(known, known.slots[0].message)
    assert slots.pruned(gone, at(10, 15)) == gone
    assert slots.pruned(gone, at(10, 16, 9)) == NONE


def test_a_lost_slot_is_there_again_with_all_that_its_units_say():
    """In whatever order they are asked, and closed once one of them says that it has ended."""
    message = message_id(ME, "so-tttt", at(10, 14))
    fields = {"message": message, "office": "so-tttt", "leaves_at": at(10, 14)}
    ended = Slot(**fields, closed=True, entries=[one("a")])
    waits = Slot(**fields, entries=[one("b")])
    for order in ((ended, waits), (waits, ended)):
        known = NONE
        for lost in (*order, *order):
            known = slots.restore(known, lost)
        [slot] = known.slots
        assert slot.closed
        assert sorted(what.unit for what in slot.entries) == ["a", "b"]
