"""A rung is told of at its moment, whatever it is counted from and by, over the notifier itself."""

import asyncio
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.calendar import WorkingDays
from contracts.plan import CentralEvent
from contracts.values import Deadline
from tests.notifier.application.trial import GATHER, Trial
from tests.notifier.campaign import DUE, OPENED, ZONE, extended, opened, plan, rung
from tests.seeded import run
from tests.thorough import FEW

EVENT = CentralEvent(id="khai-mac", title="Khai mạc", day=date(2022, 10, 10), lead="so-tttt")
LAST_DAYS = {
    "deadline": date(2022, 10, 19),
    "window-first": date(2022, 10, 1),
    "window-last": date(2022, 10, 10),
    "khai-mac": date(2022, 10, 10),
}
INSTANTS = {
    "deadline": DUE,
    "window-first": datetime(2022, 10, 1, tzinfo=ZONE),
    "window-last": datetime(2022, 10, 11, tzinfo=ZONE),
    "khai-mac": datetime(2022, 10, 10, tzinfo=ZONE),
}
FORTNIGHT = timedelta(days=14)


def counted(start, measure, number, at):
    """When it is due, counted by hand from the plan's own days."""
    if measure == "hours":
        return INSTANTS[start] + timedelta(hours=number)
    day, left = LAST_DAYS[start], abs(number)
    while left:
        day += timedelta(days=1 if number > 0 else -1)
        left -= measure == "days" or WorkingDays().day_off(day) is None
    return datetime.combine(day, at, ZONE)


async def left(rungs, due=DUE, then=()):
    """The moments at which messages were handed over."""
    trial, moments = Trial(), []
    trial.relay.heard = lambda _: moments.append(trial.clock.now())
    of = plan(ladder=rungs, central_events=[EVENT], deadline=Deadline(day=due.date()))
    await trial.publish(of)
    trial.start()
    await trial.unit_says(opened(due, of=of))
    for moment, fact in then:
        await asyncio.sleep((moment - trial.clock.now()).total_seconds())
        await trial.unit_says(fact)
    await asyncio.sleep(90 * 24 * 3600)
    return moments


@settings(max_examples=FEW, deadline=None)
@given(
    start=st.sampled_from(sorted(LAST_DAYS)),
    measure=st.sampled_from(["working_days", "days", "hours"]),
    number=st.integers(-10, 15),
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
@example(start="deadline", measure="hours", number=-4, at=time(8))
@example(start="khai-mac", measure="working_days", number=-1, at=time(8))
def test_a_rung_goes_out_at_its_moment_whatever_it_counts_from_and_by(start, measure, number, at):
    """It was gathered before; what is past is gathered and leaves at once."""
    own = None if measure == "hours" else at
    one = rung("r", at=own, counted_from=start, **{measure: number})
    [moment] = run(1, left([one]))
    wanted = max(counted(start, measure, number, at), OPENED + GATHER)
    assert timedelta(0) <= moment - wanted < timedelta(seconds=1)


def test_a_plan_of_hours_reminds_in_hours_and_follows_its_deadline():
    """Due at 17:00 of one day: 24, 4 and 1 hours before it. When two reminders have gone out the
    office gives two hours more: the first is past and says the new deadline at once, the others
    come two hours later.
    """
    due = datetime(2022, 10, 10, 17, tzinfo=ZONE)
    rungs = [rung(f"h{n}", at=None, hours=-n) for n in (24, 4, 1)]
    longer = extended(due - timedelta(hours=2), due + timedelta(hours=2))
    moments = run(1, left(rungs, due, [(due - timedelta(hours=2.5), longer)]))
    seconds = timedelta(seconds=1)
    hours = [round((moment - GATHER - due) / seconds / 3600, 2) for moment in moments]
    assert hours == [-24, -4, -2.5, -2, 1]


@pytest.mark.parametrize("hour", [7, 23])
def test_a_rung_of_hours_at_night_is_a_mail_at_night(hour):
    """Only an SMS waits for the morning."""
    due = datetime(2022, 10, 10, hour, tzinfo=ZONE)
    [moment] = run(1, left([rung("h", at=None, hours=-6)], due))
    assert moment - GATHER - due + timedelta(hours=6) < timedelta(seconds=1)
