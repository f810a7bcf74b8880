"""What is held waits, what is resumed goes on, and what is called off is never sent."""

import asyncio
from datetime import timedelta

from contracts.facts import MessageAccepted, NoticeSent, RungCancelled, RungLapsed, RungSent
from contracts.outgoing import Contacts
from services.notifier.domain.handover import Accepted, Deferred, Uncertain
from tests.notifier.application.stops.office import Office
from tests.notifier.application.trial import AHEAD, UNIT, Trial
from tests.notifier.campaign import OFFICER, at, met, opened, plan, reopened, rung
from tests.seeded import run


def tried(coroutine):
    return run(1, coroutine)


HOURS = 3600.0
SOON = timedelta(seconds=0.1)
PHONE_ONLY = OFFICER.model_copy(update={"email": None})
TWO = plan(ladder=[rung("b3", -3), rung("b1", -1)])


async def held_from(moment, of=TWO, **which):
    """A trial with an office that holds messages back from a moment on."""
    trial = Trial()
    office = Office(trial)
    trial.start()
    await trial.publish(of)
    await trial.unit_says(opened(of=of))
    await until(trial, moment)
    return trial, office, await office.hold(**which)


async def until(trial, moment):
    await asyncio.sleep((moment - trial.clock.now()).total_seconds())


def notices(said):
    """What was told apart from reminders."""
    return [one.kind for one in said if isinstance(one, NoticeSent)]


def fates(said):
    kinds = {RungSent: "sent", RungLapsed: "lapsed", RungCancelled: "cancelled"}
    return [(one.rung, kinds[type(one)]) for one in said if type(one) in kinds]


def test_what_is_held_waits_and_of_it_the_latest_is_sent_once_it_is_resumed():
    """Through a restart; what is due one hour apart lapses, as after an outage."""

    async def go():
        trial, office, name = await held_from(at(10, 13))
        await until(trial, at(10, 18, 9))
        await trial.kill()
        trial.start()
        await until(trial, at(10, 18, 12))
        said = await trial.said()
        assert fates(said) == [("b3", "lapsed")]
        assert not trial.relay.taken
        await office.resume(name)
        await asyncio.sleep(30)
        assert fates(await trial.said()) == [("b3", "lapsed"), ("b1", "sent")]
        assert trial.relay.taken.total() == 1
        await trial.end()

    tried(go())


def test_a_message_that_was_composed_is_held_as_it_leaves_and_leaves_when_it_is_resumed():
    async def go():
        trial, office, name = await held_from(at(10, 14, 8) - AHEAD / 2)
        await until(trial, at(10, 14, 12))
        assert (fates(await trial.said()), trial.relay.taken.total()) == ([], 0)
        assert trial.waiting("OUTBOX") == 0
        await office.resume(name)
        await asyncio.sleep(HOURS)
        assert (fates(await trial.said()), trial.relay.taken.total()) == ([("b3", "sent")], 1)
        await trial.end()

    tried(go())


def test_what_is_called_off_while_it_is_held_is_never_sent_and_what_comes_later_is():
    async def go():
        trial, office, name = await held_from(at(10, 13))
        await until(trial, at(10, 14, 12))
        await office.cancel(trial.clock.now())
        await office.resume(name)
        await trial.end()
        said = await trial.said()
        assert fates(said) == [("b3", "cancelled"), ("b1", "sent")]
        assert [one.reason for one in said if isinstance(one, RungCancelled)] == ["called-off"]

    tried(go())


def test_what_goes_by_another_channel_meanwhile_is_sent_and_not_made_up_for():
    async def go():
        both = plan(ladder=[rung("b3", -3, channels=("email", "sms"))])
        trial, office, name = await held_from(at(10, 13), both, channels=["sms"])
        await until(trial, at(10, 14, 12))
        assert fates(await trial.said()) == [("b3", "sent")]
        await office.resume(name)
        await trial.end()
        assert (trial.relay.taken.total(), trial.gateway.taken.total()) == (1, 0)

    tried(go())


def test_another_filter_holds_nothing_back():
    async def go():
        trial, _, _ = await held_from(at(10, 13), units=["ly-son"])
        await trial.end()
        assert fates(await trial.said()) == [("b3", "sent"), ("b1", "sent")]

    tried(go())


def test_what_was_called_off_ahead_comes_back_from_the_moment_it_is_resumed():
    async def go():
        trial, office, _ = await held_from(at(10, 10), owed=["khac"])
        await office.cancel(at(10, 30))
        await until(trial, at(10, 14, 12))
        assert {fate for _, fate in fates(await trial.said())} == {"cancelled"}
        await office.resume("huy-1")
        await trial.end()
        assert fates(await trial.said())[-1] == ("b1", "sent")
        assert trial.relay.taken.total() == 1

    tried(go())


def test_a_mail_that_was_refused_for_now_and_then_held_waits_like_any_other():
    async def go():
        trial, office, _ = await held_from(at(10, 10), owed=["khac"])
        trial.relay.answers = lambda: Deferred("smtp-451")
        await until(trial, at(10, 14, 8) + SOON)
        name = await office.hold()
        await asyncio.sleep(HOURS)
        trial.relay.answers = Accepted
        assert fates(await trial.said()) == []
        await office.resume(name)
        await asyncio.sleep(2 * HOURS)
        assert (fates(await trial.said()), trial.relay.taken.total()) == ([("b3", "sent")], 1)
        await trial.end()

    tried(go())


def test_a_mail_that_may_have_gone_out_stays_the_same_mail_while_it_is_held():
    """Else the doubtful repeat would be another mail, and counted by nobody."""

    async def go():
        trial, office, _ = await held_from(at(10, 10), owed=["khac"])
        trial.relay.answers = lambda: Uncertain("Timeout")
        await until(trial, at(10, 14, 8) + SOON)
        name = await office.hold()
        trial.relay.answers = Accepted
        await asyncio.sleep(HOURS)
        assert (trial.relay.taken.total(), trial.waiting("OUTBOX")) == (1, 1)
        await office.resume(name)
        await asyncio.sleep(HOURS)
        assert list(trial.relay.taken.values()) == [2]
        assert any(isinstance(one, MessageAccepted) and one.uncertain for one in await trial.said())
        await trial.end()

    tried(go())


def test_a_rung_of_which_the_only_channel_that_reaches_is_called_off_is_called_off():
    async def go():
        both = plan(ladder=[rung("b3", -3, channels=("email", "sms"))])
        trial, office, _ = await held_from(at(10, 13), both, owed=["khac"])
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[PHONE_ONLY])
        await until(trial, at(10, 14, 8) - AHEAD / 2)
        await office.cancel(at(10, 30), channels=["sms"])
        await trial.end()
        assert fates(await trial.said()) == [("b3", "cancelled")]

    tried(go())


def test_what_was_settled_before_it_was_owed_again_is_not_sent_because_a_hold_ended_since():
    async def go():
        trial, office, name = await held_from(at(10, 13), plan(ladder=[rung("b3", -3)]))
        await until(trial, at(10, 14, 9))
        await trial.unit_says(met(at(10, 14, 9)))
        await until(trial, at(10, 14, 12))
        await trial.unit_says(reopened(at(10, 14, 12)))
        await until(trial, at(10, 15))
        await office.resume(name)
        await trial.end()
        assert fates(await trial.said()) == [("b3", "cancelled")]
        assert set(notices(await trial.said())) == {"reopened"}  # which is told, and not the rung

    tried(go())
