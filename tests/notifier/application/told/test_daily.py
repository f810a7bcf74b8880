"""Its office hears that day, in one mail, of the units that are out of reach."""

import asyncio
from datetime import date, timedelta

import pytest

from contracts.calendar import WorkingDays
from contracts.facts import (
    MessageComposed,
    MessageDeclined,
    NoticeComposed,
    NoticeDropped,
    NoticeSent,
)
from contracts.outgoing import Contacts
from contracts.unit import Dated
from contracts.words import TOPICS
from services.notifier.domain.ending import Told
from services.notifier.domain.handover import Accepted, Refused
from services.notifier.domain.mail.daily import SYSTEM
from services.notifier.domain.told.unreached import office_hour
from tests.notifier.application.told.test_switching import NO_BOX
from tests.notifier.application.told.test_told import of, tried, until
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import OFFICER, ZONE, at, opened, plan, rung

OFFICE, OTHER = "so-tttt", "ly-son"
BY_MAIL = plan(ladder=[rung("b3", -3)])
AT_HOME = OFFICER.model_copy(update={"id": "vp-1", "email": "phong@sotttt.example", "phone": None})
UNREACHED = OFFICER.model_copy(update={"email": "khong@binhson.example", "phone": None})


async def failing(taken=False, **people):
    """The reminder of Friday 14/10, 08:00; the office's own relay takes its mails."""
    trial = Trial()
    trial.handed = []

    def hand_over(_, letter):
        trial.handed.append(letter)
        trial.relay.answers = lambda: (
            Accepted() if taken or SYSTEM in letter.text else Refused("smtp-550")
        )

    trial.relay.check = hand_over
    trial.book.contacts = {OFFICE: Contacts(unit=OFFICE, contacts=[AT_HOME])}
    for unit, contacts in people.items():
        name = unit.replace("_", "-")
        trial.book.contacts[name] = Contacts(unit=name, contacts=contacts)
    trial.start()
    units = [unit.replace("_", "-") for unit in people]
    await trial.publish(BY_MAIL, units)
    for unit in units:
        await trial.unit_says(opened(unit=unit), unit=unit)
    await until(trial, at(10, 14, 9))
    return trial


def daily(trial):
    return [letter for letter in trial.handed if SYSTEM in letter.text]


def test_the_office_hears_once_that_day_which_units_were_not_reached_why_and_what_to_do():
    """One was refused, of the other nobody is known."""

    async def go():
        trial = await failing(binh_son=[UNREACHED], ly_son=[])
        assert daily(trial) == []
        await until(trial, at(10, 14, 16))
        [mail] = daily(trial)
        assert mail.text.count("Chưa liên hệ được: UBND huyện Bình Sơn") == 2  # one name here
        assert "\n- Nơi nhận không đến được:\n" in mail.text
        assert "smtp-550" in mail.text
        assert "ngayso contacts correct ly-son" in mail.text
        assert "chưa có đầu mối" in mail.text
        assert "ngayso contacts correct binh-son" in mail.text
        assert UNREACHED.email not in mail.text
        await until(trial, at(10, 18))
        assert len(daily(trial)) == 1
        for unit in (UNIT, OTHER):
            said = await trial.said(unit)
            assert [one.kind for one in of(NoticeSent, said)] == ["unreached"]
            assert len({one.message for one in of(NoticeComposed, said)}) == 1
        assert not await trial.said(OFFICE)

    tried(go())


def test_what_was_put_right_before_the_mail_leaves_is_not_in_it():
    async def go():
        trial = await failing(binh_son=[UNREACHED])
        await until(trial, at(10, 14, 11))
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[OFFICER])
        await until(trial, at(10, 18))
        assert daily(trial) == []
        assert [one.reason for one in of(NoticeDropped, await trial.said())] == ["untrue"]

    tried(go())


def test_an_address_that_bounces_later_is_told_on_the_next_working_day():
    """By a notifier that knows nothing of what the one before found."""

    async def go():
        trial = await failing(taken=True, binh_son=[OFFICER])
        [composed] = of(MessageComposed, await trial.said())
        await until(trial, at(10, 14, 17))
        await trial.hearing.hear(PLAN, UNIT, composed.message, NO_BOX)
        await asyncio.sleep(1)
        await trial.kill()
        trial.start()
        await until(trial, at(10, 17, 14))
        assert daily(trial) == []
        await until(trial, at(10, 17, 16))
        assert len(daily(trial)) == 1

    tried(go())


@pytest.mark.parametrize("stood_in", [False, True])
def test_who_is_away_without_a_deputy_is_told_until_when(stood_in):
    """What is written to them meets nobody; a deputy reads it, and nobody is told."""
    away = Told("absent", until=date(2022, 10, 19))
    deputy = OFFICER.model_copy(update={"id": "c-2", "role": "leader", "email": "p@b.example"})

    async def go():
        named = [Dated(value="c-2", valid_from=date(2022, 10, 18))] if stood_in else []
        officer = OFFICER.model_copy(update={"deputies": named, "phone": None})
        trial = await failing(taken=True, binh_son=[officer, deputy])
        await trial.hearing.hear(
            PLAN, UNIT, of(MessageComposed, await trial.said())[0].message, away
        )
        await until(trial, at(10, 18))
        told = [letter.text for letter in daily(trial)]
        assert ["đi vắng đến hết ngày 19/10/2022" in text for text in told] == [True][stood_in:]
        assert ["Cử người thay" in text for text in told] == [True][stood_in:]

    tried(go())


def test_who_wants_no_more_and_is_nobody_to_be_done_without_is_told_once() -> None:
    """So that somebody else is named first; asked again, nobody is told again."""
    asked = OFFICER.model_copy(update={"phone": None, "asked_out": {"email": [*TOPICS]}})

    async def go():
        trial = await failing(taken=True, binh_son=[asked])
        person = await trial.book.person("email", OFFICER.email)
        for unit, channel in (("son-tinh", "email"), (UNIT, "sms")):
            await trial.declined.tell_offices(unit, channel, person)
        assert not of(MessageDeclined, await trial.said()), "none was sent there"
        for _ in range(2):
            await trial.declined.tell_offices(UNIT, "email", person)
        await until(trial, at(10, 18))
        [mail] = daily(trial)
        assert "đề nghị ngừng nhận, cần cử người khác trước" in mail.text
        assert len(of(MessageDeclined, await trial.said())) == 1

    tried(go())


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(10, 14, 8), at(10, 14, 15)),
        (at(10, 14, 15), at(10, 14, 15)),
        (at(10, 14, 15) + timedelta(seconds=1), at(10, 17, 15)),
        (at(10, 15, 9), at(10, 17, 15)),
    ],
)
def test_the_office_is_told_at_a_working_hour(now, told):
    """15/10/2022 was a Saturday."""
    assert office_hour(now, ZONE, WorkingDays()) == told
