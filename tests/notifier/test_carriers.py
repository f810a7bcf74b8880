"""The notifier as a process: what the relay and the gateway answer, and what nobody sees."""

import pytest
from nats.js.errors import NotFoundError

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageFact,
    MessageFailed,
)
from deploy.local.sinks.smtp import duplicates, mails
from runtime.jetstream.connection import js
from tests.notifier.campaign import OFFICER, opened, participant
from tests.notifier.conftest import sms_fault, sms_sent
from tests.notifier.looks import (
    DUE,
    NOW_BY_MAIL,
    NOW_BY_SMS,
    NOW_RUNG,
    has,
    kinds,
    ladder,
    settled,
)

pytestmark = pytest.mark.servers
BY_THE_OTHER_CHANNEL = [
    *("composed", "failed", "notice-failed"),  # the office, which is to hear of it, has no contact
    *("attempted", "accepted", "rung-sent"),
]
PERSONAL = ("tuchoi", "0914 123 456", "914123456", "Nguyễn")


@pytest.mark.parametrize(
    ("domain", "wanted", "copies"),
    [
        ("tuchoi.example", ["attempted", *BY_THE_OTHER_CHANNEL], 0),
        ("ban.example", ["attempted", "attempted", "attempted", "accepted", "rung-sent"], 1),
        ("dut.example", ["attempted", "attempted", "accepted", "rung-sent"], 2),
    ],
)
async def test_what_the_relay_answers_decides_the_mails_fate(
    office, notifier, mail_dir, domain, wanted, copies
):
    """Refused for good, so told by SMS; refused for now; taken without an answer, so sent again."""
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(OFFICER.model_copy(update={"email": f"a@{domain}"}))
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    assert [kind.removeprefix("message-") for kind in kinds(said)][2:] == wanted
    assert len(mails(mail_dir)) == copies
    doubtful = [f for f in said if isinstance(f, MessageAccepted) and f.uncertain]
    assert len(doubtful) == len(duplicates(mail_dir))


@pytest.mark.parametrize("fault", ["drop", "error"])
async def test_an_sms_whose_answer_is_lost_is_asked_for_and_not_sent_again(
    office, notifier, sms, fault
):
    """The gateway took it and broke the line, or failed before it did."""
    sms_fault(sms, fault)
    await office.publish(ladder(NOW_BY_SMS), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    assert kinds(said)[2:] == ["message-attempted", "message-accepted", "rung-sent"]
    assert len(sms_sent(sms)) == 1


async def test_a_blocked_number_is_written_to_by_mail_and_an_empty_account_waits(
    office, notifier, sms
):
    """99 is for good; 103 passes once the account is filled, and says that nothing went out."""
    sms_fault(sms, "code", code="103")
    sms_fault(sms, "code", code="99")
    await office.publish(ladder(NOW_BY_SMS), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    tried = ["attempted", "attempted", "attempted", *BY_THE_OTHER_CHANNEL]
    assert [kind.removeprefix("message-") for kind in kinds(said)][2:] == tried
    assert [f.refused for f in said[2:5]] == [None, "sms-103", None]
    assert {f.provider for f in said[2:5]} == {"esms"}
    assert [f.reason for f in said if isinstance(f, MessageFailed)] == ["sms-99"]
    assert sms_sent(sms) == []


async def test_no_person_is_in_any_stream(office, notifier):
    """Neither names nor addresses nor numbers, also when a mail fails; contacts are encrypted."""
    await office.publish(ladder(NOW_RUNG), [participant()])
    await office.know(OFFICER.model_copy(update={"email": "nguyen.a@tuchoi.example"}))
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(lambda said: has(MessageAccepted)(said) and has(MessageFact, 6)(said))
    notifier.stop()
    jetstream = js(office.broker)
    for stream in await jetstream.streams_info():
        name, state = stream.config.name, stream.state
        for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
            try:
                data = (await jetstream.get_msg(name, sequence)).data or b""
            except NotFoundError:  # a later message of its subject took its place
                continue
            assert not [word for word in PERSONAL if word.encode() in data]
    log = notifier.log.read_text()
    assert not [word for word in PERSONAL if word in log]


async def test_a_message_waits_for_a_relay_that_is_away(office, notifier, smtp, mail_dir):
    """However often it is put back, it goes out once the relay is there, and in no doubt."""
    smtp.kill()
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    while b"put-back" not in notifier.log.read_bytes():
        info = await js(office.broker).consumer_info("OUTBOX", "notifier-email", timeout=5)
        assert info.num_redelivered < 8
    smtp.restart()
    said = await office.said_until(settled())
    assert [f.uncertain for f in said if isinstance(f, MessageAccepted)] == [False]
    assert len([f for f in said if isinstance(f, MessageAttempted)]) == 1
    assert len(mails(mail_dir)) == 1


async def test_a_relay_that_takes_its_time_gets_each_mail_once(office, notifier, smtp, mail_dir):
    """It keeps the mail and answers after more than twice the time after which what nobody works on
    is delivered again; meanwhile the notifier says that it does.
    """
    smtp.command = (*smtp.command[:-1], "7")
    smtp.restart()
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(OFFICER.model_copy(update={"email": "a@cham.example"}))
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    assert kinds(said)[2:] == ["message-attempted", "message-accepted", "rung-sent"]
    assert (len(mails(mail_dir)), duplicates(mail_dir)) == (1, [])
    assert "put-back" not in notifier.log.read_text()
