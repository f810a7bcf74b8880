"""Records of the log that cannot be read: the views pass over those in quarantine, wait for the
others, and hold what a clean replay gives once all is mended.
"""

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.envelope import wrap
from contracts.facts import ActivityHeld, RecordQuarantined
from runtime.failure import Unreadable
from runtime.ports import Stored
from services.reporting.application.past import Past
from services.reporting.application.projecting import Projecting
from services.reporting.domain.documents import UnitDocument
from services.reporting.domain.log.unread import QuarantinedDocument
from tests.reporting.application.test_projecting import assert_replayed, deliveries
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, START
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews, ToldLog

chances = st.integers(0, 2**32).map(random.Random)


def spoilt(message: Stored, standing: str) -> Stored:
    """As the log gives it; what it was appended after is not to be believed."""
    return replace(message, events=(), previous=0, standing=standing)


def directory(log: list[Stored]) -> list[Stored]:
    return [one for one in log if topology.lock_of(one.subject) == topology.WHOLE_DIRECTORY]


def last_of_their_subjects(log: list[Stored]) -> list[Stored]:
    return list({one.subject: one for one in log}.values())


@unhurried
@given(moves, chances)
def test_what_is_mended_later_stands_in_the_views_as_if_it_always_had(moves, chance) -> None:
    """Some of the directory cannot be read at first; of all that cannot, some is put into
    quarantine, and the rest is read by a newer version.
    """
    log, views = play(moves).log, MemoryViews()
    poisoned = {one.sequence for one in directory(log) if chance.random() < 0.3}
    aside = {one.sequence for one in last_of_their_subjects(log) if chance.random() < 0.1}
    first = dict.fromkeys(poisoned, "unreadable") | dict.fromkeys(aside, "quarantined")
    then = dict.fromkeys(aside | {n for n in poisoned if chance.random() < 0.5}, "quarantined")

    def told(standing: dict[int, str]) -> list[Stored]:
        return [spoilt(m, standing[m.sequence]) if m.sequence in standing else m for m in log]

    async def deliver(messages: list[Stored], batches: list[list[Stored]]) -> None:
        projecting = Projecting(views, ToldLog(messages))
        for batch in batches:
            await projecting.project(batch)

    asyncio.run(deliver(told(first), deliveries(told(first), chance)))
    assert set(views.cursors[topology.WHOLE_DIRECTORY].unread) == poisoned - aside
    asyncio.run(deliver(told(then), [[m] for m in told(then) if m.sequence in poisoned]))
    assert views.cursors[topology.WHOLE_DIRECTORY].unread == {}
    assert_replayed(views, told(then))


async def test_a_record_of_a_unit_that_cannot_be_read_holds_up_no_other_s() -> None:
    log, views = Campaign().begin().log, MemoryViews()
    first, *others = directory(log)
    messages = [spoilt(first, "unreadable"), *others]
    await Projecting(views, ToldLog(messages)).project(messages)
    assert len(views.all().all(UnitDocument)) == len(others)


async def test_what_follows_a_record_that_is_not_ours_is_not_missed() -> None:
    """It says that it was appended after nothing: what stands before it is read all the same."""
    log, views = Campaign().begin().log, MemoryViews()
    history = [one for one in log if one.subject.startswith("evt.unit.")]
    strange = Stored(history[0].subject, log[-1].sequence + 1, 0, START, (), "quarantined")
    await Projecting(views, ToldLog([*log, strange])).project([strange])
    held = [one for one in history if one.subject == strange.subject]
    assert_replayed(views, [*held, strange])


async def test_a_fact_that_does_not_fit_is_named_like_what_cannot_be_read() -> None:
    """Nothing is buried for it, and what fits is in the views once it is handed over alone."""
    log, views = Campaign().begin().log, MemoryViews()
    about = topology.unit_facts(PLAN, "nobody")
    held = ActivityHeld(
        plan=PLAN, unit="nobody", activity="none", receipt=Campaign().receipt("nobody")
    )
    event = wrap(held, id="x", source="urn:test")
    strange = Stored(about, log[-1].sequence + 1, 0, START, (event,))
    projecting = Projecting(views, ToldLog([*log, strange]))
    with pytest.raises(Unreadable) as caught:
        await projecting.project([*log, strange])
    assert (caught.value.sequence, caught.value.subject) == (strange.sequence, about)
    await projecting.project(log)
    assert_replayed(views, log)


async def test_who_put_a_record_into_quarantine_and_why_stands_in_the_views() -> None:
    log, views = Campaign().begin().log, MemoryViews()
    fact = RecordQuarantined(sequence=3, subject="evt.x", reason="garbage", by="op", at=START)
    event = wrap(fact, id="q", source="urn:test")
    said = Stored(topology.quarantine(3), log[-1].sequence + 1, 0, START, (event,))
    await Projecting(views, ToldLog([*log, said])).project([*log, said])
    assert [one.said for one in views.all().all(QuarantinedDocument)] == [fact]
    assert_replayed(views, [*log, said])


async def test_the_report_of_a_plan_says_what_it_has_not_read() -> None:
    """And is the same before and after the quarantine; another plan's does not concern it."""
    log = Campaign().begin().log
    first, *others = directory(log)
    rest = [one for one in log if one not in directory(log)]
    as_of = log[-1].stored_at
    reports = [
        await Past(ToldLog([spoilt(first, standing), *others, *rest])).consolidated(PLAN, as_of)
        for standing in ("unreadable", "quarantined")
    ]
    assert reports[0] == reports[1]
    assert reports[0] is not None
    assert [(one.sequence, one.subject) for one in reports[0].unread] == [
        (first.sequence, first.subject)
    ]
