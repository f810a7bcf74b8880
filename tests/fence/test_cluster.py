"""Three servers and a door: credentials come and go while everything runs, over secured lines."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import nats
import nats.errors
import pytest
import trustme
from faststream.nats import NatsBroker

from contracts import fence as rules
from contracts import topology
from contracts.permissions import NOTIFIER
from deploy.local import parts
from deploy.local.parts import Cluster
from runtime.access.guard import Guard
from runtime.jetstream.connection import make_broker
from runtime.settings import RuntimeSettings
from tests.fence.given import Fence, Speaker, keys_in, made, speaking

pytestmark = pytest.mark.servers

OUT_WITHIN = 2.0
SERVERS = 4


@dataclass
class Secured:
    """A cluster with a door for units; every line needs a certificate of one authority."""

    fence: Fence
    cluster: Cluster
    folder: Path

    @property
    def door(self) -> str:
        assert self.cluster.door is not None
        return self.cluster.door.url

    def addresses(self) -> list[str]:
        return [*(member.url for member in self.cluster.members), self.door]

    def settings(self, user: str, **more: Path) -> RuntimeSettings:
        return RuntimeSettings(
            nats_url=self.cluster.url,
            nats_credentials_file=self.fence.keys.credentials(user),
            nats_ca_file=self.folder / "ca.pem",
            **more,
        )


def certificates(folder: Path) -> None:
    """An authority, the servers' certificate by it, and one of a client."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    for name in ("server", "client"):
        issued = authority.issue_cert("127.0.0.1")
        issued.private_key_pem.write_to_path(folder / f"{name}.key")
        issued.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=folder / "ca.pem")


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("cluster")
    certificates(folder)
    keys = keys_in(folder)
    with (
        pytest.MonkeyPatch.context() as environment,
        parts.nats_cluster(folder / "nats", guard=Guard(keys, tls=folder), door=True) as cluster,
    ):
        environment.setenv("NGAYSO_NATS_CA_FILE", str(folder / "ca.pem"))
        fence = made(cluster.url, folder, keys)
        fence.options = {"tls": trusting(folder)}
        asyncio.run(fence.declare(replicas=3))
        fence.grant("ba-to", "son-ha")
        yield Secured(fence, cluster, folder)


@pytest.fixture
async def everywhere(secured: Secured) -> AsyncIterator[dict[str, Speaker]]:
    """Systems of two units, connected at each server: by unit and address."""
    async with AsyncExitStack() as opened:
        found = {}
        for unit in ("ba-to", "son-ha"):
            for address in secured.addresses():
                one = await opened.enter_async_context(connected(secured, unit, address))
                found[f"{unit} {address}"] = one
        yield found


def connected(secured: Secured, name: str, address: str):  # type: ignore[no-untyped-def]
    return speaking(
        address,
        user_credentials=secured.fence.file(name),
        allow_reconnect=True,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.1,
        **secured.fence.options,
    )


async def granted(secured: Secured, *words: str) -> None:
    await secured.fence.ngayso("grant", *words, "--out", str(secured.fence.access))


async def sent(one: Speaker, unit: str, verb: str = "declare-activity") -> None:
    await one.client.jetstream().publish(rules.sent(unit, verb, unit), b"{}", timeout=5)


async def test_whoever_is_revoked_is_out_on_every_server_and_the_others_stay(
    secured: Secured, everywhere: dict[str, Speaker]
) -> None:
    await granted(secured, "tra-bong")
    async with AsyncExitStack() as opened:
        out = [
            await opened.enter_async_context(connected(secured, "tra-bong", address))
            for address in secured.addresses()
        ]
        revoking = asyncio.create_task(secured.fence.ngayso("revoke", "tra-bong"))
        await asyncio.wait_for(out[0].closed.wait(), 20)
        first = time.monotonic()
        await asyncio.gather(*(asyncio.wait_for(one.closed.wait(), OUT_WITHIN) for one in out))
        assert time.monotonic() - first < OUT_WITHIN
        await revoking
    for address in secured.addresses():
        with pytest.raises(nats.errors.Error):
            async with speaking(
                address, user_credentials=secured.fence.file("tra-bong"), **secured.fence.options
            ):
                pytest.fail(address)
    for name, one in everywhere.items():
        assert one.client.is_connected
        await sent(one, name.split()[0])


async def test_credentials_are_usable_at_once_and_again_after_they_were_revoked(
    secured: Secured,
) -> None:
    for words in (("grant", "mo-duc"), ("revoke", "mo-duc"), ("grant", "mo-duc")):
        out = () if words[0] == "revoke" else ("--out", str(secured.fence.access))
        await secured.fence.ngayso(*words, *out)
    for address in secured.addresses():
        async with connected(secured, "mo-duc", address) as one:
            await sent(one, "mo-duc")
    told = await secured.fence.ngayso("list", "--history")
    assert [line.split()[1] for line in told.splitlines() if " mo-duc" in line] == [
        "granted", "revoked", "granted",
    ]  # fmt: skip


async def test_a_system_speaks_for_its_units_by_its_own_door_until_one_is_taken_out(
    secured: Secured, tmp_path: Path
) -> None:
    units = tmp_path / "units.txt"
    units.write_text("ba-to\nson-ha  submit-report\nly-son # an island\n")
    await granted(secured, "ioffice", "--for", str(units))
    async with connected(secured, "ioffice", secured.door) as one:
        await one.hear(topology.verdicts("ba-to"))
        ack = await one.client.jetstream().publish(rules.sent("ba-to", "x", "ba-to"), b"{}")
        await sent(one, "son-ha", "submit-report")
        await one.client.publish(rules.sent("son-ha", "declare-activity", "son-ha"), b"{}")
        await asyncio.wait_for(one.refused.wait(), 5)
        assert "son-ha.declare-activity" in one.errors[0]
        async with secured.fence.user("registry") as registry:
            kept = await registry.jetstream().get_msg(topology.COMMANDS.name, ack.seq)
            assert topology.address(kept.subject or "").door == "system-ioffice"

        await secured.fence.ngayso("revoke", "ioffice", "--unit", "ba-to")

        await asyncio.wait_for(one.again.wait(), OUT_WITHIN)
        one.refused.clear()
        await one.client.publish(rules.sent("ba-to", "x", "ba-to"), b"{}")
        await asyncio.wait_for(one.refused.wait(), 5)
        assert "cmd.ba-to" in one.errors[-1]
        await sent(one, "ly-son")
    async with connected(secured, "ba-to", secured.door) as own:
        await sent(own, "ba-to")


async def test_credentials_are_changed_without_a_gap(secured: Secured, tmp_path: Path) -> None:
    await granted(secured, "nghia-hanh")
    former = Path(secured.fence.file("nghia-hanh")).rename(tmp_path / "former.creds")
    async with speaking(secured.door, user_credentials=str(former), **secured.fence.options) as old:
        await secured.fence.ngayso("rotate", "nghia-hanh", "--out", str(secured.fence.access))
        async with connected(secured, "nghia-hanh", secured.door) as new:
            await sent(old, "nghia-hanh")
            await secured.fence.ngayso("rotate", "nghia-hanh", "--end-former")
            await asyncio.wait_for(old.closed.wait(), OUT_WITHIN)
            await sent(new, "nghia-hanh")


async def test_a_server_that_was_away_learns_of_a_revocation_when_it_is_told_again(
    secured: Secured,
) -> None:
    """By itself it asks within two minutes; `access push` is for who will not wait."""
    await granted(secured, "duc-pho")
    away = secured.cluster.members[2]
    away.kill()
    await secured.fence.ngayso("revoke", "duc-pho")
    away.start()

    await secured.fence.ngayso("push")

    with pytest.raises(nats.errors.Error):
        async with speaking(
            away.url, user_credentials=secured.fence.file("duc-pho"), **secured.fence.options
        ):
            pytest.fail("let in")


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
        await asyncio.wait_for(broker.connect(), 3)
        return await broker.ping(2)
    except (nats.errors.Error, OSError):
        return False
    finally:
        await broker.stop()


async def test_a_service_comes_in_by_its_own_files(secured: Secured, tmp_path: Path) -> None:
    assert await _comes_in(make_broker(secured.settings(NOTIFIER), NOTIFIER))
    certificates(tmp_path)
    stranger = RuntimeSettings(
        nats_url=secured.cluster.url,
        nats_credentials_file=secured.fence.keys.credentials(NOTIFIER),
        nats_ca_file=tmp_path / "ca.pem",
    )
    assert not await _comes_in(make_broker(stranger, NOTIFIER))


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
