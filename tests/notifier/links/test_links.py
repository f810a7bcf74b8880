"""Links to units' pages: off unless switched on, and into SMS only to an office's own domain."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError

from runtime.links import verify
from services.notifier.outbound.links import PageLinks
from services.notifier.settings import Settings

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
KEY = {"links_key_file": "k.pem"}
OWN = "https://nhiemvu.quangngai.gov.vn/trang"


def test_links_are_off_and_sms_carry_none_unless_switched_on():
    settings = Settings()
    assert (settings.links_url, settings.links_in_sms) == (None, False)
    assert not Settings(links_url="https://trang.example", **KEY).links_in_sms
    assert Settings(links_url=OWN, links_in_sms=True, **KEY).links_in_sms


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
        Settings(links_url=url, links_in_sms=True, **(KEY if url else {}))


@pytest.mark.parametrize(
    "wrong", [{"links_url": OWN}, KEY, {"links_url": "http://a.gov.vn", **KEY}]
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
