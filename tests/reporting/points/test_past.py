"""A report as of a moment is the same to the byte, from whichever point it is made."""

import asyncio
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.facts import ReportRedacted, ReportSubmitted
from contracts.records import Joint, Report
from runtime.ports import Stored
from services.reporting.application.past import Past
from services.reporting.application.points.keeping import EVERY, Keeping
from services.reporting.application.projecting import Projecting
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews, ToldLog
from tests.reporting.points.memory import MemoryPoints

chances = st.integers(0, 2**32).map(random.Random)


async def kept(log: list[Stored], chance: random.Random) -> MemoryViews:
    """The views of a log, with points kept on the way; not all is known of how far they came."""
    views, at = MemoryViews(), 0
    projecting = Projecting(views, ToldLog(log))
    while at < len(log):
        size = chance.randrange(1, 12)
        await projecting.project(log[at : at + size])
        at = min(at + size, len(log))
        floor = chance.choice([log[at - 1].sequence, log[max(0, at - 1 - size)].sequence, 0])
        await views.transact(lambda batch, floor=floor: batch.keep(floor))
    return views


def looked_at(chance: random.Random) -> list[Stored]:
    """Evidence that several claim, joint activities that leads do not carry, some withdrawn."""
    told, units = Campaign().begin(), ("ba-to", "ly-son")
    for number in range(14):
        unit, link = chance.choice(units), f"https://vi.du/{chance.randrange(4)}"
        shared = Joint(unit=chance.choice(units), activity=f"hd-{chance.randrange(16)}")
        joint = {"joint_with": shared} if chance.random() < 0.6 else {}
        told.claim(unit, f"hd-{number}", (link, None), **joint)
        told.withdraw(chance.choice(units), f"hd-{chance.randrange(14)}")
    return told.log


async def compare(log: list[Stored], chance: random.Random) -> None:
    """At some moments of a campaign, and at its end."""
    points = MemoryPoints(await kept(log, chance), log[-1].sequence)
    for message in (*chance.sample(log, min(4, len(log))), log[-1]):
        whole = await Past(ToldLog(log)).taken(PLAN, message.stored_at)
        found = await Past(ToldLog(log), points).taken(PLAN, message.stored_at)
        assert found == whole
        if whole is not None and found is not None:
            assert found[0].model_dump_json() == whole[0].model_dump_json()
    assert points.used


@unhurried
@given(moves, chances)
def test_the_past_of_a_point_is_that_of_the_whole_log(moves, chance) -> None:
    asyncio.run(compare(play(moves).log, chance))


@unhurried
@given(chances)
def test_what_somebody_has_to_look_at_is_the_same_from_a_point(chance) -> None:
    asyncio.run(compare(looked_at(chance), chance))


async def test_words_made_unreadable_later_are_so_in_what_a_point_tells() -> None:
    """Also where the views of now do not know of it yet: the rest of the log is looked through."""
    played = Campaign().begin()
    sent = Report(difficulties="Ông A bị ốm, thiếu máy.")
    about = {**played.about("ba-to"), "owed": "report", "version": 1}
    played.tell("ba-to", ReportSubmitted.model_validate({**about, "report": sent}))
    played.remind("ly-son", "report", 1)
    as_of = played.log[-1].stored_at
    span = {"field": "difficulties", "start": 0, "end": 11, "reason": "nêu bệnh"}
    played.tell("ba-to", ReportRedacted.model_validate({**about, **span}))
    views = await kept(played.log, random.Random(1))
    late = MemoryViews()
    await Projecting(late, ToldLog([])).project(played.log[:-1])
    late.kept = views.kept
    for known, come in ((views, played.log[-1].sequence), (late, played.log[-2].sequence)):
        told = await Past(ToldLog(played.log), MemoryPoints(known, come)).consolidated(PLAN, as_of)
        assert told is not None
        assert [one.difficulties for row in told.rows for one in row.reports if one.counts] == [
            "█" * 11 + ", thiếu máy."
        ]


async def test_a_point_in_which_a_record_waited_to_be_read_is_not_used() -> None:
    """It may be read by now, and is then in the report of the whole log."""
    played = Campaign().begin()
    played.submit("ba-to", "", 4)
    views = await kept(played.log, random.Random(1))
    lock = topology.WHOLE_DIRECTORY
    for _, _, cursors in views.kept:
        cursors[lock] = replace(cursors[lock], unread={1: topology.directory_facts("ba-to")})
    as_of, points = played.log[-1].stored_at, MemoryPoints(views, played.log[-1].sequence)
    whole = await Past(ToldLog(played.log)).taken(PLAN, as_of)
    views.documents.clear()
    assert await Past(ToldLog(played.log), points).taken(PLAN, as_of) == whole


async def test_a_record_in_quarantine_that_a_point_has_passed_is_told_of() -> None:
    played = Campaign().begin()
    played.submit("ba-to", "", 4)
    spoilt = played.log[-1]
    played.submit("ly-son", "", 7)
    log = [
        replace(one, events=(), standing="quarantined") if one is spoilt else one
        for one in played.log
    ]
    points = MemoryPoints(await kept(log, random.Random(1)), log[-1].sequence)
    whole = await Past(ToldLog(log)).consolidated(PLAN, log[-1].stored_at)
    found = await Past(ToldLog(log), points).consolidated(PLAN, log[-1].stored_at)
    assert found == whole
    assert found is not None
    assert [one.sequence for one in found.unread] == [spoilt.sequence]
    assert points.used


class Counted:
    """A durable that has come so far."""

    async def all_until(self) -> int:
        return 7


async def test_a_point_is_kept_after_so_many_messages_and_says_what_is_surely_in_it() -> None:
    views = await kept(Campaign().begin().log, random.Random(1))
    last = await MemoryPoints(views, 0).last()
    keeping, due = Keeping(MemoryPoints(views, 0), Counted()), list[int | None]()
    for sequence in (last + EVERY - 1, last + EVERY, last + EVERY + 1, last + 2 * EVERY):
        due.append(await keeping.due(sequence))
        if due[-1] is not None:
            keeping.kept(sequence)
    assert due == [None, 7, None, 7]


async def test_a_point_that_could_not_be_kept_is_due_again() -> None:
    views = await kept(Campaign().begin().log, random.Random(1))
    keeping = Keeping(MemoryPoints(views, 0), Counted())
    after = await MemoryPoints(views, 0).last() + EVERY
    assert [await keeping.due(after), await keeping.due(after + 1)] == [7, 7]


async def test_a_point_is_kept_with_the_batch_after_which_it_is_due() -> None:
    log = Campaign().begin().log
    views = MemoryViews()
    await Projecting(views, ToldLog(log)).project(log[4:5], 0)  # what is missing is read before it
    await Projecting(views, ToldLog(log)).project(log[4:5], 1)  # a repeat: nothing is new
    await Projecting(views, ToldLog(log)).project(log[5:])
    documents, cursors = dict(views.documents), dict(views.cursors)
    floors, kept_documents, kept_cursors = zip(*views.kept, strict=True)
    assert floors == (0, 1)
    assert kept_documents[0] == kept_documents[1] != documents
    assert max(one.sequence for one in kept_cursors[1].values()) == log[4].sequence
    assert max(one.sequence for one in cursors.values()) == log[-1].sequence
