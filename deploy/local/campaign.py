"""Deployment, local: an example's folder, and its timeline as it is played: each unit's system is a
NATS client of its own.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import nats
import nats.errors
import yaml
from nats.aio.client import Client
from nats.js.errors import APIError

from cli.rehearse.submissions import Entry, read_entries
from contracts import fence
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.values import SenderMoment, Value
from deploy.local.stack import quiet
from runtime.clock import Clock

EXAMPLES = Path(__file__).parents[2] / "examples"
ACK_SECONDS = 5
SENT_WITHIN = 100
PAUSE = 0.2
CLIENTS_AT_ONCE = 20


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


class _Played(Value):
    """The campaign time that is played: demo.yaml."""

    start: SenderMoment
    end: SenderMoment


@dataclass(frozen=True)
class Example:
    """A folder of examples/ that can be played."""

    folder: Path

    @cached_property
    def plan(self) -> Plan:
        return Plan.model_validate(_read(self.folder / "plan.yaml"))

    @cached_property
    def units(self) -> list[Unit]:
        return [Unit.model_validate(unit) for unit in _read(self.folder / "units.yaml")]

    @cached_property
    def entries(self) -> list[Entry]:
        return [*read_entries(self.folder / "submissions/timeline.yaml")]

    @cached_property
    def entered(self) -> Counter[tuple[str, str]]:
        """By unit and command id: how often its system sends it, acknowledgements lost apart."""
        return Counter((entry.unit, entry.id) for entry in self.entries)

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What the campaign must come to."""
        expected: dict[str, Any] = _read(self.folder / "expected.yaml")
        return expected

    @cached_property
    def _time(self) -> _Played:
        return _Played.model_validate(_read(self.folder / "demo.yaml"))

    @property
    def people(self) -> dict[str, str]:
        """Whose people can sign in: the office's, and those of the first unit that reports."""
        office = self.plan.collecting_office
        others = (one.unit for one in self.entries if one.verb == "submit-report")
        return {"office": office, "unit": next(one for one in others if one != office)}

    @property
    def start(self) -> datetime:
        """The moment at which the plan is published."""
        return self._time.start

    @property
    def end(self) -> datetime:
        """The moment as of which is counted."""
        return self._time.end


@dataclass
class Campaign:
    """The units' systems on the campaign clock."""

    nats_url: str
    access: Path
    clock: Clock
    clients: dict[str, Client] = field(default_factory=dict)
    turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """By unit: its system sends one entry after the other, so that none overtakes what is sent
    again.
    """

    async def connect(self, units: Iterable[str]) -> None:
        """Give each unit a connection of its own, as it has in production."""
        slots = asyncio.Semaphore(CLIENTS_AT_ONCE)

        async def one(unit: str) -> None:
            async with slots:
                self.clients[unit] = await nats.connect(
                    self.nats_url.split(","),
                    name=unit,
                    user_credentials=str(self.access / f"{unit}.creds"),
                    max_reconnect_attempts=-1,
                    error_cb=quiet,
                )

        await asyncio.gather(*(one(unit) for unit in set(units)))

    async def play(self, entries: Iterable[Entry], tick: Callable[[datetime], None]) -> None:
        """Publish each entry at its moment; `tick` is told of every moment as it comes."""
        async with asyncio.TaskGroup() as sending:
            for entry in entries:
                await self.until(entry.at, tick)
                sending.create_task(self._send(entry))

    async def until(self, moment: datetime, tick: Callable[[datetime], None]) -> None:
        """Wait until the campaign reaches `moment`."""
        while (now := self.clock.now()) < moment:
            tick(now)
            wait = (self.clock.real(moment) - datetime.now(UTC)).total_seconds()
            await asyncio.sleep(min(max(wait, 0.0), 0.25))
        tick(moment)

    async def _send(self, entry: Entry) -> None:
        """Publish until the stream has it; a server that is away is no reason to give up."""
        js = self.clients[entry.unit].jetstream()
        subject = fence.sent(entry.unit, entry.verb, entry.about)
        async with self.turns[entry.unit]:
            give_up = time.monotonic() + SENT_WITHIN
            while time.monotonic() < give_up:
                try:
                    await js.publish(subject, entry.body(), timeout=ACK_SECONDS)
                except (nats.errors.Error, APIError, OSError, TimeoutError):
                    await asyncio.sleep(PAUSE)  # servers without a leader refuse at once
                    continue
                return
        raise RuntimeError(f"{entry.unit} could not send {entry.verb} of {entry.at}")

    async def close(self) -> None:
        await asyncio.gather(*(client.close() for client in self.clients.values()))
