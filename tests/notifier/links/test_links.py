"""Links to units' pages: off unless switched on, and into SMS only to an office's own domain."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError

from runtime.links import verify
from services.notifier.outbound.links import PageLinks
from services.notifier.settings import Settings
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import DUE, opened
from tests.seeded import run

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
KEY = {"links_key_file": "k.pem"}
OWN = "https://nhiemvu.quangngai.gov.vn/trang"


def test_links_are_off_and_sms_carry_none_unless_switched_on():
    settings = Settings()
    assert (settings.links_url, settings.links_in_sms) == (None, False)
    alone = Settings(links_url="https://trang.example", **KEY)
    assert (alone.links_to_pages, alone.links_in_sms) == (False, False)
    assert Settings(links_url=OWN, links_to_pages=True, links_in_sms=True, **KEY).links_in_sms


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://bit.ly/x",
        "https://quangngai.gov.vn.example",
        "https://gov.vn",
        "https://bit.ly@quangngai.gov.vn",
        "https://quangngai.gov.vn:8443",
        "https://quangngaigov.vn",
        "https://QUANGNGAI.gov.vn",
    ],
)
def test_a_link_in_an_sms_to_any_other_domain_is_refused_at_the_start(url):
    """A shortener, a name that only looks like one of the state's, another port."""
    with pytest.raises(ValidationError, match=r"below \.gov\.vn only"):
        Settings(links_url=url, links_to_pages=bool(url), links_in_sms=True, **(KEY if url else {}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"links_url": OWN},
        KEY,
        {"links_url": "http://a.gov.vn", **KEY},
        {"links_to_pages": True},
        {"links_url": OWN, "links_in_sms": True, **KEY},
    ],
)
def test_half_a_setting_is_refused_at_the_start(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_a_link_is_for_one_unit_and_ends(tmp_path):
    key = Ed25519PrivateKey.generate()
    file = tmp_path / "k.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    link = PageLinks.by_file(OWN, file, timedelta(days=2)).to(NOW, "p", "ba-to", None)
    front, _, token = link.rpartition("/")
    assert front == OWN
    opened = verify(token, [key.public_key()], NOW)
    assert (opened.plan, opened.unit, opened.duty) == ("p", "ba-to", None)
    assert opened.until == NOW + timedelta(days=2)


@pytest.mark.parametrize("in_sms", [False, True])
def test_a_mail_carries_links_where_there_are_pages_and_an_sms_where_that_is_switched_on(
    in_sms, tmp_path
):
    """A mail to the duty and to the page to stop at; an SMS to the unit's page."""
    key, file = Ed25519PrivateKey.generate(), tmp_path / "k.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    links = PageLinks.by_file(OWN, file, timedelta(days=14))
    mail, sms = run(1, sent(links, in_sms))
    front = f"{OWN}/ncds-2022.binh-son."
    for said in (mail.text, mail.html):
        assert f"{front}bao-cao." in said
        assert mail.unsubscribe in said
    assert links.whose(mail.unsubscribe.rpartition("/")[2])[0] == "email"
    assert (f" {front}-." in sms.text) is in_sms
    assert ("http" in sms.text) is in_sms


async def sent(links, in_sms):
    """The first mail and the first SMS."""
    trial, letters = Trial(links=links, links_to_pages=True, links_in_sms=in_sms), {}
    for provider in (trial.relay, trial.gateway):
        provider.check = lambda _, letter: letters.setdefault(letter.channel, letter)
    await trial.publish()
    await trial.unit_says(opened())
    trial.start()
    await asyncio.sleep((DUE - trial.clock.now()).total_seconds())
    return letters["email"], letters["sms"]
