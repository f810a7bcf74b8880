"""Three servers and a door: credentials come and go while everything runs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import nats.errors
import pytest

from contracts import fence as rules
from contracts import topology
from tests.fence.given import Speaker, speaking
from tests.fence.secured import Secured, connected, granted, sent

pytestmark = pytest.mark.servers

OUT_WITHIN = 2.0


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
    acts = [line.split()[1:3] for line in told.splitlines() if " mo-duc" in line]
    assert acts == [["cấp", "mo-duc"], ["chấm", "dứt"], ["cấp", "mo-duc"]]


async def test_a_system_speaks_for_its_units_by_its_own_door_until_one_is_taken_out(
    secured: Secured, tmp_path: Path
) -> None:
    units = tmp_path / "units.txt"
    units.write_text("ba-to\nson-ha  submit-report\nly-son # an island\n")
    await granted(secured, "ioffice", "--for", str(units))
    async with connected(secured, "ioffice", secured.door) as one:
        await one.hear(topology.verdicts("ba-to"))
        mine = rules.sent("ba-to", "declare-activity", "ba-to")
        ack = await one.client.jetstream().publish(mine, b"{}")
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
        await one.client.publish(mine, b"{}")
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
