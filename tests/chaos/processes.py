"""Chaos: the shipped stack on one or three NATS servers, with processes that may die or stall."""

import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from deploy.local import demo
from deploy.local.issuer.people import people
from deploy.local.process import Process
from deploy.local.stack import Stack
from tests.registry.plans import OFFICE

START = datetime.fromisoformat("2022-10-12T05:00:00+07:00")
"""The campaign's moment when the servers start."""
SCALE = 5_400
"""Campaign seconds per real one: forty seconds are two and a half days, with their reminders."""
Members = Literal[1, 3]


def stack_in(folder: Path, members: Members, scale: float = SCALE) -> Stack:
    """As the demo has it, with credentials for everybody and two replicas of each service."""
    clock = {
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": START.isoformat(),
        "NGAYSO_CLOCK_SCALE": str(scale),
    }
    stack = demo.stack_in(folder, people(OFFICE, "xa-00"), clock, members)
    stack.replicas = 2
    return stack


def wind(stack: Stack, before: timedelta) -> None:
    """Services that start from now on are (real) time `before` the campaign's moment START."""
    stack.clock["NGAYSO_CLOCK_ANCHOR"] = (datetime.now(UTC) + before).isoformat()


def victims(stack: Stack) -> Mapping[str, Process]:
    """What a fault may hit. The sinks are the world outside, and stand for what was sent."""
    outside = ("smtp", "sms", "issuer")
    stores = {name: one for name, one in stack.servers.items() if name not in outside}
    return stores | stack.services


def heal(stack: Stack) -> None:
    """Everything runs again and says that it is ready."""
    for one in victims(stack).values():
        if one.alive:
            proceed(one)
        else:
            one.launch()
    for one in victims(stack).values():
        one.wait_ready()


def stall(one: Process) -> None:
    """SIGSTOP: it holds what it holds, and does nothing."""
    os.kill(one.process.pid, signal.SIGSTOP)


def proceed(one: Process) -> None:
    os.kill(one.process.pid, signal.SIGCONT)
