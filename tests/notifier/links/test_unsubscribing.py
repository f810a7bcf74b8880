"""Who does not want mails any more: a scanner's look changes nothing, what is posted does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contracts.outgoing import Contact, Contacts
from contracts.plan import Channel
from runtime.links import NotALink, verify
from services.notifier.application.contacts.stopping import Declined, Stopping
from services.notifier.application.keeping import Keeping
from services.notifier.domain.letter import Letter
from services.notifier.inbound.unsubscribing import unsubscribing
from services.notifier.outbound.links import PageLinks
from services.notifier.outbound.mail.mime import mime
from tests.notifier.contacts.test_keeping import NOW, Store
from tests.seeded import LoopClock

OWN = "https://nhiemvu.quangngai.gov.vn/trang"
MINE, BOTH = "a@ba-to.example", "chung@ba-to.example"
OFFICER = Contact(id="c-1", role="officer", name="Mẫu", email="A@ba-to.example")
OTHER = Contact(id="c-2", role="officer", name="Mẫu", email=BOTH, phone="0914123456")
ALONE = Contact(id="c-3", role="officer", name="Mẫu", email=BOTH)


@pytest.fixture
def links(tmp_path: Path) -> PageLinks:
    key, file = Ed25519PrivateKey.generate(), tmp_path / "k.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return PageLinks.by_file(OWN, file, timedelta(days=2))


def store() -> Store:
    return Store(
        Contacts(unit="ba-to", contacts=[OFFICER, OTHER]), Contacts(unit="xa", contacts=[ALONE])
    )


async def stop(links: PageLinks, known: Store, address: str) -> str:
    return links.stop("email", await known.person("email", address))


class Told(Declined):
    """Which units' offices are told of whom."""

    def __init__(self) -> None:
        self.units: list[str] = []

    async def tell_offices(self, unit: str, channel: Channel, person: str) -> None:
        self.units.append(unit)


def ask(
    links: PageLinks,
    known: Store,
    how: str,
    url: str,
    told: Declined | None = None,
    **said: str,
) -> httpx.Response:
    stopping = Stopping(Keeping(known, LoopClock(NOW)), told or Told())
    app = unsubscribing(stopping, links.whose)

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://notifier") as client:
            data = said or None
            return await client.request(how, url.removeprefix(f"{OWN}/unsubscribe"), data=data)

    return asyncio.run(go())


def test_a_look_changes_nothing_and_what_is_posted_does(links: PageLinks) -> None:
    """As often as either comes; other channels of the person stay."""
    known = store()
    url = asyncio.run(stop(links, known, MINE))
    for how in ("GET", "HEAD", "GET"):
        assert ask(links, known, how, url).status_code == 200
    assert known.records == store().records
    for _ in range(2):
        answer = ask(links, known, "POST", url)
        assert (answer.status_code, "Đã ngừng" in answer.text) == (200, True)
        assert [one.opted_out for one in known.records["ba-to"].contacts] == [["email"], []]


def test_what_would_leave_a_unit_without_anybody_waits_for_the_office(links: PageLinks) -> None:
    """Which is told. It is done where somebody else is left, and there once somebody is named."""
    known, told = store(), Told()
    answer = ask(links, known, "POST", asyncio.run(stop(links, known, BOTH)), told)
    assert (answer.status_code, "Chưa thể" in answer.text, told.units) == (409, True, ["xa"])
    [alone] = known.records["xa"].contacts
    assert (alone.opted_out, alone.asked_out) == ([], {"email": ["reminders", "notices", "lists"]})
    new = Contact(id="c-4", role="officer", name="Mẫu", email="moi@xa.example")
    record = Contacts(unit="xa", contacts=[ALONE, new])
    asyncio.run(Keeping(known, LoopClock(NOW)).keep("operator", record))
    [alone, _] = known.records["xa"].contacts
    assert (alone.opted_out, alone.asked_out) == (["email"], {})
    assert [one.opted_out for one in known.records["ba-to"].contacts] == [[], ["email"]]


def test_one_kind_of_mails_is_stopped_and_wanted_again(links: PageLinks) -> None:
    """What a mail program posts by itself is no kind of them, and stops them all."""
    known = store()
    url = asyncio.run(stop(links, known, MINE))
    answer = ask(links, known, "POST", url, topic="lists")
    assert "danh sách đơn vị quá hạn" in answer.text
    assert known.records["ba-to"].contacts[0].declined == {"email": ["lists"]}
    assert "Nhận lại" in answer.text
    ask(links, known, "POST", url, topic="lists", again="1")
    assert known.records["ba-to"].contacts[0].declined == {}
    ask(links, known, "POST", url, **{"List-Unsubscribe": "One-Click"})
    assert known.records["ba-to"].contacts[0].opted_out == ["email"]


@pytest.mark.parametrize("how", ["GET", "POST"])
def test_what_we_did_not_sign_is_not_found(links: PageLinks, how: str) -> None:
    """Nor what was signed for a page, and no page is opened by what was signed here."""
    known = store()
    url = asyncio.run(stop(links, known, MINE))
    page = links.to(NOW, "p", "ba-to", None).rpartition("/")[2]
    for wrong in (url[:-3] + "abc", f"{OWN}/unsubscribe/{page}", f"{OWN}/unsubscribe/x"):
        assert ask(links, known, how, wrong).status_code == 404
    assert known.records == store().records
    keys = [links.signing.now[0].public_key()]
    with pytest.raises((NotALink, ValueError)):
        verify(url.rpartition("/")[2], keys, NOW)


def test_the_header_says_that_one_click_will_do(links: PageLinks) -> None:
    url = links.stop("email", "p-1")
    letter = replace(Letter("m-1", "email", "reminder", "S", "T"), unsubscribe=url)
    sent = mime(letter, MINE, "Nhắc việc <nhac@ngayso.example>", NOW).decode("ascii")
    assert f"\r\nList-Unsubscribe: <{url}>\r\n" in sent
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent
