"""Bench, registry: a cold start over 100,000 activities, and the memory that they take.

The facts are appended ten to a message; a campaign has one activity in each.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from faststream.nats import NatsBroker
from nats.js.api import DeliverPolicy

from bench.project import activity
from contracts import topology
from contracts.commands import Command, DeclareActivity, PublishPlan, RecordUnit, verb
from contracts.envelope import decode, encode, wrap
from contracts.facts import ActivityDeclared
from contracts.plan import Assignee, Assignment, Indicator, Named, Owed, Plan, Reporting, Window
from contracts.unit import Dated, Unit
from contracts.values import Deadline, Receipt
from contracts.verdicts import VERDICTS
from deploy.local import parts
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings

UNITS, EACH, STEP, AT_ONCE = 100, 1_000, 10, 10
PLAN, TOP, GROUP, SOURCE = "p", "top", "all", "urn:ngayso:bench"
NAMES = [f"u-{number}" for number in range(UNITS)]
MEBIBYTE = 1024


def plan() -> Plan:
    """One activity to declare for each unit; what bench.project's activities refer to."""
    given = Assignment(id="a", number="1", text="x", assignees=[Assignee(group=GROUP)])
    day = Deadline(day=date(2022, 10, 1))
    return Plan(
        id=PLAN,
        number="1",
        issued_on=date(2022, 9, 15),
        title="x",
        place="x",
        issuer=TOP,
        collecting_office=TOP,
        window=Window(first=date(2022, 10, 1), last=date(2022, 10, 10)),
        kinds=[Named(id="k", name="k")],
        assignments=[given],
        owed=[Owed(id="d", kind="declare", title="x", deadline=day)],
        reporting=Reporting(title="x", receiver=TOP),
        indicators=[Indicator(id=f"i-{n}", name="x", arithmetic="sum") for n in range(5)],
        budget_sources=[Named(id="s", name="s")],
    )


def unit(name: str) -> Unit:
    placed: dict[str, Any] = {"parents": [Dated(value=TOP)], "groups": [Dated(value=GROUP)]}
    return Unit(id=name, names=[Dated(value=name)], **({} if name == TOP else placed))


@dataclass
class Office:
    """Sends commands to a registry and hears what it answers."""

    url: str
    broker: NatsBroker

    async def ask(self, commands: Iterable[tuple[str, Command]]) -> None:
        """Send commands and wait for as many verdicts; all must be accepted."""
        heard = await js(self.broker).subscribe(
            topology.verdicts("*"), ordered_consumer=True, deliver_policy=DeliverPolicy.NEW
        )
        sent = 0
        for sender, command in commands:
            body = encode(wrap(command, id=f"c-{sent}", source=SOURCE))
            await Publisher(self.broker).publish(
                topology.command(sender, verb(type(command))), body
            )
            sent += 1
        for _ in range(sent):
            verdict = decode((await heard.next_msg(120)).data, VERDICTS).data
            assert verdict.outcome == "accepted", verdict  # type: ignore[attr-defined]
        await heard.unsubscribe()

    async def read(self, name: str) -> float:
        """Seconds to read one unit's facts by the plain client, undecoded."""
        started = time.perf_counter()
        subject = topology.unit_facts(PLAN, name)
        reader = await js(self.broker).subscribe(subject, ordered_consumer=True)
        while (await reader.next_msg(30)).metadata.num_pending:
            pass
        await reader.unsubscribe()
        return time.perf_counter() - started

    async def opened(self) -> None:
        """Until every unit has its duty."""
        pattern = topology.unit_facts(PLAN, "*")
        reader = await js(self.broker).subscribe(pattern, ordered_consumer=True)
        for _ in NAMES:
            await reader.next_msg(120)
        await reader.unsubscribe()


@asynccontextmanager
async def office(url: str) -> AsyncIterator[Office]:
    broker = make_broker(RuntimeSettings(nats_url=url), "bench")
    await broker.connect()
    yield Office(url, broker)
    await broker.stop()


async def append(log: JetStreamLog, name: str) -> None:
    """A unit's activities, straight into the log."""
    subject = topology.unit_facts(PLAN, name)
    last = await log.last_sequence(subject)
    for first in range(0, EACH, STEP):
        receipt = Receipt(at=datetime.now(UTC), sequence=first, command=f"{first}", sender=name)
        facts = [
            ActivityDeclared(plan=PLAN, unit=name, receipt=receipt, activity=activity(number))
            for number in range(first, first + STEP)
        ]
        events = [wrap(fact, id=f"{first}-{n}", source=SOURCE) for n, fact in enumerate(facts)]
        last = await log.append(subject, events, last)


async def filled(office: Office) -> None:
    """Everything a campaign of this size leaves in the log; a registry runs meanwhile."""
    people = [(topology.OPERATOR, RecordUnit(record=unit(name))) for name in (TOP, *NAMES)]
    await office.ask(people[:1])
    await office.ask(people[1:])
    await office.ask([(TOP, PublishPlan(plan=plan()))])
    await office.opened()
    log, slots = JetStreamLog(office.broker, SystemClock()), asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> None:
        async with slots:
            await append(log, name)

    await asyncio.gather(*map(one, NAMES))


def declaration(name: str) -> tuple[str, Command]:
    return name, DeclareActivity(plan=PLAN, unit=name, activity=activity(EACH))


def peak(part: Process) -> float:
    """The most memory that the process ever held, in MiB."""
    status = Path(f"/proc/{part.process.pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / MEBIBYTE


def imported() -> float:
    """Seconds until Python has loaded the registry's modules."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import services.registry.main"], check=True)
    return time.perf_counter() - started


async def measure(url: str, registry: Process) -> None:
    async with office(url) as one:
        await declare(js(one.broker), replicas=1)
        with registry.start():
            started = time.perf_counter()
            await filled(one)
            print(f"filled in:          {time.perf_counter() - started:8.1f} s")
        bare, reading = imported(), await one.read(NAMES[0])
        started = time.perf_counter()
        with registry.launch():
            await one.ask([declaration(NAMES[0])])
            cold = time.perf_counter() - started
            first, started = peak(registry), time.perf_counter()
            await one.ask(map(declaration, NAMES[1:]))
            rest, every = time.perf_counter() - started, peak(registry)
    print(f"imports alone:      {bare:8.2f} s")
    print(f"one unit, plain:    {reading:8.2f} s")
    print(f"cold first verdict: {cold:8.2f} s, {cold / (bare + reading):.1f} times both together")
    print(f"each further unit:  {rest / (UNITS - 1):8.3f} s, cold")
    print(f"peak memory:        {first:8.0f} MiB at the first verdict, {every:.0f} after all units")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        with parts.nats_server(base / "nats") as nats:
            env = {"NGAYSO_NATS_URL": nats.url}
            registry = parts.service("registry", env, log=base / "registry.log")
            asyncio.run(measure(nats.url, registry))


if __name__ == "__main__":
    main()
