"""One to four replicas that are killed, paused and ended decide as one registry in peace would."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from contracts import topology
from contracts.facts import CommandAnswered
from contracts.verdicts import Verdict
from runtime.ports import Stored
from tests.registry.application.campaign import campaign
from tests.registry.application.peace import in_peace
from tests.registry.application.world import receipts, said
from tests.seeded import run, seeds


@dataclass(frozen=True)
class Ended:
    """What a campaign left behind."""

    seed: int
    queued: set[int]
    verdicts: dict[int, Verdict]
    published: dict[str, list[Verdict]]
    history: list[Stored]
    letters: int


@pytest.fixture(scope="module")
def campaigns() -> Iterator[list[Ended]]:
    """Campaigns in which everything happens at once."""

    async def play(seed: int) -> Ended:
        random = Random(seed)
        world = await campaign(random, random.randint(1, 4), calm=False)
        return Ended(
            seed,
            {queued.sequence for queued in world.archive},
            world.verdicts(),
            world.published,
            await world.history(),
            len(world.server.streams[topology.DEAD_LETTERS.name].records),
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topology, "PARTITIONS", 4)
        yield [run(seed, play(seed)) for seed in seeds(30)]


def test_every_command_has_one_verdict(campaigns: list[Ended]) -> None:
    """However often it was decided: what is published again says the same; none is buried."""
    again = 0
    for ended in campaigns:
        assert ended.queued == ended.verdicts.keys(), ended.seed
        assert not ended.letters, ended.seed
        for name, verdicts in ended.published.items():
            assert len(set(map(said, verdicts))) == 1, (ended.seed, name)
            again += len(verdicts) - 1
    assert again, "no command was answered twice"


def test_no_command_is_decided_twice(campaigns: list[Ended]) -> None:
    """All that the log holds of one command is in one message."""
    for ended in campaigns:
        messages: dict[Any, set[int]] = defaultdict(set)
        for _, sequence, receipt in receipts(ended.history):
            messages[receipt.order].add(sequence)
        assert all(len(found) == 1 for found in messages.values()), ended.seed


def test_the_facts_of_a_unit_follow_the_order_of_its_commands(campaigns: list[Ended]) -> None:
    """By their receipts; answers without facts too."""
    for ended in campaigns:
        last: dict[str, Any] = {}
        for subject, _, receipt in receipts(ended.history):
            assert last.get(subject, receipt.order) <= receipt.order, (ended.seed, subject)
            last[subject] = receipt.order


def test_a_verdict_tells_what_the_log_holds(campaigns: list[Ended]) -> None:
    """The facts that it names are those of its command, and there are no others."""
    for ended in campaigns:
        facts: dict[int, list[str]] = defaultdict(list)
        for message in ended.history:
            for event in message.events:
                if not isinstance(event.data, CommandAnswered):
                    facts[event.data.receipt.sequence].append(event.type)
        for number, verdict in ended.verdicts.items():
            assert verdict.facts == facts[number], (ended.seed, verdict.command)


@pytest.mark.parametrize("replicas", [1, 2, 4])
def test_the_verdicts_are_those_of_one_registry_in_peace(
    replicas: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outcome, findings and facts of every command, whatever became of the replicas."""
    monkeypatch.setattr(topology, "PARTITIONS", 4)

    async def check(seed: int) -> None:
        world = await campaign(Random(seed), replicas, calm=True)
        found, wanted = world.verdicts(), await in_peace(world.archive)
        assert found.keys() == wanted.keys()
        for number, verdict in found.items():
            assert said(verdict) == said(wanted[number]), verdict.command

    for seed in seeds(5):
        run(seed, check(seed))
