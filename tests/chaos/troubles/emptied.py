"""Chaos, troubles: a store that comes back empty: the views' database, and NATS's own."""

import asyncio
import json
import shutil
from functools import partial
from pathlib import Path

import httpx
import pytest

from cli.operate.report import CONFIRM
from contracts.permissions import BACKUP, RESTORE
from deploy.local.process import Process, ProcessFailed
from deploy.local.sinks.smtp import mails
from deploy.local.stack import Stack
from services.reporting.domain.log.standing import Apart
from tests.chaos.campaign import COMMUNES
from tests.chaos.checks import LOOK_AGAIN, Seen, name_of
from tests.chaos.load import Load
from tests.chaos.processes import Members, stack_in
from tests.chaos.run import HEALED_WITHIN, folder_of, tell, under_load
from tests.registry.plans import OFFICE


def emptied_views(seed: int, seconds: float, members: Members) -> Seen:
    """The views' database comes back empty under load; who is told to rebuild does so."""
    what = f"seed {seed}, emptied views, {members} server(s)"
    with folder_of(what) as folder, stack_in(folder, members) as stack:

        async def trouble(stack: Stack, _: Load) -> None:
            await asyncio.sleep(seconds / 2)
            await _empty_views(stack)

        return under_load(stack, seed, seconds, trouble)


def emptied_stores(seed: int, seconds: float) -> Seen:
    """The views' database comes back empty under load, and then NATS's store."""
    what = f"seed {seed}, emptied views, then an emptied store"
    with folder_of(what) as folder, stack_in(folder, 1) as stack:

        async def trouble(stack: Stack, load: Load) -> None:
            await asyncio.sleep(seconds / 4)
            await _empty_views(stack)
            await _empty_log(stack, load, seconds / 4)

        return under_load(stack, seed, seconds, trouble)


async def _empty_views(stack: Stack) -> None:
    """Not by the command for it: the stand-in's waits for ever for a transaction that is open, and
    keeps that from its end meanwhile (measured, SecantusDB 0.7.0b3).
    """
    await asyncio.to_thread(_come_back_empty, stack.servers["mongodb"], stack.data / "mongodb")
    await _rebuilt(stack, "view-empty")


def _come_back_empty(server: Process, store: Path) -> None:
    tell(f"{server.name} comes back empty")
    server.kill()
    shutil.rmtree(store)
    store.mkdir()
    server.start()


async def _empty_log(stack: Stack, load: Load, later: float) -> None:
    """A backup is added to, `later` the store is gone: every service says so, the log is restored,
    and units' systems send again what came after the backup.
    """
    tell("the log is backed up")
    back_up = partial(stack.operator(BACKUP).run, "backup", str(stack.data.parent / "backup"))
    await asyncio.to_thread(back_up)
    await asyncio.sleep(later)
    kept, known = set(load.acknowledged), _out(stack)
    await asyncio.to_thread(back_up)
    await asyncio.sleep(later)
    await asyncio.to_thread(_come_back_empty, stack.servers["nats"], stack.data / "nats/jetstream")
    lost = [one for number, one in load.acknowledged.items() if number not in kept]
    load.acknowledged.clear()
    load.forgotten = _out(stack) - known
    await _said(stack)
    await asyncio.to_thread(_restore, stack)
    await load.again(lost)
    await _rebuilt(stack, "log-empty")


async def _rebuilt(stack: Stack, apart: Apart) -> None:
    """Reporting says what is apart; then the operator has the views rebuilt."""
    url, headers = stack.services["reporting"].url, stack.bearer()
    tell(f"the views are rebuilt, once reporting says {apart}")
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as api:
        async with asyncio.timeout(HEALED_WITHIN):
            while (await api.get("/api/views")).json().get("apart") != apart:
                await asyncio.sleep(LOOK_AGAIN)
            (await api.post("/api/views/rebuild", headers=CONFIRM)).raise_for_status()
            while (said := (await api.get("/api/views")).json())["filling"]:
                await asyncio.sleep(LOOK_AGAIN)
    assert said.get("apart") is None


def _out(stack: Stack) -> set[str]:
    """The mails that went out."""
    return {name_of(path) for path in mails(stack.mail)}


async def _said(stack: Stack) -> None:
    """Each service is not ready, and names what is to be done; so does the operator's page."""
    async with httpx.AsyncClient(timeout=20) as client, asyncio.timeout(HEALED_WITHIN):
        for service in stack.services.values():
            while "ngayso restore" not in (await client.get(f"{service.url}/readyz")).text:
                await asyncio.sleep(LOOK_AGAIN)
    with pytest.raises(ProcessFailed, match="ngayso restore"):
        await asyncio.to_thread(stack.operator().run, "status")


def _restore(stack: Stack) -> None:
    """As docs/backup.md has it: no service runs meanwhile."""
    tell("the log is restored")
    for service in stack.services.values():
        service.kill()
    stack.operator(RESTORE).run("restore", str(stack.data.parent / "backup"))
    told = json.loads(stack.operator().run("access", "list", "--json"))
    names = {one["name"] for one in told}
    assert names >= {OFFICE, *COMMUNES}, f"access is known of {names} alone"
    for service in stack.services.values():
        service.launch()
    for service in stack.services.values():
        service.wait_ready()
