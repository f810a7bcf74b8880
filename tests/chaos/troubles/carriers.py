"""Chaos, troubles: who carries mails and SMS misbehaves, and dies; so do the notifier and NATS.

A campaign day passes in seconds: nights in which no SMS leaves, a weekend, and a day off that is
decreed as it begins.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx
import yaml

from contracts.topology import OPERATOR
from deploy.local.process import Process
from deploy.local.stack import Stack
from runtime.jetstream.connection import js, make_broker
from runtime.settings import RuntimeSettings
from tests.chaos.checks import Seen, everything, settled
from tests.chaos.load import Load
from tests.chaos.processes import START, heal, stack_in, victims
from tests.chaos.run import folder_of, tell, under_load
from tests.chaos.troubles import faults
from tests.chaos.troubles.carried import Carried

SCALE = 36_000
"""Campaign seconds per real one: ten hours."""
BEFORE = timedelta(seconds=12)
"""In which the services start, and the plan is published."""
LAST = datetime.fromisoformat("2022-10-18T12:00:00+07:00")
"""After the last rung that no order moves."""
MARGIN = timedelta(seconds=4) * SCALE
DAYS_OFF = {"days": [{"day": "2022-10-14", "working": False, "name": "Nghỉ", "decree": "1/QĐ"}]}
ASKED: tuple[dict[str, Any], ...] = (
    {"mode": "drop"},
    {"mode": "error"},
    {"mode": "busy", "seconds": 1},
    {"mode": "code", "code": "103"},
    {"mode": "code", "code": "99"},
)
"""What the gateway is made to do: taken, and the answer lost; a 500, a 429; an empty account; a
number that is refused for good.
"""
HANG = {"mode": "hang"}
HANGS = 15.0
"""Seconds after which a notifier gives a gateway up."""
OFTEN = ((0.2, 1.2), 3.0)
"""Seconds between one death or stall and the next, and how long each lasts at most."""
REST = (0.4, 1.6)
"""Seconds between one fault of the gateway and the next; in the last third there is none, since who
met several waits longer each time.
"""


def carriers(seed: int, seconds: float) -> Seen:
    """Relay, gateway, notifier and NATS by a seed; afterwards every message has its one end."""
    what = f"seed {seed}, carriers misbehave, {seconds:.0f} s"
    with folder_of(what) as folder, stack_in(folder, 1, SCALE) as stack:

        async def trouble(stack: Stack, _: Load) -> None:
            await asyncio.to_thread(_decree, stack)
            relay = stack.servers["smtp"]
            plain = relay.command
            relay.command = (*plain, "--seed", str(seed))
            await asyncio.to_thread(relay.restart)
            hit = _hit(stack)
            await asyncio.gather(
                faults.cause(faults.draw(Random(seed), sorted(hit), seconds, *OFTEN), hit),
                _misbehave(stack.servers["sms"].url, Random(seed), seconds * 2 / 3),
            )
            relay.command = plain
            await asyncio.to_thread(_calm, stack)
            await asyncio.sleep(_until(stack, LAST))

        seen = under_load(stack, seed, seconds, trouble, BEFORE)
        asyncio.run(_conserved(stack))
        return seen


def _hit(stack: Stack) -> Mapping[str, Process]:
    """Who carries messages, and who has them carried."""
    outside = {name: stack.servers[name] for name in ("smtp", "sms")}
    ours = victims(stack).items()
    return outside | {name: one for name, one in ours if name.startswith(("notifier", "nats"))}


def _decree(stack: Stack) -> None:
    file = stack.data.parent / "calendar.yaml"
    file.write_text(yaml.safe_dump(DAYS_OFF, allow_unicode=True))
    stack.operator().run("calendar", "import", str(file))


async def _misbehave(gateway: str, random: Random, seconds: float) -> None:
    """Has the gateway fail at its next message, again and again; not while it is away."""
    left = seconds
    async with httpx.AsyncClient(base_url=gateway, timeout=1) as client:
        while (left := left - (rest := random.uniform(*REST))) > 0:
            await asyncio.sleep(rest)
            fault = random.choice((*ASKED, HANG) if left > HANGS else ASKED)
            with suppress(httpx.HTTPError):
                await client.post("/_faults", content=json.dumps(fault))
                tell(f"the gateway is to {fault}")


def _calm(stack: Stack) -> None:
    """Both carriers start anew, with good manners, and all others run again."""
    for name in ("smtp", "sms"):
        stack.servers[name].restart()
    heal(stack)


def _until(stack: Stack, moment: datetime) -> float:
    """Seconds until the campaign is there."""
    real = datetime.fromisoformat(stack.clock["NGAYSO_CLOCK_ANCHOR"]) + (moment - START) / SCALE
    return max(0.0, (real - datetime.now(UTC)).total_seconds())


async def _conserved(stack: Stack) -> None:
    """What was due a while before everything was settled is accounted for."""
    settings = RuntimeSettings(
        nats_url=stack.nats, nats_credentials_file=stack.safe.credentials(OPERATOR)
    )
    broker = make_broker(settings, OPERATOR)
    await broker.connect()
    try:
        anchor = datetime.fromisoformat(stack.clock["NGAYSO_CLOCK_ANCHOR"])
        before = START + (datetime.now(UTC) - anchor) * SCALE - MARGIN
        await settled(js(broker))
        carried = Carried()
        async for subject, events in everything(broker, "EVENTS"):
            if subject.startswith("evt.message."):
                for event in events:
                    carried.tell(event["type"].split(".")[1], event["data"])
    finally:
        await broker.stop()
    carried.check(before, stack.sms)
