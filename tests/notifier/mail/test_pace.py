"""Notifier, outbound: mails a minute, of all replicas together."""

import asyncio
import time

import pytest

from contracts import topology
from deploy.local.sinks.smtp import mails
from runtime.clock import SystemClock
from runtime.failure import Unavailable
from runtime.memory.publish import MemoryLatest
from runtime.memory.server import Server
from runtime.rates import BURST, Rates
from services.notifier.domain.handover import Accepted
from services.notifier.outbound.mail.relay import MailRelay
from tests.notifier.mail.relays import letter, listening, send

PER_MINUTE, MORE = 600, 6
AT_ONCE = round(PER_MINUTE / 60 * BURST)


async def test_replicas_keep_one_pace_together(tmp_path) -> None:
    """What is over it waits its turn, and is lost by nobody."""
    latest = MemoryLatest(Server(SystemClock()), topology.RATES)
    async with listening(tmp_path) as seen:
        replicas = [
            MailRelay(seen.relay(), lambda: Rates(latest).take("relay", PER_MINUTE))
            for _ in range(2)
        ]
        began = time.monotonic()
        sent = [
            send(replicas[number % 2], "a@xa.example", letter(f"m-{number}"))
            for number in range(AT_ONCE + MORE)
        ]
        assert set(await asyncio.gather(*sent)) == {Accepted()}
    assert time.monotonic() - began >= MORE * 60 / PER_MINUTE - 0.1
    assert len(mails(tmp_path)) == AT_ONCE + MORE


async def test_who_leaves_waits_for_no_turn(tmp_path) -> None:
    async def later() -> float:
        return 3600.0

    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(), later)
        async with relay.running():
            waiting = asyncio.create_task(send(relay, "a@xa.example"))
            await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await asyncio.wait_for(waiting, 5)
    assert mails(tmp_path) == []
