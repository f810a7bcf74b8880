"""Projecting: however messages are delivered, the views are those of a clean replay."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.facts import CommandAnswered, SnapshotFrozen, UnitRecorded
from contracts.unit import Dated, Unit
from runtime.failure import Unavailable
from runtime.ports import Stored
from services.reporting.application.past import Past
from services.reporting.application.projecting import Projecting
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import PlanDocument, UnitDocument
from tests.reporting.given.facts import Campaign, facts_in
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, START
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews, ToldLog
from tests.reporting.recount import add_up

chances = st.integers(0, 2**32).map(random.Random)


def assert_replayed(views: MemoryViews, log: list[Stored]) -> None:
    """The views hold what a clean replay of the log gives, cursors included."""
    clean = fold_all(facts_in(log), Documents())
    assert views.documents == {(type(d), d.key): d for d in clean.all(Document)}
    assert {plan: kept.counts for plan, kept in views.counts.items()} == add_up(clean.all(Document))
    last = {topology.lock_of(message.subject): message.sequence for message in log}
    assert {lock: place.sequence for lock, place in views.cursors.items()} == last


def deliveries(log: list[Stored], chance: random.Random) -> list[list[Stored]]:
    """Every message at least once, some again, in batches that come in any order."""
    again = [chance.choice(log) for _ in range(len(log) // 4)]
    items = sorted([*log, *again], key=lambda m: m.sequence + chance.uniform(0, 20))
    size = chance.randrange(1, 30)
    batches = [items[at : at + size] for at in range(0, len(items), size)]
    chance.shuffle(batches)
    return batches


@unhurried
@given(moves, chances)
def test_replicas_at_once_fold_everything_once(moves, chance) -> None:
    """Repeats, gaps, batches out of order and conflicts between two replicas change nothing."""
    log, views = play(moves).log, MemoryViews()
    batches = deliveries(log, chance)

    async def replica() -> None:
        projecting = Projecting(views, ToldLog(log))
        while batches:
            await projecting.project(batches.pop())

    async def both() -> None:
        await asyncio.gather(replica(), replica())

    asyncio.run(both())
    assert_replayed(views, log)


async def test_a_gap_in_the_directory_is_filled_whichever_unit_is_missing() -> None:
    """Records of units are appended after each other, so the pattern has what one subject lacks."""
    log, views = Campaign().begin().log, MemoryViews()
    directory = [m for m in log if topology.lock_of(m.subject) == topology.WHOLE_DIRECTORY]
    await Projecting(views, ToldLog(log)).project(directory[-1:])
    assert len(views.all().all(UnitDocument)) == len(directory)
    assert_replayed(views, directory)


async def test_what_the_log_has_not_is_waited_for_and_nothing_is_folded() -> None:
    """A copy of the log that is behind: the batch is handed over again, whole."""
    log, views = Campaign().begin().log, MemoryViews()
    with pytest.raises(Unavailable, match="has not what comes next"):
        await Projecting(views, ToldLog([])).project([log[0], log[2]])
    assert views.documents == {}
    assert views.cursors == {}


async def test_a_log_that_started_over_is_not_taken_for_repeats() -> None:
    """After a restore sequences begin again; skipping them as repeats would lose every fact."""
    log, views = Campaign().begin().log, MemoryViews()
    projecting = Projecting(views, ToldLog(log))
    await projecting.project(log)
    restored = replace(log[0], stored_at=log[-1].stored_at + timedelta(minutes=1))
    with pytest.raises(Unavailable, match="started over"):
        await projecting.project([restored])


async def test_answers_to_commands_move_a_cursor_and_nothing_else() -> None:
    """A message may hold nothing else; what follows it is then no gap."""
    campaign, views = Campaign().begin(), MemoryViews()
    refused = CommandAnswered(receipt=campaign.receipt("ba-to"), outcome="refused")
    campaign.tell("ba-to", refused)
    campaign.say(topology.plan_facts(PLAN), refused)
    newest = campaign.log[-3].stored_at
    campaign.submit("ba-to", "", 4)
    projecting = Projecting(views, ToldLog(campaign.log))
    await projecting.project(campaign.log[:-1])
    assert views.counts[PLAN].last_fact_at == newest
    await projecting.project(campaign.log[-1:])
    assert views.counts[PLAN].last_fact_at == campaign.log[-1].stored_at
    assert_replayed(views, campaign.log)


async def test_what_counts_nothing_is_news_of_the_plan_in_any_batch() -> None:
    """Views that are rebuilt take it together with what counts, and are to be the same."""
    played = play([("ba-to", "submit", 1)])
    as_of, file = played.log[-1].stored_at, {"form": "json", "sha256": "3f" * 32, "size": 1}
    said = {"plan": PLAN, "snapshot": 1, "as_of": as_of, "position": 1, "made": {"files": [file]}}
    receipt = played.receipt("so-tttt")
    frozen = SnapshotFrozen.model_validate({**said, "receipt": receipt})
    played.say(topology.plan_facts(PLAN), frozen)
    apart, together = MemoryViews(), MemoryViews()
    for message in played.log:
        await Projecting(apart, ToldLog(played.log)).project([message])
    await Projecting(together, ToldLog(played.log)).project(played.log)
    assert apart.counts == together.counts
    assert apart.counts[PLAN].last_fact_at == played.log[-1].stored_at


async def test_the_past_is_what_the_log_said_by_then() -> None:
    """The report as of a moment is that of the messages stored no later, whatever follows."""
    campaign = play([("ba-to", "submit", 4), ("ly-son", "submit", 7)])
    last = campaign.log[-1]
    before = [message for message in campaign.log if message.stored_at < last.stored_at]
    as_of = last.stored_at - timedelta(seconds=1)
    documents = fold_all(facts_in(before), Documents())
    plan = documents.get(PlanDocument, PLAN)
    past = Past(ToldLog(campaign.log))
    assert await past.consolidated(PLAN, as_of) == consolidate(
        documents, plan, as_of, before[-1].stored_at
    )
    assert await past.consolidated(PLAN, START) is None


async def test_a_record_of_a_unit_is_projected_with_the_latest_name() -> None:
    campaign, views = Campaign().begin(), MemoryViews()
    renamed = Unit(id="ba-to", names=[Dated(value="Xã Ba Tơ")])
    said = UnitRecorded(record=renamed, receipt=campaign.receipt("so-tttt"))
    campaign.say(topology.directory_facts("ba-to"), said)
    projecting = Projecting(views, ToldLog(campaign.log))
    for message in campaign.log:
        await projecting.project([message])
    assert views.all().get(UnitDocument, "ba-to").name == "Xã Ba Tơ"
