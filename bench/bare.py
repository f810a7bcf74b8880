"""Bench, baseline: the traffic that deciding commands causes, by the plain client, undecided.

Run as a process of its own: python -m bench.bare URL COUNT. For each command that waits it does
what an answer costs, and nothing else: take it, append it as it came to its unit's subject under
the sequence expected there, publish it as the answer, acknowledge it. That is one publish after the
other about one unit, since the next sequence is known by the last answer alone, and 200 commands
in flight over all units; answers and acknowledgements do not hold up the unit's next command, and
the next batch is fetched meanwhile. The client is used as its documentation shows, on the event
loop that the services run on. It neither reads what it takes nor appends several together.
"""

import asyncio
import sys
from collections import defaultdict

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig
from uvicorn.loops.auto import auto_loop_factory

from contracts import topology
from runtime.delivery import EXPECTED

PLAN = "bare"
"""Of which nothing is said yet, so that each unit's first sequence is known without a read."""
FETCH, AT_ONCE, SECONDS = 500, 200, 30


async def loop(nc: Client, count: int) -> None:
    js = nc.jetstream(timeout=SECONDS)
    config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, max_ack_pending=20_000, ack_wait=SECONDS)
    every = topology.stored_command("*", "*", "*", "*")
    commands = await js.pull_subscribe(every, "bare", stream=topology.COMMANDS.name, config=config)
    last: dict[str, int] = defaultdict(int)
    turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    slots = asyncio.Semaphore(AT_ONCE)

    async def answer(msg: Msg) -> None:
        address, sequence = topology.address(msg.subject), msg.metadata.sequence.stream
        subject = topology.unit_facts(PLAN, address.about)
        async with turns[subject]:
            stored = await js.publish(subject, msg.data, headers={EXPECTED: str(last[subject])})
            last[subject] = stored.seq
        name = {"Nats-Msg-Id": f"v-{sequence}"}
        await js.publish(topology.verdicts(address.sender), msg.data, headers=name)
        await msg.ack()
        slots.release()

    async with asyncio.TaskGroup() as answering:
        done = 0
        while done < count:
            batch = await commands.fetch(min(FETCH, count - done), timeout=SECONDS)
            for msg in batch:
                await slots.acquire()
                answering.create_task(answer(msg))
            done += len(batch)


async def main(url: str, count: int) -> None:
    nc = await nats.connect(url.split(","))
    await loop(nc, count)
    await nc.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2])))
