"""The log of record, whatever keeps it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import pytest

from contracts import topology
from contracts.envelope import batch_of, encode, wrap
from contracts.facts import ActivityHeld, UnitRecorded
from contracts.values import Receipt
from runtime.clock import from_ns
from runtime.delivery import RESTORED
from runtime.failure import Unreadable
from runtime.folds import Fold, Folds
from runtime.ports import Conflict, Log, Stored
from tests.registry.plans import START, units

SUBJECT, OTHER = topology.unit_facts("plan", "unit"), topology.unit_facts("plan", "other")
PATTERN = topology.unit_facts("*", "*")
PAGE = 500


def held(name: str) -> bytes:
    receipt = Receipt(at=START, sequence=1, command=name, sender="unit", door="system")
    fact = ActivityHeld(plan="plan", unit="unit", receipt=receipt, activity="hd-1")
    return encode(wrap(fact, id=name, source="urn:test"))


def recorded(number: int) -> bytes:
    receipt = Receipt(at=START, sequence=1, command="u", sender="operator", door="system")
    fact = UnitRecorded(record=units()[number], receipt=receipt)
    return encode(wrap(fact, id=f"u{number}", source="urn:test"))


def names(stored: Sequence[Stored]) -> list[str]:
    return [event.id for message in stored for event in message.events]


async def fill(log: Log, subject: str, *ids: str, after: int = 0) -> int:
    """Append one message for each id; the last sequence."""
    for name in ids:
        after = await log.append(subject, [held(name)], after)
    return after


class Kept(Protocol):
    """What a test may do behind the log's back."""

    async def write(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        """Store what nobody of us would."""

    async def restore(self, sequence: int) -> None:
        """Bring back the state after one message."""


class LogSpecification:
    """Given a `log` and what it is `kept` by."""

    async def test_of_many_appends_on_one_state_one_wins(self, log: Log) -> None:
        """The expected sequence is the lock: two owners can never both win."""
        tries = (log.append(SUBJECT, [held(f"a{n}")], expected=0) for n in range(30))
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(result, Conflict) for result in results) == 29
        assert len(await log.read(SUBJECT)) == 1

    async def test_an_append_on_an_old_state_changes_nothing(self, log: Log) -> None:
        """Neither one that is too early nor one that is too late."""
        last = await fill(log, SUBJECT, "a", "b")
        for expected in (0, last - 1, last + 1):
            with pytest.raises(Conflict):
                await log.append(SUBJECT, [held("c")], expected)
        assert names(await log.read(SUBJECT)) == ["a", "b"]

    async def test_what_is_read_through_a_message_has_all_that_is_before_it(self, log: Log) -> None:
        """What is later may be left out; it is not missing where there is nothing later."""
        await fill(log, OTHER, "x")
        last = await fill(log, SUBJECT, "a", "b", "c")
        for through in (last, last + 1):
            assert names(await log.read(SUBJECT, through=through)) == ["a", "b", "c"]
        assert names(await log.read(SUBJECT, through=last - 1))[:2] == ["a", "b"]

    async def test_an_own_append_repeated_is_answered_by_its_sequence(self, log: Log) -> None:
        """Its acknowledgement may have got lost; it is not a conflict and not stored twice."""
        await fill(log, OTHER, "x")
        first = await log.append(SUBJECT, [held("a")], 0)
        assert await log.append(SUBJECT, [held("a")], 0) == first
        assert len(await log.read(SUBJECT)) == 1
        await fill(log, SUBJECT, "b", after=first)
        with pytest.raises(Conflict):
            await log.append(SUBJECT, [held("a")], 0)

    async def test_subjects_do_not_lock_each_other(self, log: Log) -> None:
        """A unit's decisions never wait for another's."""
        await fill(log, SUBJECT, "a")
        await fill(log, OTHER, "b", "c")
        assert names(await log.read(PATTERN)) == ["a", "b", "c"]

    async def test_records_are_appended_under_one_lock(self, log: Log) -> None:
        """They are checked against each other, so two at once are one too many."""
        ours, theirs = topology.directory_facts("u1"), topology.directory_facts("u2")
        first = await log.append(ours, [recorded(0)], 0)
        with pytest.raises(Conflict):
            await log.append(theirs, [recorded(1)], 0)
        second = await log.append(theirs, [recorded(1)], first)
        [_, last] = await log.read(topology.WHOLE_DIRECTORY)
        assert (last.sequence, last.previous) == (second, first)

    async def test_a_long_history_is_read_whole_and_in_order(self, log: Log) -> None:
        """Page after page; each message names its predecessor, so a reader can tell a gap."""
        count, last = PAGE + 20, 0
        for n in range(count):
            last = await fill(log, SUBJECT, f"a{n}", after=last)
            if n % 50 == 0:
                await fill(log, topology.unit_facts("plan", f"other{n}"), "x")
        stored = await log.read(SUBJECT)
        assert names(stored) == [f"a{n}" for n in range(count)]
        assert [s.previous for s in stored] == [0, *(s.sequence for s in stored[:-1])]
        assert await log.read(SUBJECT, after=stored[-3].sequence) == stored[-2:]
        assert len(await log.read(PATTERN)) == count + 11
        pages = [len(page) async for page in log.pages(SUBJECT, stored[0].sequence)]
        assert pages == [PAGE, count - 1 - PAGE]

    async def test_what_holds_nothing_reads_as_nothing(self, log: Log) -> None:
        """A unit that nobody has heard of is not an error."""
        assert await log.read(SUBJECT) == []
        assert await log.last(SUBJECT) is None
        assert await log.last(PATTERN) is None

    async def test_the_last_of_a_subject_and_of_a_pattern(self, log: Log) -> None:
        """A fold compares itself with it: the sequence, and when it was stored."""
        first = await fill(log, SUBJECT, "a")
        second = await fill(log, OTHER, "b")
        stored = await log.read(PATTERN)
        assert [s.sequence for s in stored] == [first, second]
        for asked, one in ((SUBJECT, stored[0]), (OTHER, stored[1]), (PATTERN, stored[1])):
            last = await log.last(asked)
            assert last is not None
            assert (last.sequence, last.stored_at) == (one.sequence, one.stored_at)

    async def test_reading_until_a_moment_stops_there(self, log: Log) -> None:
        """A report as of a moment sees nothing that was stored after it."""
        await fill(log, SUBJECT, "a", "b")
        moment = (await log.read(SUBJECT))[0].stored_at
        seen = [stored async for stored in log.read_all(SUBJECT, until=moment)]
        assert names(seen) == ["a"]

    async def test_a_restored_record_is_of_the_moment_when_it_was_first_stored(
        self, log: Log, kept: Kept
    ) -> None:
        """Else a report as of a moment would be another after a restore."""
        first = 1_600_000_000_123_456_789
        await kept.write(SUBJECT, batch_of([held("a")]), {RESTORED: str(first)})
        await fill(log, OTHER, "b")
        moment = from_ns(first)
        assert (await log.read(SUBJECT))[0].stored_at == moment
        last = await log.last(SUBJECT)
        assert last is not None
        assert last.stored_at == moment
        seen = [stored async for stored in log.read_all(PATTERN, until=moment)]
        assert names(seen) == ["a"]

    async def test_the_largest_message_can_be_appended(self, log: Log) -> None:
        """What the registry fills a message up to is taken."""
        events = [held(f"a{n}") for n in range(log.most_bytes // 1000)]
        await log.append(SUBJECT, events, 0)
        assert len(names(await log.read(SUBJECT))) == len(events)

    async def test_a_record_that_cannot_be_read_says_which(self, log: Log, kept: Kept) -> None:
        """What it blocks waits until it is mended; other subjects go on."""
        await fill(log, SUBJECT, "a")
        await fill(log, OTHER, "b")
        await kept.write(SUBJECT, b'[{"type": "ngayso.activity-held.v1"}]')
        with pytest.raises(Unreadable) as caught:
            await log.read(SUBJECT)
        assert (caught.value.stream, caught.value.subject) == ("EVENTS", SUBJECT)
        assert caught.value.sequence == 3
        assert names(await log.read(OTHER)) == ["b"]

    async def test_an_append_of_ours_is_followed_without_reading(self, log: Log) -> None:
        """The fold that was put goes on from there, also after another's append."""
        folds: Folds[tuple[str, ...]] = Folds(
            log, (), lambda state, stored: (*state, *names(stored)), limit=10
        )
        first = await fill(log, SUBJECT, "a")
        folds.put(SUBJECT, Fold(("a",), first))
        assert (await folds.newest(SUBJECT)).state == ("a",)
        await fill(log, SUBJECT, "b", after=first)
        assert (await folds.newest(SUBJECT)).state == ("a", "b")


class RestoredLogSpecification:
    """Given a `log` and what it is `kept` by."""

    @pytest.mark.parametrize("grown", [(), ("b2",), ("b2", "c2")], ids=len)
    async def test_a_restored_log_is_noticed(
        self, log: Log, kept: Kept, grown: tuple[str, ...]
    ) -> None:
        """However far it has grown again since: what is not in it is forgotten."""
        folds: Folds[tuple[str, ...]] = Folds(
            log, (), lambda state, stored: (*state, *names(stored)), limit=10
        )
        first = await fill(log, SUBJECT, "a")
        await fill(log, SUBJECT, "b", after=first)
        assert (await folds.newest(SUBJECT)).state == ("a", "b")
        await kept.restore(first)
        await fill(log, SUBJECT, *grown, after=first)
        assert (await folds.newest(SUBJECT)).state == ("a", *grown)
