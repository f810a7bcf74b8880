"""The notifier as a process: who wants no more mails, by the link that each mail carries."""

from email import message_from_bytes

import httpx
import pytest

from contracts.facts import MessageAccepted, NoticeComposed
from deploy.local.sinks.smtp import mails
from tests.notifier.campaign import OFFICER, at, excused, opened, participant
from tests.notifier.looks import DUE, NOW_BY_MAIL, has, ladder

pytestmark = pytest.mark.servers
ONE = OFFICER.model_copy(update={"phone": None})
OTHER = ONE.model_copy(update={"id": "c-9", "email": "khac@binhson.example"})
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def test_who_posts_to_the_link_of_a_mail_gets_no_more_and_who_looks_changes_nothing(
    office, notifier, mail_dir
):
    """The office's proxy leads what is below /unsubscribe/ to the notifier, which knows its own
    links alone. Asked by the other one too, it keeps that one: somebody has to be written to.
    """
    await office.publish(ladder(NOW_BY_MAIL), [participant()])
    await office.know(ONE, OTHER)
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(MessageAccepted, 2))
    sent = {one["To"]: one for one in map(_read, mails(mail_dir))}
    word = {to: one["List-Unsubscribe"].strip("<>").rpartition("/")[2] for to, one in sent.items()}
    async with httpx.AsyncClient(base_url=f"{notifier.url}/unsubscribe") as client:
        looked = await client.get(f"/{word[ONE.email]}")
        assert (looked.status_code, await _out(office)) == (200, [[], []])
        forged = await client.post(f"/{word[ONE.email][:-3]}abc", data=ONE_CLICK)
        assert (forged.status_code, await _out(office)) == (404, [[], []])
        posted = await client.post(f"/{word[ONE.email]}", data=ONE_CLICK)
        assert (posted.status_code, await _out(office)) == (200, [["email"], []])
        last = await client.post(f"/{word[OTHER.email]}", data=ONE_CLICK)
        assert (last.status_code, await _out(office)) == (409, [["email"], []])
    await office.unit_says(excused(at(10, 5)))
    said = await office.said_until(has(NoticeComposed))
    assert [fact.recipient for fact in said if isinstance(fact, NoticeComposed)] == [OTHER.id]


def _read(path):
    return message_from_bytes(path.read_bytes())


async def _out(office):
    """The channels that each of the unit's contacts has closed."""
    known = await office.book.of("binh-son")
    return [one.opted_out for one in known.contacts]
