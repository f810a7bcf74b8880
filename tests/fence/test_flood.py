"""A unit that sends as much as it can delays no other: what the others wait, before and during."""

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress

import nats.errors
import nats.js.errors
import pytest

from contracts import fence as rules
from contracts import topology
from deploy.local import parts
from tests.fence.given import Fence, Speaker, speaking

pytestmark = pytest.mark.servers

QUESTIONS = 60
SLOWER = 3
LEAST_SECONDS = 0.5
"""What a machine that is busy with other tests may add."""
FLOOD_AT_ONCE = 50


@pytest.fixture(scope="module")
def registry(fence: Fence, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    env = {
        "NGAYSO_NATS_URL": fence.url,
        "NGAYSO_NATS_CREDENTIALS_FILE": str(fence.keys.credentials("registry")),
    }
    with parts.service("registry", env, log=tmp_path_factory.mktemp("registry") / "log"):
        yield


async def waited(one: Speaker, unit: str) -> float:
    """Seconds until nineteen in twenty of a unit's commands have their verdicts."""
    took = []
    verdicts = await one.client.subscribe(topology.verdicts(unit))
    for _ in range(QUESTIONS):
        began = time.monotonic()
        ack = await one.client.jetstream().publish(
            rules.sent(unit, "submit-report", unit), b"{}", timeout=10
        )
        sequence = None
        while sequence != ack.seq:
            told = json.loads((await verdicts.next_msg(10)).data)
            sequence = told["data"]["command"]["sequence"]
        took.append(time.monotonic() - began)
    await verdicts.unsubscribe()
    return statistics.quantiles(took, n=20)[-1]


async def flood(one: Speaker, unit: str) -> None:
    """As many commands as are taken on any subject, and more that are refused, until it ends."""
    js, verbs = one.client.jetstream(), itertools.cycle(rules.OWN_VERBS)

    async def send() -> None:
        while True:
            with suppress(nats.js.errors.APIError, nats.errors.Error):
                await js.publish(rules.sent(unit, next(verbs), unit), b"{}", timeout=5)

    async with asyncio.TaskGroup() as group:
        for _ in range(FLOOD_AT_ONCE):
            group.create_task(send())


async def test_a_flood_of_one_unit_delays_no_other(fence: Fence, registry: None) -> None:
    """Not even one whose commands the same owner decides, by the same durable."""
    units = (f"unit-{number}" for number in itertools.count())
    beside = next(one for one in units if topology.partition(one) == topology.partition("ba-to"))
    await fence.ngayso("grant", beside, "--out", str(fence.access))
    async with (
        speaking(fence.url, user_credentials=fence.file("ba-to")) as hostile,
        speaking(fence.url, user_credentials=fence.file(beside)) as other,
    ):
        before = await waited(other, beside)
        flooding = asyncio.create_task(flood(hostile, "ba-to"))
        try:
            during = await waited(other, beside)
        finally:
            flooding.cancel()
    print(f"p95 of the other unit: {before * 1000:.0f} ms before, {during * 1000:.0f} ms during")
    assert during < max(before * SLOWER, LEAST_SECONDS)
