"""Whoever sits above gets one list a day of those that are late, and never a reminder."""

from collections import defaultdict
from datetime import date, time
from random import Random

import pytest

from contracts.facts import MessageComposed, RungCancelled, RungFailed, RungScheduled, RungSent
from contracts.outgoing import Contact
from contracts.plan import Escalation
from services.notifier.domain import rungs
from services.notifier.domain.handover import Accepted, Deferred, Uncertain
from services.notifier.domain.rungs import Reminders
from tests.notifier.application.escalating.district import (
    BELOW,
    LATE,
    District,
    ladder,
    moved,
    record,
    records,
)
from tests.notifier.campaign import HOUR, ZONE, at, rung
from tests.seeded import run, seeds

TOLD = at(10, 20, 9)
"""An hour after the rung of the first working day after the last day in time."""


def told(*rungs, met=(), units=LATE):
    """What has happened when the deadline is over by a day; who met it did so in time."""

    async def go():
        district = District(*rungs)
        await district.begin(*units)
        await district.until(at(10, 18, 12))
        await district.meets(*met)
        await district.until(TOLD)
        return district

    return run(1, go())


def test_a_superior_gets_one_list_of_those_below_it_by_name_and_nothing_else():
    """The văn phòng reads it where there is one; each list has its own units only."""
    district = told(met=["xa-3"])
    found = dict(district.lists())
    assert found.keys() == {"officer@vp-a.example", "officer@huyen-b.example"}
    of_a, of_b = found["officer@vp-a.example"].text, found["officer@huyen-b.example"].text
    assert "2 đơn vị còn 2 nội dung đã quá thời hạn" in of_a
    assert [name in of_a for name in ("xa-1", "xa-2", "xa-3", "xa-4")] == [True, True, False, False]
    assert [name in of_b for name in ("xa-1", "xa-4", "xa-5")] == [False, True, True]
    assert "trước ngày 20/10/2022 (hết ngày 19/10)" in of_a
    above = {"officer@vp-a.example", "officer@huyen-b.example", "leader@huyen-b.example"}
    assert sum(where in above for where in district.addresses) == 2


def test_there_is_no_list_where_nobody_is_late():
    district = told(met=LATE)
    assert district.lists() == []
    for unit in LATE:
        [fact] = [f for f in district.told("ncds-2022", unit) if isinstance(f, RungCancelled)]
        assert (fact.rung, fact.reason) == ("len", "met")


def test_each_late_duty_of_a_list_has_the_same_message_and_its_own_fate():
    district = told()
    for units, many in ((BELOW["huyen-a"], 3), (BELOW["huyen-b"], 2)):
        said = [fact for unit in units for fact in district.told("ncds-2022", unit)]
        composed = [f for f in said if isinstance(f, MessageComposed) and f.above]
        assert len(composed) == many
        assert len({fact.message for fact in composed}) == 1
        assert sum(not fact.shared for fact in composed) == 1
        sent = [f for f in said if isinstance(f, RungSent) and f.rung == "len"]
        assert len(sent) == many


def test_what_is_late_at_another_hour_of_the_day_is_in_the_next_day_s_list():
    later = rung("len-nua", 1, at=time(15), escalates=[Escalation(to="superior")])

    async def go():
        district = District(*ladder(), later)
        await district.begin()
        await district.until(at(10, 20, 23))
        today = len(district.lists())
        await district.until(at(10, 21, 23))
        return today, len(district.lists())

    assert run(1, go()) == (2, 4)


def test_the_tree_is_that_of_the_day():
    """A commune that goes to another district today is in that one's list."""

    async def go():
        district = District()
        await district.begin()
        await district.until(at(10, 10))
        await district.record(moved("xa-1", "huyen-b", date(2022, 10, 20)))
        await district.until(TOLD)
        return {where: letter.text for where, letter in district.lists()}

    found = run(1, go())
    assert "xa-1" not in found["officer@vp-a.example"]
    assert "xa-1" in found["officer@huyen-b.example"]


def test_a_superior_that_has_ended_is_spoken_for_by_its_successor():
    async def go():
        district = District()
        await district.begin()
        await district.until(at(10, 10))
        ended = record("huyen-b", "ubnd-tinh", valid_to=date(2022, 10, 15), successors=["tp-moi"])
        await district.record(record("tp-moi", "ubnd-tinh"))
        await district.record(ended)
        one = Contact(id="c", role="officer", name="N", email="officer@tp-moi.example")
        book = district.book.contacts["huyen-b"]
        update = {"unit": "tp-moi", "contacts": [one]}
        district.book.contacts["tp-moi"] = book.model_copy(update=update)
        await district.until(TOLD)
        return [where for where, _ in district.lists()]

    assert sorted(run(1, go())) == ["officer@tp-moi.example", "officer@vp-a.example"]


@pytest.mark.parametrize("office", ["huyen-a", "vp-a"])
def test_the_office_gets_no_list_from_itself(office):
    """It has the figures anyway; that nobody else sits above is said of each."""

    async def go():
        district = District()
        district.plan = district.plan.model_copy(update={"collecting_office": office})
        known = records()
        if office == "huyen-a":
            known = [one for one in known if one.id != "vp-a"]
        await district.begin(known=known)
        await district.until(TOLD)
        said = district.told("ncds-2022", "xa-1")
        return [where for where, _ in district.lists()], said

    where, said = run(1, go())
    assert where == ["officer@huyen-b.example"]
    [fact] = [fact for fact in said if isinstance(fact, RungCancelled)]
    assert (fact.rung, fact.reason) == ("len", "nobody-above")


def test_each_level_is_told_above_as_the_plan_says():
    """Of departments their own head, of communes the department of their sector where they have
    one.
    """
    lines = [Escalation(levels=["so"], to="head"), Escalation(to="sector")]
    district = told(*ladder(*lines), units=("xa-4", "xa-5", "so-yt"))
    [(where, letter)] = district.lists()
    assert where == "officer@so-yt.example"
    assert "xa-5" in letter.text
    assert "xa-4" not in letter.text
    assert "leader@so-yt.example" in district.addresses
    alone = [f for f in district.told("ncds-2022", "xa-4") if isinstance(f, RungCancelled)]
    assert [fact.reason for fact in alone] == ["nobody-above"]


def test_what_is_told_above_does_not_take_the_place_of_a_reminder():
    """After an outage the unit's latest reminder and the list both go out."""

    async def go():
        district = District(rung("a1", 1, at=time(7)), *ladder())
        await district.begin()
        await district.kill()
        await district.until(TOLD)
        district.start()
        await district.until(at(10, 20, 11))
        return district

    district = run(1, go())
    assert len(district.lists()) == 2
    assert all(f"officer@{unit}.example" in district.addresses for unit in LATE)


@pytest.mark.parametrize("seed", seeds(4))
def test_whatever_happens_no_superior_gets_two_lists_a_day_or_reads_of_others(seed):
    """Notifiers are killed, mails deferred, communes report at any moment."""
    chance = Random(seed)

    async def go():
        twice = rung("len-2", 2, escalates=[Escalation(to="superior")])
        district = District(*ladder(), twice)
        answers = (Accepted(), Accepted(), Deferred("smtp-451"), Uncertain("Timeout"))
        district.relay.answers = lambda: chance.choice(answers)
        await district.begin()
        district.start()
        late, moment = list(LATE), at(10, 18)
        while moment < at(10, 24):
            await district.until(moment)
            if late and chance.random() < 0.1:
                await district.meets(late.pop(chance.randrange(len(late))))
            if chance.random() < 0.2:
                await district.kill()
                district.start()
            moment += HOUR * chance.choice([0.01, 1, 7])
        await district.end()
        return district

    district = run(seed, go())
    of_a_day = defaultdict(set)
    for unit in LATE:
        known = Reminders()
        for fact in district.told("ncds-2022", unit):
            known = rungs.evolve(known, fact)
            if isinstance(fact, MessageComposed) and fact.above:
                day = fact.leaves_at.astimezone(ZONE).date()
                of_a_day[fact.above, fact.person, fact.channel, day].add(fact.message)
        assert len(known.instances) == 3
        assert "waiting" not in {one.fate for one in known.instances.values()}
    assert {len(messages) for messages in of_a_day.values()} <= {1}
    for message, letter in district.letters:
        for above in {one.above for one in message.entries} - {None}:
            theirs = BELOW["huyen-a" if above == "vp-a" else above]
            assert {one.unit for one in message.entries} <= {*theirs}
            assert not [unit for unit in LATE if unit not in theirs and unit in letter.text]


def test_whoever_cannot_be_reached_above_is_a_failure_on_record():
    async def go():
        district = District()
        del district.book.contacts["huyen-b"]
        await district.begin()
        await district.until(TOLD)
        return district.told("ncds-2022", "xa-4")

    said = run(1, go())
    [failed] = [fact for fact in said if isinstance(fact, RungFailed)]
    assert (failed.rung, failed.reason) == ("len", "no-recipient")
    assert sum(isinstance(fact, RungScheduled) for fact in said) == 2
