"""An SMS that is due at night goes into the first message of the morning."""

import asyncio
from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from contracts.facts import MessageSilenced
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from services.notifier.settings import Settings
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import at, met, opened, plan, rung
from tests.seeded import run

DAYTIME = Limits(timedelta(days=3), Manners(3, 2, time(7), time(21)))
AT_NIGHT = plan(ladder=[rung("b3", -3, at=time(22), channels=("email", "sms"))])


async def evening() -> tuple[Trial, list]:
    """The evening of the rung; what the relay and the gateway took, and when."""
    trial, taken = Trial(DAYTIME), []
    for channel, provider in (("email", trial.relay), ("sms", trial.gateway)):
        provider.check = lambda *_, channel=channel: taken.append((channel, trial.clock.now()))
    trial.start()
    await trial.publish(AT_NIGHT)
    await trial.unit_says(opened())
    await asyncio.sleep((at(10, 14, 23) - trial.clock.now()).total_seconds())
    return trial, taken


def test_a_mail_goes_out_at_night_and_an_sms_at_seven():
    async def go():
        trial, taken = await evening()
        assert [channel for channel, _ in taken] == ["email"]
        assert trial.waiting("OUTBOX") == 0
        await asyncio.sleep((at(10, 15, 12) - trial.clock.now()).total_seconds())
        [(_, late), (channel, morning)] = taken
        assert channel == "sms"
        assert at(10, 14, 22) <= late < at(10, 14, 22, 1)
        assert at(10, 15, 7) <= morning < at(10, 15, 7, 1)
        assert trial.waiting("OUTBOX") == 0
        assert trial.waiting("DEAD_LETTERS") == 0

    run(1, go())


def test_a_duty_that_is_met_at_night_silences_what_waits():
    async def go():
        trial, taken = await evening()
        await trial.unit_says(met(trial.clock.now()))
        await asyncio.sleep((at(10, 15, 12) - trial.clock.now()).total_seconds())
        assert [channel for channel, _ in taken] == ["email"]
        assert isinstance((await trial.said())[-1], MessageSilenced)
        assert trial.waiting("OUTBOX") == 0

    run(1, go())


@pytest.mark.parametrize("until", [time(0), time(6), time(7)])
def test_hours_in_which_no_sms_could_ever_leave_are_refused_at_the_start(until):
    """Midnight is the beginning of a day, not its end."""
    with pytest.raises(ValidationError, match="later than NGAYSO_SMS_FROM"):
        Settings(sms_from=time(7), sms_until=until)
    assert Settings(sms_from=time(0), sms_until=time(23, 59)).limits
