"""The notifier as a process: who sits above gets one list, who is late an entry in the calendar."""

from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from contracts import topology
from contracts.facts import MessageAccepted, UnitRecorded
from contracts.outgoing import Contact
from contracts.plan import Escalation
from contracts.unit import Dated, Unit
from deploy.local.sinks.smtp import mails
from tests.notifier.campaign import OFFICER, OPENED, opened, owes, participant, receipt, rung
from tests.notifier.looks import DUE, has, ladder

pytestmark = pytest.mark.servers

UP = rung("len", hours=0, at=None, escalates=[Escalation(to="superior")])
SOON = rung("now", 0, at=time(1), owed=("dk",))
LATE = datetime.now(UTC) - timedelta(hours=1)


async def test_one_list_for_two_units_and_the_deadline_for_each_calendar(
    office, notifier, mail_dir
):
    """One duty of each is overdue, which the superior reads; another is due at midnight."""
    units = ("binh-son", "ly-son")
    for name in (*units, "tinh"):
        parents = [Dated(value="tinh")] if name != "tinh" else []
        record = Unit(id=name, names=[Dated(value=f"UBND {name}")], parents=parents)
        fact = UnitRecorded(record=record, receipt=receipt(OPENED))
        await office.append(topology.directory_facts(name), fact)
    above = Contact(id="t-1", role="officer", name="Người Mẫu", email="vp@tinh.example")
    await office.know(above, unit="tinh")
    for unit in units:
        await office.know(OFFICER.model_copy(update={"email": f"a@{unit}.example"}), unit=unit)
    await office.publish(ladder(SOON, UP), [participant(unit) for unit in units])
    for unit in units:
        due_soon = owes("dk", "Đăng ký hoạt động", due=DUE).model_copy(update={"unit": unit})
        await office.unit_says(opened(LATE, unit=unit), due_soon, unit=unit)
    notifier.start()
    for unit in units:
        await office.said_until(has(MessageAccepted, 2), unit)
    found = [message_from_bytes(p.read_bytes(), policy=policy.default) for p in mails(mail_dir)]
    by = {mail["To"]: mail for mail in found}
    assert sorted(by) == ["a@binh-son.example", "a@ly-son.example", "vp@tinh.example"]
    said = by["vp@tinh.example"].get_body(("plain",)).get_content()
    assert by["vp@tinh.example"]["X-Ngayso-Category"] == "list"
    assert "2 đơn vị còn 2 nội dung" in said
    assert [*by["vp@tinh.example"].iter_attachments()] == []
    for unit in units:
        [file] = by[f"a@{unit}.example"].iter_attachments()
        assert file.get_content_type() == "text/calendar"
        assert file.get_param("method") == "REQUEST"
        [event] = Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT")
        assert str(event["attendee"]) == f"mailto:a@{unit}.example"
