"""The event log against the real server: order, locks, and reading by subject."""

import asyncio

import pytest
from faststream.nats import NatsBroker

from contracts import topology
from contracts.envelope import wrap
from contracts.facts import ActivityHeld
from contracts.values import Receipt
from runtime.clock import SystemClock
from runtime.jetstream.connection import js
from runtime.jetstream.log import PAGE, JetStreamLog
from runtime.ports import Conflict

pytestmark = pytest.mark.servers
SUBJECT = topology.unit_facts("plan", "unit")
clock = SystemClock()


def held(name: str):
    receipt = Receipt(at=clock.now(), sequence=1, command=name, sender="unit")
    fact = ActivityHeld(plan="plan", unit="unit", receipt=receipt, activity=name)
    return wrap(fact, id=name, source="urn:test")


async def test_of_many_appends_on_one_state_one_wins(broker: NatsBroker) -> None:
    """The expected sequence is the lock: two replicas can never both win."""
    log = JetStreamLog(broker, clock)
    tries = (log.append(SUBJECT, [held(f"a{n}")], expected=0) for n in range(30))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(r, Conflict) for r in results) == 29
    assert len(await log.read(SUBJECT)) == 1


async def test_a_history_longer_than_a_page_is_read_whole_and_in_order(
    broker: NatsBroker,
) -> None:
    """Each message names its predecessor, so a reader can tell a gap."""
    log = JetStreamLog(broker, clock)
    last = 0
    for n in range(PAGE + 20):
        last = await log.append(SUBJECT, [held(f"a{n}")], last)
        if n % 5 == 0:
            await log.append(topology.unit_facts("plan", f"other{n}"), [held("x")], 0)
    stored = await log.read(SUBJECT)
    assert [s.events[0].id for s in stored] == [f"a{n}" for n in range(PAGE + 20)]
    assert [s.previous for s in stored[1:]] == [s.sequence for s in stored[:-1]]
    assert stored[0].previous == 0
    assert await log.last_sequence(SUBJECT) == stored[-1].sequence
    assert await log.read(SUBJECT, after=stored[-3].sequence) == stored[-2:]


async def test_an_empty_subject_reads_as_nothing(broker: NatsBroker) -> None:
    """A unit that nobody has heard of is not an error."""
    log = JetStreamLog(broker, clock)
    assert await log.read(SUBJECT) == []
    assert await log.last_sequence(SUBJECT) == 0
    assert await log.read_latest([topology.directory_facts("*")]) == []


async def test_reading_until_a_moment_stops_there(broker: NatsBroker) -> None:
    """A report as of a moment sees nothing that was stored after it."""
    log = JetStreamLog(broker, clock)
    first = await log.append(SUBJECT, [held("a")], 0)
    moment = (await log.read(SUBJECT))[0].stored_at
    await log.append(SUBJECT, [held("b")], first)
    seen = [s.events[0].id async for s in log.read_all(SUBJECT, until=moment)]
    assert seen == ["a"]


async def test_the_latest_of_each_subject_comes_in_one_call(broker: NatsBroker) -> None:
    """The directory is read this way, with one request whatever its history."""
    log = JetStreamLog(broker, clock)
    for unit in ("u1", "u2"):
        last = await log.append(topology.directory_facts(unit), [held("old")], 0)
        await log.append(topology.directory_facts(unit), [held(unit)], last)
    latest = await log.read_latest([topology.directory_facts("*")])
    assert sorted(s.events[0].id for s in latest) == ["u1", "u2"]


async def test_a_command_of_5_mb_can_be_stored_and_so_answered(broker: NatsBroker) -> None:
    """The registry answers it with `too-large`; the server must let it through."""
    ack = await js(broker).publish(topology.command("u", "submit-report"), b"x" * 5_000_000)
    assert ack.stream == "COMMANDS"
