"""Whatever was appended, in however many runs it was backed up, is restored as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.backup import take as taking
from cli.backup import verify as verifying
from cli.backup.archive import Archive
from cli.backup.compare import Comparison
from cli.backup.record import Record
from cli.backup.restoring.refill import refill, waves
from cli.backup.take import LOG
from cli.backup.verify import copies_compared
from contracts import topology
from runtime.memory.log import MemoryLog
from tests.cli.backup.given import NOW, SUBJECTS, HandClock, Memory, add, in_memory, nothing, place
from tests.cli.backup.given import kept as kept_by

APPENDS = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), st.integers(1, 3), st.booleans()), max_size=30
)
"""On which subject, how many facts, and whether a backup runs after it."""


async def histories(memory: Memory):
    """All that a fold may see of each message; of units as the log itself reads it."""
    read = await MemoryLog(memory.server).read(topology.unit_facts("*", "*"))
    return memory.records(), read


async def restored(archive: Archive) -> Memory:
    """Another server, on another day, with what the backup has."""
    memory = Memory(HandClock(NOW.replace(year=2023)))
    reach = archive.reach(LOG)
    assert reach is not None
    await refill(memory, lambda: archive.records(LOG), reach.last, nothing)
    return memory


@given(appends=APPENDS, window=st.integers(1, 8), chunk=st.sampled_from([1, 1000, 10**6]))
def test_any_history_in_any_increments_is_restored_as_it_was(appends, window, chunk):
    """Sequence, predecessor, moment and events of each message: every fold is the same, however
    many are read and written at once; and every copy is found sound.
    """

    async def go():
        memory, where = Memory(), place()
        for number, (subject, facts, backed_up) in enumerate(appends):
            await memory.append(subject, *(f"{number}-{n}" for n in range(facts)))
            if backed_up:
                await add(memory, where)
        archive = await add(memory, where)
        again = await restored(archive)
        assert await histories(again) == await histories(memory)
        assert again.server.events.last_sequence == memory.server.events.last_sequence
        for one in (memory, again):
            [(_, found)] = await copies_compared(one, await one.stream(LOG), archive)
            assert (found.count, found.problems) == (len(appends), [])

    with pytest.MonkeyPatch.context() as sizes:
        sizes.setattr(taking, "WINDOW", window)
        sizes.setattr(verifying, "WINDOW", window)
        sizes.setattr(taking, "CHUNK_BYTES", chunk)
        in_memory(go())


@given(appends=APPENDS, window=st.integers(1, 8), data=st.data())
def test_a_record_that_one_copy_lacks_is_found_there(appends, window, data):
    """At any place, however many records are read at once."""

    async def go():
        memory, where = Memory(), place()
        await memory.append(SUBJECTS[0], "first")
        for number, (subject, *_) in enumerate(appends):
            await memory.append(subject, f"{number}")
        archive = await add(memory, where)
        lost = data.draw(st.integers(1, len(appends) + 1))
        memory.server.events.delete(lost)
        for kept in (archive, None):
            [(_, found)] = await copies_compared(memory, await memory.stream(LOG), kept)
            assert [(one.fault, one.sequence) for one in found.problems] == [("missing", lost)]

    with pytest.MonkeyPatch.context() as sizes:
        sizes.setattr(verifying, "WINDOW", window)
        in_memory(go())


@given(appends=APPENDS, more=APPENDS)
def test_a_restored_log_is_backed_up_further_in_the_same_place(appends, more):
    """A second loss is made good as the first one was."""

    async def go():
        memory, where = Memory(), place()
        for number, (subject, *_) in enumerate(appends):
            await memory.append(subject, f"{number}")
        again = await restored(await add(memory, where))
        for number, (subject, _, backed_up) in enumerate(more):
            await again.append(subject, f"more-{number}")
            if backed_up:
                await add(again, where)
        third = await restored(await add(again, where))
        assert await histories(third) == await histories(again)
        assert third.records()[: len(appends)] == memory.records()

    in_memory(go())


@given(appends=APPENDS, removed=st.sets(st.integers(1, 30), max_size=8), data=st.data())
def test_what_was_set_aside_stays_away_and_moves_nothing(appends, removed, data):
    """Also where a record names the removed one as its predecessor."""

    async def go():
        memory, where = Memory(), place()
        for number, (subject, *_) in enumerate(appends):
            await memory.append(subject, f"{number}")
            if data.draw(st.booleans()):
                gone = removed & {*range(1, number + 2)}
                for sequence in gone:
                    memory.server.events.delete(sequence)
        archive = await add(memory, where)
        again = await restored(archive)
        assert await histories(again) == await histories(memory)
        found = Comparison(archive.records(LOG), again.server.events.last_sequence)
        for record in again.records():
            found.see(record)
        found.end(again.server.events.last_sequence)
        there = {record.sequence for record in memory.records()}
        (run,) = archive.runs
        assert {*run.streams[LOG].missing} == {*range(1, len(appends) + 1)} - there
        assert {one.sequence for one in found.problems} == {*range(1, len(appends) + 1)} - there
        assert {one.fault for one in found.problems} <= {"missing"}

    in_memory(go())


@given(appends=APPENDS)
def test_no_record_is_under_way_with_its_predecessor(appends):
    """Three servers refuse the second of them; the order is kept."""

    async def go():
        memory = Memory()
        for number, (subject, *_) in enumerate(appends):
            await memory.append(subject, f"{number}")
        records: list[Record] = memory.records()
        found = list(waves(records))
        assert [one for wave in found for one in wave] == records
        for wave in found:
            assert len({one.lock for one in wave}) == len(wave)

    in_memory(go())


async def test_a_run_begins_after_the_last_and_ends_with_the_newest() -> None:
    """Nothing at the boundary is left out, and nothing is kept twice."""
    memory, where = Memory(), place()
    first = await memory.append(SUBJECTS[0], "a")
    await add(memory, where)
    second = await memory.append(SUBJECTS[0], "b")
    third = await memory.append(SUBJECTS[1], "c")
    archive = await add(memory, where)
    assert [one.sequence for one in kept_by(archive)] == [first, second, third]
    assert [(one.first, one.last) for one in archive.chunks(LOG)] == [
        (first, first),
        (second, third),
    ]
