"""What an address did not take goes by the person's other channel, at once and once."""

import asyncio

from contracts.facts import MessageComposed, NoticeSent, RungFailed, RungSent
from contracts.outgoing import Contacts
from services.notifier.domain.ending import Told
from services.notifier.domain.handover import Accepted, Refused
from tests.notifier.application.told.test_told import going, of, sends_back, tried, until
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import OFFICER, accepted, at, met, opened, plan, rung

BY_MAIL = plan(ladder=[rung("b3", -3)])
NO_BOX = Told("bounced", "smtp-550", permanent=True)


async def reminding(answer, of_plan=BY_MAIL, people=(OFFICER,)):
    """A notifier whose relay answers so, and its letters; the reminder leaves on 14/10."""
    trial = Trial()
    trial.letters = []
    for provider in (trial.relay, trial.gateway):
        provider.check = lambda _, letter: trial.letters.append(letter)
    trial.relay.answers = lambda: answer
    trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=list(people))
    trial.start()
    await trial.publish(of_plan)
    await trial.unit_says(opened(of=of_plan))
    await until(trial, at(10, 14, 9))
    return trial


def channels(trial):
    return [letter.channel for letter in trial.letters]


def test_a_reminder_whose_mail_is_refused_for_good_goes_by_sms_at_once():
    """The rung is sent then, and has not failed."""

    async def go():
        trial = await reminding(Refused("smtp-550"))
        said = await trial.said()
        assert channels(trial) == ["email", "sms"]
        assert len(of(RungSent, said)) == 1
        assert not of(RungFailed, said)
        assert [one.channel for one in of(MessageComposed, said)] == ["email", "sms"]

    tried(go())


def test_what_is_refused_for_another_reason_or_has_no_other_way_has_failed():
    async def go(answer, people):
        trial = await reminding(answer, people=people)
        assert channels(trial) == ["email"]
        assert len(of(RungFailed, await trial.said())) == 1

    tried(go(Refused("smtp-554"), [OFFICER]))
    tried(go(Refused("smtp-550"), [OFFICER.model_copy(update={"phone": None})]))
    tried(go(Refused("smtp-550"), [OFFICER.model_copy(update={"opted_out": ["sms"]})]))


def test_a_reminder_that_went_by_both_channels_goes_by_none_again():
    async def go():
        both = plan(ladder=[rung("b3", -3, channels=("email", "sms"))])
        trial = await reminding(Refused("smtp-550"), both)
        assert sorted(channels(trial)) == ["email", "sms"]

    tried(go())


def test_a_mail_that_bounces_for_good_goes_by_sms_once_however_often_that_is_told():
    """Until the duty is met: then there is nothing left to say."""

    async def go(owed):
        trial = await reminding(Accepted())
        message = of(MessageComposed, await trial.said())[0].message
        if not owed:
            await trial.unit_says(met(trial.clock.now()))
        for _ in range(2):
            await trial.hearing.hear(PLAN, UNIT, message, NO_BOX)
            await asyncio.sleep(10)
        assert channels(trial) == (["email", "sms"] if owed else ["email"])
        said = await trial.said()
        assert len(of(RungSent, said)) == 1

    tried(go(owed=True))
    tried(go(owed=False))


def test_a_returned_report_goes_by_sms_alone_where_its_mail_is_refused_and_an_acceptance_by_none():
    async def go():
        trial = await going()
        trial.relay.answers = lambda: Refused("smtp-550")
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[OFFICER])
        await trial.unit_says(accepted(trial.clock.now()))
        await asyncio.sleep(10)
        assert channels(trial) == ["email"]
        await sends_back(trial, at(10, 14, 9))
        await until(trial, at(10, 15))
        assert channels(trial) == ["email", "sms"]
        assert [one.kind for one in of(NoticeSent, await trial.said())] == ["returned"]

    tried(go())


def test_a_relay_that_refuses_everybody_costs_no_flood_of_sms():
    """It is at fault itself, and not each address."""

    async def go():
        units, trial = [f"xa-{number}" for number in range(120)], Trial()
        trial.relay.answers = lambda: Refused("smtp-550")
        for number, unit in enumerate(units, 10):
            where = {"email": f"a{number}@x.example", "phone": f"091400{number:04}"}
            one = OFFICER.model_copy(update=where)
            trial.book.contacts[unit] = Contacts(unit=unit, contacts=[one])
        trial.start()
        await trial.publish(BY_MAIL, units)
        for unit in units:
            await trial.unit_says(opened(unit=unit), unit=unit)
        await until(trial, at(10, 15))
        assert sum(trial.relay.taken.values()) == 0
        assert len(trial.gateway.taken) < len(units) / 2

    tried(go())
