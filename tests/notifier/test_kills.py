"""The notifier as a process, killed in the middle of its work."""

from collections import Counter

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageFailed,
    RungSent,
)
from deploy.local.sinks.smtp import duplicates, mails
from runtime.jetstream.connection import js
from tests.notifier.campaign import OFFICER, opened, participant
from tests.notifier.conftest import sms_sent
from tests.notifier.looks import (
    DUE,
    NOW_BY_MAIL,
    NOW_RUNG,
    has,
    ladder,
    settled,
)

pytestmark = pytest.mark.servers


@pytest.mark.slow
async def test_a_notifier_killed_again_and_again_loses_nothing_and_doubts_little(
    office, notifier, sms, mail_dir
):
    """SIGKILL at each kind of fact in turn: every unit is reminded, repeats are counted."""
    units = [f"u{number}" for number in range(12)]
    await office.publish(ladder(NOW_RUNG), [participant(unit) for unit in units])
    for number, unit in enumerate(units):
        where = {"email": f"{unit}@binhson.example", "phone": f"0914 123 4{number:02}"}
        await office.know(OFFICER.model_copy(update=where), unit=unit)
        await office.unit_says(opened(DUE, unit=unit), unit=unit)
    news = await js(office.broker).subscribe("evt.message.>", ordered_consumer=True)
    for crash in (b"rung-scheduled", b"message-composed", b"message-attempted", b"rung-sent"):
        notifier.start()
        await office.be_impatient()
        while crash not in (await news.next_msg(timeout=60)).data:
            pass
        notifier.kill()
    await news.unsubscribe()
    notifier.start()
    await office.be_impatient()

    doubtful = unknown = 0
    for unit in units:
        said = await office.said_until(has((MessageAccepted, MessageFailed), 2), unit)
        settlements = Counter(f.rung for f in said if isinstance(f, RungSent))
        assert settlements == {"now": 1}
        doubtful += sum(f.uncertain for f in said if isinstance(f, MessageAccepted))
        # A mail whose two attempts were both killed is given up, and said to be of unknown outcome.
        given_up = [f.reason for f in said if isinstance(f, MessageFailed)]
        assert set(given_up) <= {"outcome-unknown"}
        unknown += len(given_up)
    reached = len(mails(mail_dir)) - len(duplicates(mail_dir))
    assert len(units) - unknown <= reached <= len(units)
    assert len(duplicates(mail_dir)) <= doubtful + unknown
    assert len(sms_sent(sms)) == len(units)


async def test_a_notifier_killed_in_an_attempt_sends_at_most_one_mail_in_doubt(
    office, notifier, mail_dir
):
    """Killed as soon as the attempt is said: the mail may be out or not, so the next is counted."""
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(MessageAttempted))
    notifier.kill()
    notifier.start()
    await office.be_impatient()
    said = await office.said_until(settled())
    attempts = [f for f in said if isinstance(f, MessageAttempted)]
    (taken,) = [f for f in said if isinstance(f, MessageAccepted)]
    assert taken.uncertain == (len(attempts) == 2)
    assert len(mails(mail_dir)) <= len(attempts)
    assert len(duplicates(mail_dir)) <= taken.uncertain
