"""Notifier, outbound: secured lines, passwords, and what /readyz learns without sending a mail."""

import asyncio
import ssl
from functools import partial

import pytest
import trustme

from deploy.local.sinks.faults import Manners
from deploy.local.sinks.smtp import mails
from runtime.certificates import Certificates
from runtime.failure import Unavailable
from services.notifier.domain.handover import Accepted
from services.notifier.outbound.mail.relay import MailRelay
from tests.notifier.mail.relays import SHORT, listening, send

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # without TLS: the test's wish
GOOD = "can-bo@xa.example"


def theirs(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def ours(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def told(relay: MailRelay) -> None:
    """Until it has seen that something is wrong with the relay."""
    async with asyncio.timeout(5):
        while not relay.notes():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_secured_line_wants_a_certificate_that_is_believed(tmp_path, security) -> None:
    right = trustme.CA()
    manners = Manners(tls=theirs(right))
    async with listening(tmp_path, manners, tls=security == "tls") as seen:
        relay = MailRelay(seen.relay(security=security, tls=ours(right)))
        assert await send(relay, GOOD) == Accepted()
        relay = MailRelay(seen.relay(security=security, tls=ours(trustme.CA())))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)
        assert "NGAYSO_MAIL_CA_FILE" in str(relay.notes())
    assert len(mails(tmp_path)) == 1


async def test_whose_certificates_are_believed_is_the_files_whenever_a_line_is_opened(
    tmp_path,
) -> None:
    right, file = trustme.CA(), tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(file)
    believed = Certificates(partial(ssl.create_default_context, cafile=file))
    async with listening(tmp_path / "mails", Manners(tls=theirs(right))) as seen:
        relay = MailRelay(seen.relay(security="starttls", tls=believed))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)
        right.cert_pem.write_to_path(file)
        assert await send(relay, GOOD) == Accepted()


async def test_a_certificate_of_another_name_is_not_believed(tmp_path) -> None:
    right = trustme.CA()
    async with listening(tmp_path, Manners(tls=theirs(right, "other.example"))) as seen:
        relay = MailRelay(seen.relay(security="starttls", tls=ours(right)))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)


async def test_a_relay_without_starttls_gets_no_mail_in_the_clear(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(security="starttls", tls=ours(trustme.CA())))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)
        assert "does not let us in" in str(relay.notes())


async def test_the_password_is_the_files_whenever_a_line_is_opened(tmp_path) -> None:
    file = tmp_path / "password"
    file.write_text("old\n")
    async with listening(tmp_path / "mails", Manners(password="new")) as seen:
        relay = MailRelay(seen.relay(user="ngayso", password_file=file))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)
        assert "smtp-535" in str(relay.notes())
        file.write_text("new\n")
        assert await send(relay, GOOD) == Accepted()
        assert relay.notes() == {}


async def test_a_wrong_password_is_known_before_any_mail(tmp_path) -> None:
    """The relay is looked at once the service runs, and then now and again."""
    file = tmp_path / "password"
    file.write_text("wrong")
    async with listening(tmp_path / "mails", Manners(password="right")) as seen:
        relay = MailRelay(seen.relay(user="ngayso", password_file=file))
        async with relay.running():
            await told(relay)
            assert "does not let us in" in str(relay.notes())
        assert seen.connections == 1
    assert mails(tmp_path / "mails") == []


async def test_a_password_that_cannot_be_read_is_told(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(user="ngayso", password_file=tmp_path / "none"))
        with pytest.raises(Unavailable):
            await send(relay, GOOD)
        assert "NGAYSO_SMTP_USER" in str(relay.notes())


@pytest.mark.parametrize("greeting", ["hang", "drop", "421"])
async def test_a_relay_that_is_away_is_told_and_takes_nobody_out_of_service(
    tmp_path, greeting
) -> None:
    async with listening(tmp_path, Manners(greeting=greeting)) as seen:
        relay = MailRelay(seen.relay(patience=SHORT))
        async with relay.running():
            await told(relay)
            assert "let us in" not in str(relay.notes())
