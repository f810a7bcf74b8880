"""One ledger: the registry's facts, folded by all three services, say the same of every duty."""

from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any, get_args

import pytest

from contracts import topology
from contracts.facts import UnitHistoryFact
from contracts.words import DUTY_STATUSES
from runtime.ports import Stored
from services.notifier.domain.told.duty import evolve
from services.notifier.domain.told.heed import heeded
from services.registry.domain.decide import standings
from services.registry.domain.history import participation
from services.registry.domain.history.participation import Participation
from services.reporting.application.projecting import fold_loading
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.fold import facts_of
from services.reporting.domain.keeping.settle import finish
from tests.registry.application.campaign import campaign
from tests.reporting.memory import MemoryBatch, MemoryViews
from tests.seeded import run, seeds

SEEDS = seeds(15)
MOST = 100
"""Histories that are looked at, where those of SEEDS do not reach every fact."""
Duty = tuple[str, str]
"""A unit and what it owes."""


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def parts(history: Iterable[Stored]) -> dict[str, list[UnitHistoryFact]]:
    """The facts of each unit's part, in order."""
    found: dict[str, list[UnitHistoryFact]] = {}
    for stored in history:
        facts = [e.data for e in stored.events if isinstance(e.data, UnitHistoryFact)]
        if facts:
            found.setdefault(facts[0].unit, []).extend(facts)
    return found


def by_registry(history: list[Stored]) -> dict[Duty, tuple[str, datetime, bool | None]]:
    return {
        (unit, one.duty): (one.status, one.due, one.on_time)
        for unit, facts in parts(history).items()
        for one in standings(participation.evolve(Participation(), facts))
    }


async def by_reporting(history: list[Stored]) -> dict[Duty, tuple[str, datetime, bool | None]]:
    """Message by message, each with no other documents than its facts say that they touch."""
    views = MemoryViews()
    for stored in history:
        loading = MemoryBatch(views)
        facts = facts_of(event.data for event in stored.events)
        changed = finish(await fold_loading(facts, loading)).changed()
        await loading.put((one for _, one in changed), {}, {})
        loading.commit()
    return {
        (one.unit, one.duty): (one.status, one.due, one.on_time)
        for one in views.all().all(DutyDocument)
    }


def by_notifier(history: list[Stored]) -> dict[Duty, tuple[str, datetime]]:
    found: dict[Duty, tuple[str, datetime]] = {}
    for unit, facts in parts(history).items():
        duties: Any = {}
        for fact in facts:
            before, duties = duties, evolve(duties, fact)
            assert heeded(fact) or duties == before, "its timers would not follow"
        found |= {(unit, name): (one.status, one.due) for name, one in duties.items()}
    return found


def test_registry_notifier_and_reporting_keep_one_ledger() -> None:
    """Amendments, returns, excuses and mergers included, whatever became of the replicas; and the
    duties are those met, owing and excused.
    """

    async def check(seed: int) -> set[object]:
        random = Random(seed)
        world = await campaign(random, random.randint(1, 3), calm=False)
        history = await world.history()
        registry, reporting = by_registry(history), await by_reporting(history)
        assert registry
        assert reporting == registry
        assert by_notifier(history) == {
            duty: (status, due) for duty, (status, due, _) in registry.items()
        }
        said = {type(fact) for facts in parts(history).values() for fact in facts}
        return {*said, *(status for status, _, _ in registry.values())}

    reached: set[object] = set()
    wanted = {*DUTY_STATUSES, *get_args(UnitHistoryFact)}
    for seed in range(MOST):
        if seed in SEEDS or wanted - reached:
            reached |= run(seed, check(seed))
    assert not wanted - reached, f"of the first {MOST} histories none reaches these"
