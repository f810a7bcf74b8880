"""Word of what happened goes out once, in people's messages, while it is true."""

import asyncio
from datetime import time, timedelta

from contracts import topology
from contracts.facts import (
    MessageComposed,
    MessageSilenced,
    NoticeComposed,
    NoticeDropped,
    NoticeFailed,
    NoticeSent,
)
from contracts.outgoing import Contacts
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from tests.notifier.application.log.test_renewing import lose
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import (
    CONTACTS,
    LATER,
    OFFICER,
    REASONS,
    accepted,
    amended,
    at,
    extended,
    met,
    opened,
    plan,
    reopened,
    returned,
    rung,
)
from tests.seeded import run

BY_MAIL = plan(ladder=[rung("b3", -3)])
AWAKE = Limits(timedelta(days=30), Manners(3, 2, time(7), time(21)))


def tried(coroutine):
    return run(1, coroutine)


async def until(trial, moment):
    await asyncio.sleep(
        (trial.clock.real(moment) - trial.clock.real(trial.clock.now())).total_seconds()
    )


async def going(of=BY_MAIL, **given):
    """A notifier of one unit whose report was sent on 12/10."""
    trial = Trial(**given)
    trial.letters = []
    for provider in (trial.relay, trial.gateway):
        provider.check = lambda _, letter: trial.letters.append(letter)
    trial.start()
    await trial.publish(of)
    await trial.unit_says(opened(of=of))
    await until(trial, at(10, 12))
    await trial.unit_says(met(trial.clock.now()))
    return trial


async def sends_back(trial, moment):
    await until(trial, moment)
    await trial.unit_says(returned(moment), reopened(moment, LATER, 1))


def of(kind, said):
    return [fact for fact in said if isinstance(fact, kind)]


def test_a_returned_report_is_told_by_mail_and_sms_with_its_reasons_and_once():
    """By two notifiers, of which one is killed and comes back knowing nothing."""

    async def go():
        trial = await going()
        trial.start()
        await sends_back(trial, at(10, 14, 9))
        await asyncio.sleep(3)
        await trial.kill()
        trial.start()
        await until(trial, at(10, 20))
        assert sorted(one.channel for one in trial.letters) == ["email", "sms"]
        mail = next(one for one in trial.letters if one.channel == "email")
        assert all(reason.note in mail.text for reason in REASONS)
        assert "hết ngày 26/10" in mail.text
        assert [fact.kind for fact in of(NoticeSent, await trial.said())] == ["returned"]

    tried(go())


def test_what_happens_while_a_reminder_is_gathered_is_in_one_mail_with_it():
    """What happened stands first; the reminder is due at 08:30 on 14/10, gathered from 08:25."""

    async def go():
        trial = Trial()
        letters = []
        trial.relay.check = lambda _, letter: letters.append(letter)
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3, at=time(8, 30))]))
        await trial.unit_says(opened())
        await until(trial, at(10, 14, 8, 26))
        await trial.unit_says(accepted(trial.clock.now()))
        await until(trial, at(10, 15))
        said = await trial.said()
        assert len(letters) == 1
        assert letters[0].text.index("1. Đã tiếp nhận") < letters[0].text.index("2. Báo cáo")
        assert {one.message for one in of(NoticeComposed, said)} == {
            one.message for one in of(MessageComposed, said)
        }

    tried(go())


def test_what_is_not_true_any_more_as_it_leaves_is_not_told():
    """The report was sent again at once."""

    async def go():
        trial = await going()
        await sends_back(trial, at(10, 14, 9))
        await asyncio.sleep(0.5)
        await trial.unit_says(met(trial.clock.now(), LATER, 1))
        await until(trial, at(10, 20))
        said = await trial.said()
        assert trial.letters == []
        assert [one.reason for one in of(NoticeDropped, said)] == ["untrue"]
        assert len(of(MessageSilenced, said)) == len({o.message for o in of(NoticeComposed, said)})

    tried(go())


def test_after_an_outage_what_is_still_true_is_told_and_nothing_else():
    """Nobody was there for five days; an extension was followed by another meanwhile."""

    async def go():
        trial = await going()
        await trial.kill()
        await sends_back(trial, at(10, 14, 9))
        for day in (28, 30):
            await trial.unit_says(extended(at(10, 14, 10, day), at(10, day), 1))
        await until(trial, at(10, 19, 9))
        trial.start()
        await until(trial, at(10, 19, 12))
        mail = next(one for one in trial.letters if one.channel == "email")
        assert "30/10/2022" in mail.text
        told = [(one.kind, type(one)) for one in await trial.said() if hasattr(one, "kind")]
        assert ("extended", NoticeDropped) in told
        assert ("extended", NoticeSent) in told
        assert told.count(("returned", NoticeSent)) == 1

    tried(go())


def test_a_stream_that_was_lost_and_is_held_again_tells_nothing_twice():
    """What waited for its message leaves once; what has left stays told."""

    async def go():
        trial = await going()
        await until(trial, at(10, 13, 9))
        await trial.unit_says(accepted(trial.clock.now()))
        await asyncio.sleep(60)
        await sends_back(trial, at(10, 14, 9))
        await asyncio.sleep(1)
        lose(trial, "REMINDERS", "OUTBOX", "SLOTS")
        await trial.renewing.renew()
        await until(trial, at(10, 20))
        assert [one.channel for one in trial.letters].count("email") == 2
        assert len(trial.letters) == 3
        said = [one.kind for one in of(NoticeSent, await trial.said())]
        assert said == ["accepted", "returned"]

    tried(go())


def test_what_happened_before_there_was_anybody_to_write_to_is_told_later_if_it_is_true():
    """As soon as the unit's part is looked at again."""

    async def go():
        trial = await going()
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[])
        await sends_back(trial, at(10, 14, 9))
        await asyncio.sleep(10)
        failed = [one.kind for one in of(NoticeFailed, await trial.said())]
        assert failed == ["returned", "unreached"]  # the office has nobody either
        trial.book.contacts[UNIT] = CONTACTS
        await trial.append(topology.plan_facts(PLAN), amended(BY_MAIL, trial.clock.now()))
        await until(trial, at(10, 20))
        assert [one.kind for one in of(NoticeFailed, await trial.said())] == failed
        assert [one.kind for one in of(NoticeSent, await trial.said())] == ["returned"]

    tried(go())


def test_an_sms_at_night_waits_for_the_morning_and_the_mail_does_not():
    async def go():
        trial = await going(limits=AWAKE)
        await sends_back(trial, at(10, 14, 22))
        await until(trial, at(10, 14, 23))
        assert [one.channel for one in trial.letters] == ["email"]
        await until(trial, at(10, 15, 8))
        assert [one.channel for one in trial.letters] == ["email", "sms"]

    tried(go())


def test_what_asks_nobody_to_act_costs_no_sms():
    """Also where the address for mails has failed: whoever answers for it reads it then."""

    async def go():
        trial = await going()
        failing = OFFICER.model_copy(update={"email": None})
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[failing, CONTACTS.contacts[1]])
        await trial.unit_says(accepted(trial.clock.now()))
        await until(trial, at(10, 13))
        assert [one.channel for one in trial.letters] == ["email"]
        assert {one.recipient for one in of(NoticeComposed, await trial.said())} == {
            CONTACTS.contacts[1].id
        }

    tried(go())
