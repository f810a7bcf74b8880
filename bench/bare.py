"""Bench, baseline: the same traffic as deciding a command causes, by the plain client, undecided.

Run as a process of its own: python -m bench.bare URL COUNT
"""

import asyncio
import sys
from collections import defaultdict

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from contracts import topology

FETCH, AT_ONCE = 500, 200
EXPECTED = "Nats-Expected-Last-Subject-Sequence"


async def loop(nc: Client, count: int) -> None:
    """Take commands, append each to its unit's subject under the lock, answer, acknowledge."""
    js = nc.jetstream()
    config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, max_ack_pending=20_000, ack_wait=30)
    commands = await js.pull_subscribe("*.cmd.>", "bare", stream="COMMANDS", config=config)
    last: dict[str, int] = defaultdict(int)
    locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(msg: Msg) -> None:
        unit = topology.address(msg.subject).about
        subject = topology.unit_facts("p", unit)
        async with slots, locks[unit]:
            headers = {EXPECTED: str(last[unit])}
            last[unit] = (await js.publish(subject, msg.data, headers=headers, timeout=30)).seq
            name = {"Nats-Msg-Id": f"v-{msg.metadata.sequence.stream}"}
            await js.publish(topology.verdicts(unit), msg.data, headers=name, timeout=30)
            await msg.ack()

    done = 0
    while done < count:
        batch = await commands.fetch(FETCH, timeout=30)
        await asyncio.gather(*map(one, batch))
        done += len(batch)


async def main(url: str, count: int) -> None:
    nc = await nats.connect(url.split(","))
    await loop(nc, count)
    await nc.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
