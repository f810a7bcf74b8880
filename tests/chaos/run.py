"""Chaos: one run by its seed: load, trouble meanwhile, and what must hold after it."""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import yaml

from deploy.local.stack import Stack
from tests.chaos.campaign import COMMUNES, PLAN, contacts, units
from tests.chaos.checks import Seen, check
from tests.chaos.load import Load, connected
from tests.chaos.processes import heal, wind
from tests.registry.plans import OFFICE

Trouble = Callable[[Stack, Load], Awaitable[None]]
HEALED_WITHIN = 90.0
"""Seconds after which every command is acknowledged, once everything runs again."""


def under_load(
    stack: Stack, seed: int, seconds: float, trouble: Trouble, before: timedelta | None = None
) -> Seen:
    """Set up, send at least for so long while there is trouble, let all come back, and look.
    `before`: how long (real time) the services have until the campaign's beginning.
    """
    _found(stack, before)
    return asyncio.run(_under_load(stack, seed, seconds, trouble))


def _found(stack: Stack, before: timedelta | None) -> None:
    """Start everything; the operator imports units and contacts and publishes the plan."""
    folder = stack.data.parent
    people = [one.model_dump(mode="json", exclude_none=True) for one in contacts()]
    for name, told in (("units", units()), ("contacts", people), ("plan", PLAN)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(told, allow_unicode=True))
    stack.start_servers()
    stack.grant([folder / "units.yaml"])
    if before is not None:
        wind(stack, before)
    stack.start_services()
    operator = stack.operator()
    operator.run("units", "import", str(folder / "units.yaml"))
    operator.run("contacts", "import", str(folder / "contacts.yaml"))
    operator.run("plan", "publish", str(folder / "plan.yaml"), "--yes")


async def _under_load(stack: Stack, seed: int, seconds: float, trouble: Trouble) -> Seen:
    async with connected(stack, [OFFICE, *COMMUNES]) as clients:
        load, over = Load(clients, seed), asyncio.Event()
        sending = asyncio.create_task(load.run(seconds, over))
        try:
            await trouble(stack, load)
            over.set()
            tell("everything is to run again")
            await asyncio.to_thread(heal, stack)
            async with asyncio.timeout(HEALED_WITHIN):
                await sending
        finally:
            sending.cancel()
    tell("looking at what holds")
    return await check(stack, load)


@contextmanager
def folder_of(what: str) -> Iterator[Path]:
    """One of its own, which is left where something did not hold."""
    folder = Path(tempfile.mkdtemp(prefix="ngayso-chaos-"))
    tell(f"{what}; {folder}")
    yield folder
    shutil.rmtree(folder)


def tell(what: str) -> None:
    """How far it is: standard output is for what was seen."""
    print(f"  {time.strftime('%X')} {what}", file=sys.stderr, flush=True)
