"""What a command is judged by beside its own history: units and plans, decided elsewhere."""

import asyncio
from datetime import date
from random import Random

import pytest

from contracts import topology
from contracts.calendar import CalendarRecord, DecreedDay
from contracts.commands import (
    COMMANDS,
    OpenDuties,
    RecordCalendar,
    RecordUnit,
    WithdrawActivity,
)
from contracts.envelope import decode
from contracts.facts import PlanApplied
from contracts.verdicts import Outcome
from tests.registry.application.campaign import founding
from tests.registry.application.world import World
from tests.registry.plans import LY_SON, OFFICE, amending, plan, unit
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(10)
ONE, TWO = "xa-moi", "xa-hai"


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


async def outcome(world: World, name: str, parent: str | None) -> Outcome:
    record = unit(name, parent)
    number = await world.send("operator", RecordUnit(record=record), f"{name}-{parent}")
    await world.settled()
    return world.verdicts()[number].outcome


def test_a_record_is_decided_on_what_another_replica_recorded() -> None:
    """A circle that was opened elsewhere a moment ago is none any more."""
    assert topology.partition(ONE) % 2 == 0
    assert topology.partition(TWO) % 2 == 1

    async def check() -> None:
        world = World()
        world.start("r0")
        world.start("r1")
        assert await outcome(world, ONE, None) == "accepted"
        assert await outcome(world, TWO, ONE) == "accepted"
        assert await outcome(world, ONE, TWO) == "refused"
        assert await outcome(world, TWO, None) == "accepted"
        assert await outcome(world, ONE, TWO) == "accepted"
        assert await outcome(world, TWO, ONE) == "refused"
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_the_decreed_days_stand_beside_the_records_under_their_lock() -> None:
    """Both replicas record at once: neither record is lost, and each is answered once."""

    async def check() -> None:
        world = World()
        world.start("r0")
        world.start("r1")
        day = DecreedDay(day=date(2022, 10, 11), working=False, name="Nghỉ")
        calendar = RecordCalendar(record=CalendarRecord(days=[day]))
        sent = [await world.send("operator", calendar, "days")]
        sent += [
            await world.send("operator", RecordUnit(record=unit(name)), name) for name in (ONE, TWO)
        ]
        sent.append(await world.send("operator", calendar, "days-again"))
        await world.settled()
        said = [world.verdicts()[number].outcome for number in sent]
        assert said == ["accepted", "accepted", "accepted", "unchanged"]
        facts = {
            stored.subject: [event.data for event in stored.events]
            for stored in await world.history()
        }
        assert facts[topology.CALENDAR_FACTS][0].record == calendar.record  # type: ignore[attr-defined]
        assert {topology.directory_facts(name) for name in (ONE, TWO)} <= facts.keys()
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_refusal_is_never_for_want_of_what_another_replica_just_recorded() -> None:
    """The directory is believed for a second; not where a command would be refused by it."""
    assert topology.partition(LY_SON) % 2 == 1

    async def codes(world: World) -> list[str]:
        command = WithdrawActivity(plan="cds-2022", unit=LY_SON, activity="a")
        number = await world.send(ONE, command, "c")
        await world.settled()
        return [found.code for found in world.verdicts()[number].findings]

    async def check() -> None:
        world = World()
        world.start("r0")
        world.start("r1")
        assert await outcome(world, TWO, None) == "accepted"
        assert await codes(world) == ["unknown-unit"]
        assert await outcome(world, ONE, None) == "accepted"
        assert await codes(world) == ["unknown-plan"]
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_who_amends_a_plan_that_is_none_is_told_which_there_are() -> None:
    """Those that any replica knows of."""

    async def check() -> None:
        world = World()
        world.start("r0")
        for sent in founding(Random(1)):
            await world.send(*sent, "c")
        number = await world.send(OFFICE, amending(plan(id="cds-2021")), "c")
        await world.settled()
        (found,) = world.verdicts()[number].findings
        assert (found.code, "cds-2022" in found.vi) == ("unknown-plan", True)
        world.end()

    run(1, check())


def test_a_second_refusal_waits_as_the_first_does() -> None:
    """First the sender is unknown to what is believed, then the plan, which is on its way."""

    async def check() -> None:
        world, gate = World(), Gate()
        world.start("r0", gate)
        world.start("r1")
        *records, published = founding(Random(1))
        for sent in records:
            await world.send(*sent, "c")
        await world.settled()
        await asyncio.sleep(2)
        withdrawal = WithdrawActivity(plan="cds-2022", unit=LY_SON, activity="a")
        await world.send(ONE, withdrawal, "c")  # has the other replica look at the directory
        await world.settled()
        assert await outcome(world, ONE, None) == "accepted"
        gate.freeze(1.0)
        await world.send(*published, "c")
        number = await world.send(ONE, withdrawal, "c")
        await world.settled()
        assert [one.code for one in world.verdicts()[number].findings] == ["not-your-unit"]
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_unit_follows_the_revision_that_its_opening_names() -> None:
    """Also where a later one is in force already; an opening that was overtaken is no news."""

    async def check() -> list[int]:
        world, gate = World(), Gate()
        world.start("r0")
        world.start("r1", gate)
        for sent in founding(Random(1)):
            await world.send(*sent, "c")
        await world.settled()
        gate.freeze(2.0)  # it has LY_SON's partition, and keeps it
        for title in ("Hai", "Ba"):
            await world.send(OFFICE, amending(plan(title=title), "Đổi tên"), "c")
        await world.settled()
        stored = await world.log.read(topology.unit_facts("cds-2022", LY_SON))
        facts = [event.data for message in stored for event in message.events]
        applied = [fact.revision for fact in facts if isinstance(fact, PlanApplied)]
        assert applied == newer_ones(openings(world))
        world.end()
        return applied

    assert [1, 2, 3] in [run(seed, check()) for seed in SEEDS]


def openings(world: World) -> list[int]:
    """The revisions that LY_SON was told to follow, as they were queued."""
    subject = topology.command("registry", "registry", "open-duties", LY_SON)
    found = [decode(one.data, COMMANDS).data for one in world.archive if one.subject == subject]
    return [command.revision for command in found if isinstance(command, OpenDuties)]


def newer_ones(revisions: list[int]) -> list[int]:
    return sorted({max(revisions[: n + 1]) for n in range(len(revisions))})
