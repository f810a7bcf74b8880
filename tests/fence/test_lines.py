"""Every line is secured: servers, services and units show whose they are, and units have a door."""

import asyncio
import ssl
from pathlib import Path

import nats
import nats.errors
import pytest
from faststream.nats import NatsBroker

from contracts.permissions import NOTIFIER
from contracts.topology import OPERATOR
from deploy.local import parts
from runtime.access import safe
from runtime.access.guard import Guard
from runtime.jetstream.connection import make_broker
from runtime.settings import RuntimeSettings
from tests.fence.given import keys_in
from tests.fence.secured import Secured, certificates, connected, sent

pytestmark = pytest.mark.servers


async def test_the_units_door_keeps_no_stream_and_tells_no_other_address(secured: Secured) -> None:
    async with connected(secured, "ba-to", secured.door) as one:
        assert not one.client._server_info.get("jetstream")
        assert one.client._server_info.get("connect_urls") is None
        await sent(one, "ba-to")


async def test_a_line_that_is_not_secured_is_refused(secured: Secured) -> None:
    plain = secured.door.replace("tls://", "nats://")
    for context in (None, ssl.create_default_context()):
        with pytest.raises((nats.errors.Error, OSError)):
            await nats.connect(
                plain, user_credentials=secured.fence.file("ba-to"), tls=context,
                allow_reconnect=False, connect_timeout=2,
            )  # fmt: skip


async def _comes_in(broker: NatsBroker) -> bool:
    try:
        await asyncio.wait_for(broker.connect(), 1.5)
        return await broker.ping(2)
    except (nats.errors.Error, OSError):
        return False
    finally:
        await broker.stop()


async def test_a_service_comes_in_by_its_own_files(secured: Secured, tmp_path: Path) -> None:
    assert await _comes_in(make_broker(secured.settings(NOTIFIER), NOTIFIER))
    certificates(tmp_path)  # another authority's
    stranger = secured.settings(NOTIFIER).model_copy(update={"nats_ca_file": tmp_path / "ca.pem"})
    assert not await _comes_in(make_broker(stranger, NOTIFIER))


@pytest.mark.parametrize(("network", "lets_in"), [("127.0.0.0/8", True), ("10.9.0.0/16", False)])
async def test_a_service_s_credentials_hold_from_its_network_alone(
    tmp_path: Path, network: str, lets_in: bool
) -> None:
    """Where one was written down; the operator's hold from anywhere."""
    (tmp_path / "auth").mkdir()
    (tmp_path / "auth/networks").write_text(f"{network}\n")
    keys = safe.make(tmp_path / "auth")
    with parts.nats_server(tmp_path / "nats", guard=Guard(keys)) as server:
        for user, comes_in in ((NOTIFIER, lets_in), (OPERATOR, True)):
            file = keys.credentials(user)
            settings = RuntimeSettings(nats_url=server.url, nats_credentials_file=file)
            assert await _comes_in(make_broker(settings, user)) == comes_in


async def test_with_mutual_tls_only_who_shows_a_certificate_comes_in(tmp_path: Path) -> None:
    certificates(tmp_path)
    keys = keys_in(tmp_path)
    with parts.nats_server(tmp_path / "nats", guard=Guard(keys, tmp_path, mutual=True)) as server:
        known = {
            "nats_url": server.url,
            "nats_credentials_file": keys.credentials(NOTIFIER),
            "nats_ca_file": tmp_path / "ca.pem",
        }
        shown = {
            "nats_certificate_file": tmp_path / "client.pem",
            "nats_key_file": tmp_path / "client.key",
        }
        assert await _comes_in(make_broker(RuntimeSettings(**known, **shown), NOTIFIER))
        assert not await _comes_in(make_broker(RuntimeSettings(**known), NOTIFIER))
