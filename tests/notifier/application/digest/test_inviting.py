"""Mails bring their readers' calendars in line, whatever happens in between."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from icalendar import Calendar

from services.notifier.domain.handover import Accepted, Deferred
from tests.notifier.application.trial import ORGANIZER, Trial
from tests.notifier.campaign import DUE, OFFICER, at, extended, met, opened, plan, reopened, rung
from tests.seeded import run, seeds

RUNGS = [rung(f"d{n}", days=-n) for n in (16, 12, 9, 6, 3, 1)]


class Calendars:
    """What is in each address's calendar, by a program that keeps the highest number."""

    def __init__(self, trial):
        self.heard, self.kept = [], defaultdict(dict)
        self._address = None
        self._files = []
        trial.relay.check = lambda message, letter: self._note(letter)
        trial.relay.heard = self._take
        trial.relay.answers = self._end
        self.answer = Accepted

    def _note(self, letter):
        self._files = letter.attachments

    def _take(self, address):
        self._address = address

    def _end(self):
        end = self.answer()
        if isinstance(end, Accepted):
            for file in self._files:
                self._read(Calendar.from_ical(file.data))
        return end

    def _read(self, calendar):
        [event] = calendar.walk("VEVENT")
        assert str(event["attendee"]) == f"mailto:{self._address}"
        assert str(event["organizer"]) == f"mailto:{ORGANIZER}"
        name, number = str(event["uid"]), int(event["sequence"])
        before = self.kept[self._address].get(name)
        off = str(calendar["method"]) == "CANCEL"
        word = (number, None if off else event["dtend"].dt)
        # A mail that may have gone out before a crash goes out once more, as it was.
        assert before is None or before[0] < number or before == word
        self.kept[self._address][name] = word
        self.heard.append((str(calendar["method"]), number, event["dtend"].dt))


async def begin(answer=None):
    trial = Trial()
    calendars = Calendars(trial)
    calendars.answer = answer or calendars.answer
    await trial.publish(plan(ladder=RUNGS))
    trial.start()
    await trial.unit_says(opened())
    return trial, calendars


async def until(trial, moment):
    await asyncio.sleep((moment - trial.clock.now()).total_seconds())


def test_a_deadline_is_brought_moved_taken_out_and_brought_back_by_the_mails_that_leave():
    """No mail leaves for the calendar's sake: what is met without another mail stays in it."""
    later, last = DUE + timedelta(days=2), DUE + timedelta(days=8)

    async def go():
        trial, calendars = await begin()
        await until(trial, at(10, 8))
        await trial.unit_says(extended(at(10, 8), later))
        await until(trial, at(10, 13))
        await trial.unit_says(met(at(10, 13), later), reopened(at(10, 13, 9), last, 1))
        await trial.end()
        return calendars.heard

    days = [DUE.date(), later.date(), last.date()]
    assert run(1, go()) == [("REQUEST", n, day) for n, day in enumerate(days)]


def test_what_the_relay_deferred_is_brought_by_the_attempt_that_it_takes():
    ends = iter([Deferred("smtp-451"), Deferred("smtp-451")])

    async def go():
        trial, calendars = await begin(lambda: next(ends, Accepted()))
        await trial.end()
        return calendars.heard

    assert run(1, go()) == [("REQUEST", 0, DUE.date())]


@pytest.mark.parametrize("seed", seeds(4))
def test_whatever_happens_a_calendar_has_the_last_word_that_was_sent(seed):
    """Numbers only rise, so that no program keeps an old word; whoever got a last mail about an
    owing duty has the moment that was true then.
    """
    chance = Random(seed)

    async def go():
        answers = (Accepted(), Accepted(), Deferred("smtp-451"))
        trial, calendars = await begin(lambda: chance.choice(answers))
        due, round_ = DUE, 0
        for day in range(4, 20):
            await until(trial, at(10, day, 12))
            if chance.random() < 0.3:
                due += timedelta(days=1)
                await trial.unit_says(extended(trial.clock.now(), due, round_))
            if chance.random() < 0.3:
                now = trial.clock.now()
                round_, due = round_ + 1, due + timedelta(days=1)
                said = [met(now, due, round_ - 1), reopened(now, due, round_)]
                await trial.unit_says(*said)
            if chance.random() < 0.2:
                await trial.kill()
                trial.start()
        await trial.end()
        return calendars.kept[OFFICER.email], due

    kept, due = run(seed, go())
    [(_, day)] = kept.values()
    assert day == due.date()
