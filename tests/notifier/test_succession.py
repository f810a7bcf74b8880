"""A reminder about a unit that has ended goes to its successors."""

from datetime import date
from email import message_from_bytes, policy

import pytest

from contracts import topology
from contracts.facts import MessageAccepted, UnitRecorded
from contracts.unit import Unit
from deploy.local.sinks.smtp import mails
from tests.notifier.campaign import LEADER, OFFICER, OPENED, opened, participant, receipt
from tests.notifier.looks import DUE, NOW_RUNG, has, ladder

pytestmark = pytest.mark.servers
ENDED = date(2000, 1, 1)


async def record(office, name, **fields):
    unit = Unit.model_validate({"id": name, "names": [{"value": name}], **fields})
    fact = UnitRecorded(record=unit, receipt=receipt(OPENED))
    await office.append(topology.directory_facts(name), fact)


async def test_a_reminder_for_an_ended_unit_goes_to_its_successors(office, notifier, mail_dir):
    """Its own officer is written to no more; the letter is to the successor, and names the unit
    that owes.
    """
    await record(office, "binh-son", valid_to=ENDED)
    await record(office, "xa-binh-son", valid_from=ENDED, predecessors=["binh-son"])
    await office.publish(ladder(NOW_RUNG), [participant()])
    await office.know(OFFICER)
    heir = OFFICER.model_copy(update={"email": "xa@binhson.example", "phone": None})
    await office.know(heir, LEADER, unit="xa-binh-son")
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(MessageAccepted, 1))

    (file,) = mails(mail_dir)
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "xa@binhson.example"
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("Kính gửi: xa-binh-son\r\n")
    assert "- Đơn vị: UBND huyện Bình Sơn" in text.replace("\r\n", "\n")


async def test_an_ended_unit_whose_successors_have_no_contacts_is_written_to_itself(
    office, notifier, mail_dir
):
    """Somebody of before may still know who has the matter now."""
    await record(office, "binh-son", valid_to=ENDED)
    await record(office, "xa-binh-son", valid_from=ENDED, predecessors=["binh-son"])
    await office.publish(ladder(NOW_RUNG), [participant()])
    await office.know(OFFICER.model_copy(update={"phone": None}))
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(MessageAccepted, 1))

    (file,) = mails(mail_dir)
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == OFFICER.email
