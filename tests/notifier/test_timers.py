"""The notifier as a process: timers on a real NATS become mails and SMS."""

from datetime import UTC, datetime, time
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from contracts import topology
from contracts.calendar import CalendarRecord, DecreedDay, WorkingDays
from contracts.facts import (
    CalendarRecorded,
    MessageAccepted,
    RungCancelled,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from deploy.local.sinks.smtp import mails
from runtime.jetstream.connection import js
from runtime.jetstream.streams import declare
from tests.notifier.campaign import (
    LEADER,
    OFFICER,
    amended,
    met,
    opened,
    participant,
    receipt,
    rung,
)
from tests.notifier.conftest import sms_sent
from tests.notifier.looks import (
    DUE,
    NOW_BY_MAIL,
    NOW_RUNG,
    TO_COME,
    ZONE_NAME,
    has,
    kinds,
    ladder,
    settled,
)

pytestmark = pytest.mark.servers


async def messages_in(office, stream):
    """Beside the mark that every timer is there."""
    subjects = (await js(office.broker).stream_info(stream, ">")).state.subjects or {}
    return sum(count for subject, count in subjects.items() if subject != topology.TIMERS_WHOLE)


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
    assert mail["X-Ngayso-Category"] == "reminder"
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("Kính gửi: Ủy ban nhân dân huyện Bình Sơn\r\n")
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
    changed = amended(ladder(later), at=datetime.now(UTC))
    await office.append(topology.plan_facts("ncds-2022"), changed)
    said = await office.said_until(lambda said: len(said) == 3)
    assert [(type(f), f.rung) for f in said[1:]] == [
        (RungScheduled, "another"),
        (RungCancelled, "to-come"),
    ]


async def test_a_decreed_day_off_moves_a_timer_that_waits_and_not_what_was_sent(office, notifier):
    """The day on which the later rung would fire is taken off: it moves to the next working day,
    and the stream holds the moved timer alone.
    """
    await office.publish(ladder(NOW_BY_MAIL, rung("later", 3)), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(settled())
    (first,) = [f for f in said if isinstance(f, RungScheduled) and f.rung == "later"]
    day = first.fires_at.astimezone(ZoneInfo(ZONE_NAME)).date()
    off = CalendarRecord(days=[DecreedDay(day=day, working=False, name="Nghỉ tránh bão")])
    fact = CalendarRecorded(record=off, receipt=receipt(datetime.now(UTC)))
    await office.append(topology.CALENDAR_FACTS, fact)

    said = await office.said_until(has(RungScheduled, 3))

    assert (type(said[-1]), said[-1].rung) == (RungScheduled, "later")
    moved = said[-1].fires_at.astimezone(ZoneInfo(ZONE_NAME))
    assert moved.date() == WorkingDays().nth(day, 1)
    assert sum(isinstance(fact, RungSent) for fact in said) == 1
    assert await messages_in(office, "REMINDERS") == 1


async def test_a_stream_that_came_back_empty_holds_its_timers_again(office, notifier):
    """From what was said: nothing is said anew, and the timer is the one that was set."""
    await office.publish(ladder(TO_COME), [participant()])
    await office.unit_says(opened(DUE))
    notifier.start()
    said = await office.said_until(has(RungScheduled))
    notifier.stop()
    await js(office.broker).delete_stream(topology.REMINDERS.name)
    await declare(js(office.broker), replicas=1)
    notifier.start()
    assert await messages_in(office, "REMINDERS") == 1
    assert await office.said() == said


@pytest.mark.parametrize("notifier", ["PT5S"], indirect=True)
async def test_two_units_of_one_person_are_told_by_one_mail(office, notifier, mail_dir):
    """It names both, and each unit's history says that it was sent."""
    units = ("binh-son", "ly-son")
    await office.publish(ladder(NOW_BY_MAIL), [participant(unit) for unit in units])
    for unit in units:
        await office.know(OFFICER, unit=unit)
        await office.unit_says(opened(DUE, unit=unit), unit=unit)
    notifier.start()
    ends = []
    for unit in units:
        said = await office.said_until(settled(), unit)
        assert isinstance(said[-1], RungSent)
        ends += [fact.message for fact in said if isinstance(fact, MessageAccepted)]
    [file] = mails(mail_dir)
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert {f"<{message}@ngayso.example>" for message in ends} == {mail["Message-ID"]}
    assert mail["Subject"].startswith("Nhắc việc: 2 nội dung của Kế hoạch số 148/KH-UBND")
