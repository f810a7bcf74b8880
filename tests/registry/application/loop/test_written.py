"""What the log keeps of decisions: names, causes, answers; and what is remembered from it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from contracts import topology
from contracts.commands import SubmitReport, WithdrawActivity
from contracts.envelope import decode
from contracts.facts import CommandAnswered
from contracts.verdicts import VERDICTS
from tests.registry.application.loop.founded import PLAN, answered, declare, founded
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, OFFICE, report
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(5)
HISTORY = topology.unit_facts(PLAN, BA_TO)


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in SEEDS:
        run(seed, check())


async def withdraw(world: World, activity: str) -> int:
    command = WithdrawActivity(plan=PLAN, unit=BA_TO, activity=activity)
    return await world.send(BA_TO, command, f"withdraw-{activity}")


def test_every_event_has_a_name_of_its_own_and_names_the_command_that_caused_it() -> None:
    async def check() -> None:
        world = await founded()
        for name in ("hd-1", "hd-2", "hd-3"):
            await declare(world, name)
        await world.settled()
        stored = await world.log.read("evt.unit.>")
        for message in stored:
            for place, event in enumerate(message.events):
                assert event.id == f"{message.subject}-{message.previous}-{place}"
                assert event.causationid == event.data.receipt.command  # type: ignore[attr-defined]
                assert event.source == "urn:ngayso:registry"
        assert len({event.id for message in stored for event in message.events}) == sum(
            len(message.events) for message in stored
        )
        world.end()

    under_seeds(check)


def test_answers_without_facts_are_kept_with_the_next_facts_and_once() -> None:
    """Until then they are answered from memory, however often the command is delivered."""

    async def check() -> None:
        world = await founded()
        await answered(world, await declare(world, "hd-1"), within=2)
        before = len(await world.log.read(HISTORY))
        refused = await withdraw(world, "hd-x")
        verdict = await answered(world, refused, within=2)
        assert [found.code for found in verdict.findings] == ["unknown-activity"]
        same = await declare(world, "hd-1")
        assert (await answered(world, same, within=2)).outcome == "unchanged"
        assert len(await world.log.read(HISTORY)) == before
        await answered(world, await declare(world, "hd-2"), within=2)
        await answered(world, await declare(world, "hd-3"), within=2)
        stored = (await world.log.read(HISTORY))[before:]
        answers = [
            (event.data.receipt.sequence, event.data.outcome)
            for message in stored
            for event in message.events
            if isinstance(event.data, CommandAnswered)
        ]
        assert answers == [(refused, "refused"), (same, "unchanged")]
        world.end()

    under_seeds(check)


def test_a_warning_is_kept_beside_the_facts_and_plain_facts_tell_their_answer() -> None:
    async def check() -> None:
        world = await founded()
        plain = await declare(world, "hd-1")
        await answered(world, plain, within=2)
        warned = await declare(world, "hd-2", starts_on="2022-12-05", ends_on="2022-12-05")
        verdict = await answered(world, warned, within=2)
        assert {found.code for found in verdict.findings} == {"outside-window"}
        assert verdict.outcome == "accepted"
        kept = [
            event.data
            for message in await world.log.read(HISTORY)
            for event in message.events
            if isinstance(event.data, CommandAnswered)
        ]
        assert [one.receipt.sequence for one in kept] == [warned]
        assert kept[0].findings == verdict.findings
        world.end()

    under_seeds(check)


class Unheard(Gate):
    """Nothing that this replica acknowledges arrives."""

    async def at(self, point: str) -> None:
        if point == "before acknowledge":
            await asyncio.sleep(1_000)
        await super().at(point)


def test_a_replica_that_begins_anew_answers_from_the_log_as_the_first_one_did() -> None:
    """Outcome, findings, and the facts that each command led to."""

    async def check() -> None:
        world = await founded()
        await world.leave("r")
        late = {"starts_on": "2022-12-05", "ends_on": "2022-12-05"}
        submit = SubmitReport(plan=PLAN, unit=BA_TO, report=report())
        sent = [
            await declare(world, "hd-1"),
            await declare(world, "hd-2", **late),
            await withdraw(world, "hd-x"),
            await world.send(BA_TO, submit, "report"),
        ]
        world.start("r", Unheard())  # they are decided together: none waits for another's end
        for number in sent:
            await answered(world, number, within=5)
        world.kill("r")
        world.start("new")
        await world.settled()
        twice = [verdicts for verdicts in world.published.values() if len(verdicts) > 1]
        twice.sort(key=lambda verdicts: verdicts[0].received_at)
        assert [one.command.sequence for one, _ in twice] == sent
        for one, two in twice:
            assert (one.outcome, one.findings, one.facts) == (two.outcome, two.findings, two.facts)
        assert [len(one.facts) for one, _ in twice] == [2, 1, 0, 2]
        assert len(twice[1][0].findings) == 2
        world.end()

    under_seeds(check)


def test_a_unit_hears_what_somebody_else_decided_about_it_and_nothing_of_what_was_refused() -> None:
    """A report typed from paper by the office: the unit is told, and may correct it."""

    async def check() -> None:
        world = await founded()
        typed = report(5, typed_from="0" * 64)
        for number, sent in enumerate((typed, report(6))):  # the second without its paper
            command = SubmitReport(plan=PLAN, unit=BA_TO, report=sent)
            await world.send(OFFICE, command, f"typed-{number}")
        await world.settled()
        verdicts = world.server.streams[topology.VERDICTS.name].records.values()
        told = [
            (record.subject, decode(record.data, VERDICTS).data.outcome)  # type: ignore[attr-defined]
            for record in verdicts
            if record.subject in (topology.verdicts(BA_TO), topology.verdicts(OFFICE))
        ]
        assert sorted(told) == [
            (topology.verdicts(BA_TO), "accepted"),
            (topology.verdicts(OFFICE), "accepted"),
            (topology.verdicts(OFFICE), "refused"),
        ]
        world.end()

    under_seeds(check)
