"""The notifier as a process, against a real NATS, the mail sink and the SMS gateway."""

from collections import Counter
from datetime import UTC, datetime, time
from email import message_from_bytes, policy

import pytest

from contracts import topology
from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageFact,
    PlanAmended,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from deploy.local.smtp_sink import duplicates, mails
from runtime.connection import js
from tests.notifier.campaign import (
    LEADER,
    OFFICER,
    met,
    noon,
    opened,
    participant,
    plan,
    receipt,
    rung,
)
from tests.notifier.conftest import sms_fault, sms_sent

pytestmark = pytest.mark.servers

ZONE_NAME, DUE = noon()
SECRETS = (b"tuchoi", b"0914", b"914123456", "Nguyễn".encode())
NOW_RUNG = rung("now", 0, at=time(1), channels=("email", "sms"))
TO_COME = rung("to-come", 0, at=time(23, 59))


def ladder(*rungs):
    return plan(ladder=rungs, time_zone=ZONE_NAME)


def settled(number=1):
    """Enough once so many rungs were sent, cancelled, failed or have lapsed."""
    kinds = RungSent | RungCancelled | RungFailed | RungLapsed
    return lambda said: sum(isinstance(fact, kinds) for fact in said) >= number


def has(kind, number=1):
    return lambda said: sum(isinstance(fact, kind) for fact in said) >= number


def kinds(said):
    return [fact.wire.split(".")[1] for fact in said]


async def messages_in(office, stream):
    return (await js(office.broker).stream_info(stream)).state.messages


async def test_a_due_rung_goes_out_once_by_mail_and_once_by_sms(office, notifier, sms, mail_dir):
    """The message id is the mail's Message-ID and the gateway's RequestId."""
    await office.publish(ladder(NOW_RUNG), [participant()])
    await office.know(OFFICER, LEADER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(has(MessageAccepted, 2))

    assert sorted(kinds(said)) == sorted(
        ["rung-scheduled", "message-composed", "message-composed", "rung-sent"]
        + ["message-attempted", "message-accepted"] * 2
    )
    ids = {f.channel: f.message for f in said if isinstance(f, MessageAccepted)}
    (file,) = mails(mail_dir)
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Message-ID"] == f"<{ids['email']}@ngayso.example>"
    assert mail["To"] == "a@binhson.example"
    assert mail["X-Ngayso-Category"] == "nhac-han"
    assert mail.get_content().startswith("Kính gửi: UBND huyện Bình Sơn\r\n")
    (message,) = sms_sent(sms)
    assert message["RequestId"] == ids["sms"]
    assert message["Phone"] == "0914123456"
    assert message["IsUnicode"] == "0"


async def test_a_met_duty_takes_its_timers_out_of_the_stream(office, notifier):
    """And what was set is cancelled, in facts too."""
    await office.publish(ladder(TO_COME), [participant()])
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(RungScheduled))
    assert await messages_in(office, "REMINDERS") == 1
    await office.unit_says(met(datetime.now(UTC), DUE))
    said = await office.said_until(settled())
    assert kinds(said) == ["rung-scheduled", "rung-cancelled"]
    notifier.stop()  # handlers in flight finish: the timer is removed after it is said
    assert await messages_in(office, "REMINDERS") == 0


async def test_after_an_outage_only_the_latest_rung_is_sent(office, notifier, mail_dir):
    """Three rungs came due while the notifier was down."""
    rungs = [rung(f"r{hour}", 0, at=time(hour)) for hour in (1, 2, 3)]
    await office.publish(ladder(*rungs), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled(3))
    fates = {f.rung: type(f) for f in said if isinstance(f, RungSent | RungLapsed)}
    assert fates == {"r1": RungLapsed, "r2": RungLapsed, "r3": RungSent}
    assert len(mails(mail_dir)) == 1


async def test_an_amended_ladder_is_followed(office, notifier):
    """No fact of the unit says so, only the plan's."""
    await office.publish(ladder(TO_COME), [participant()])
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(RungScheduled))
    later = rung("another", 0, at=time(23, 58))
    amended = PlanAmended(
        plan=ladder(later),
        participants=[participant()],
        reason="thêm mốc nhắc",
        receipt=receipt(datetime.now(UTC)),
    )
    await office.append(topology.plan_facts("ncds-2022"), amended)
    said = await office.said_until(lambda said: len(said) == 3)
    assert [(type(f), f.rung) for f in said[1:]] == [
        (RungScheduled, "another"),
        (RungCancelled, "to-come"),
    ]


@pytest.mark.parametrize(
    ("domain", "wanted", "copies"),
    [
        ("tuchoi.example", ["attempted", "failed", "rung-failed"], 0),
        ("ban.example", ["attempted", "attempted", "attempted", "accepted", "rung-sent"], 1),
        ("dut.example", ["attempted", "attempted", "accepted", "rung-sent"], 2),
    ],
)
async def test_what_the_relay_answers_decides_the_mails_fate(
    office, notifier, mail_dir, domain, wanted, copies
):
    """Refused for good; refused for now; taken without an answer, so sent once more."""
    mail_only = rung("now", 0, at=time(1))
    await office.publish(ladder(mail_only), [participant()])
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
    await office.publish(ladder(rung("now", 0, at=time(1), channels=("sms",))), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    assert kinds(said)[2:] == ["message-attempted", "message-accepted", "rung-sent"]
    assert len(sms_sent(sms)) == 1


async def test_a_blocked_number_fails_and_an_empty_account_waits(office, notifier, sms):
    """99 is for good; 103 passes once the account is filled."""
    sms_fault(sms, "code", code="103")
    sms_fault(sms, "code", code="99")
    await office.publish(ladder(rung("now", 0, at=time(1), channels=("sms",))), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    assert kinds(said)[2:] == ["message-attempted", "message-failed", "rung-failed"]
    assert said[-1].reason == "sms-99"
    assert sms_sent(sms) == []


@pytest.mark.slow
async def test_a_notifier_killed_again_and_again_loses_nothing_and_doubts_little(
    office, notifier, sms, mail_dir
):
    """SIGKILL at each kind of fact in turn: every unit is reminded, repeats are counted."""
    units = [f"u{number}" for number in range(12)]
    await office.publish(ladder(NOW_RUNG), [participant(unit) for unit in units])
    for unit in units:
        await office.know(OFFICER, unit=unit)
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

    doubtful = 0
    for unit in units:
        said = await office.said_until(has(MessageAccepted, 2), unit)
        settlements = Counter(f.rung for f in said if isinstance(f, RungSent))
        assert settlements == {"now": 1}
        doubtful += sum(f.uncertain for f in said if isinstance(f, MessageAccepted))
    assert len(mails(mail_dir)) - len(duplicates(mail_dir)) == len(units)
    assert len(duplicates(mail_dir)) <= doubtful
    assert len(sms_sent(sms)) == len(units)


async def test_a_notifier_killed_in_an_attempt_sends_at_most_one_mail_in_doubt(
    office, notifier, mail_dir
):
    """Killed as soon as the attempt is said: the mail may be out or not, so the next is counted."""
    await office.publish(ladder(rung("now", 0, at=time(1))), [participant()])
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


async def test_no_person_is_in_any_stream(office, notifier):
    """Names, addresses and numbers are in the contacts' bucket alone, also when a mail fails."""
    await office.publish(ladder(NOW_RUNG), [participant()])
    await office.know(OFFICER.model_copy(update={"email": "nguyen.a@tuchoi.example"}))
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(lambda said: has(MessageAccepted)(said) and has(MessageFact, 6)(said))
    notifier.stop()
    jetstream = js(office.broker)
    for stream in await jetstream.streams_info():
        name, state = stream.config.name, stream.state
        if name == f"KV_{topology.CONTACTS_BUCKET}" or not state.messages:
            continue
        for sequence in range(state.first_seq, state.last_seq + 1):
            data = (await jetstream.get_msg(name, sequence)).data or b""
            assert not [
                w for w in (b"tuchoi", b"0914", b"914123456", "Nguyễn".encode()) if w in data
            ]
    log = notifier.log.read_text()
    assert not [word for word in ("tuchoi", "0914", "914123456", "Nguyễn") if word in log]


async def test_a_message_waits_for_a_relay_that_is_away(office, notifier, smtp, mail_dir):
    """However often it is put back, it goes out once the relay is there, and in no doubt."""
    smtp.kill()
    await office.publish(ladder(rung("now", 0, at=time(1))), [participant()])
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
