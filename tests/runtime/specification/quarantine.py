"""Records of the log that cannot be read, and those in quarantine, whatever keeps the log."""

import asyncio
from collections.abc import Sequence

import pytest

from contracts import topology
from contracts.envelope import batch_of, encode, wrap
from contracts.facts import RecordQuarantined
from runtime.failure import Unreadable
from runtime.folds import STUCK_SECONDS, Folds
from runtime.ports import Conflict, Log, Stored
from runtime.reading import BELIEVED_SECONDS, LOOK_AGAIN_SECONDS
from tests.registry.plans import START
from tests.runtime.specification.log import OTHER, SUBJECT, Kept, fill, held, names

LONG_ENOUGH = STUCK_SECONDS + LOOK_AGAIN_SECONDS
GARBAGE = [b"", b"\0", b"[]?", b'{"type": 1}', b'[{"type": "ngayso.activity-held.v9", "data": {}}]']
"""The last is a type of a newer version."""


async def quarantine(log: Log, sequence: int, subject: str, after: int = 0) -> None:
    """As `ngayso log quarantine` says it."""
    fact = RecordQuarantined(
        sequence=sequence, subject=subject, reason="garbage", by="tester", at=START
    )
    event = encode(wrap(fact, id=f"q-{sequence}", source="urn:test"))
    await log.append(topology.quarantine(sequence), [event], after)


async def patiently(log: Log, subject: str, place: int = 0) -> list[Stored]:
    """Read once it is not believed any more what was in quarantine a moment ago: until the record
    at `place` is the one to be complained of.
    """
    while True:
        try:
            return await log.read(subject)
        except Unreadable as error:
            if error.sequence == place:
                raise
        await asyncio.sleep(LOOK_AGAIN_SECONDS / 4)


class QuarantineSpecification:
    """Given a `log` and what it is `kept` by."""

    async def test_a_record_in_quarantine_is_passed_over_and_keeps_its_place(
        self, log: Log, kept: Kept
    ) -> None:
        """Nothing is deleted: what is appended next expects its sequence, as any other's."""
        first = await fill(log, SUBJECT, "a")
        for garbage in GARBAGE:
            await kept.write(SUBJECT, garbage)
        places = range(first + 1, first + 1 + len(GARBAGE))
        for place in places:
            with pytest.raises(Unreadable) as caught:
                await patiently(log, SUBJECT, place)
            assert caught.value.sequence == place
            await quarantine(log, place, SUBJECT)
        stored = await patiently(log, SUBJECT)
        assert [one.standing for one in stored] == ["whole", *["quarantined"] * len(GARBAGE)]
        last = await log.last(SUBJECT)
        assert last is not None
        assert last.sequence == stored[-1].sequence == places[-1]
        with pytest.raises(Conflict):
            await log.append(SUBJECT, [held("b")], first)
        await fill(log, SUBJECT, "b", after=last.sequence)
        assert names(await log.read(SUBJECT)) == ["a", "b"]
        assert [*await log.quarantined()] == [*places]

    async def test_a_quarantine_is_of_one_place_and_garbage_puts_nothing_into_it(
        self, log: Log, kept: Kept
    ) -> None:
        """Another subject's name for the sequence, and what nobody can read, are passed over."""
        await kept.write(SUBJECT, b"?")
        await kept.write(topology.quarantine(1), b"?")
        await quarantine(log, 1, OTHER, after=2)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        with pytest.raises(Unreadable):
            await log.read(SUBJECT)

    async def test_a_lenient_reader_is_told_of_what_cannot_be_read(
        self, log: Log, kept: Kept
    ) -> None:
        await kept.write(SUBJECT, b"?")
        await fill(log, SUBJECT, "a", after=1)
        stored = await log.read(SUBJECT, lenient=True)
        assert [one.standing for one in stored] == ["unreadable", "whole"]
        assert names(stored) == ["a"]

    async def test_a_fact_on_a_subject_that_does_not_hold_its_kind_cannot_be_read(
        self, log: Log, kept: Kept
    ) -> None:
        """It would be folded into what it is not about."""
        plan = topology.plan_facts("plan")
        await kept.write(plan, batch_of([held("a")]))
        with pytest.raises(Unreadable):
            await log.read(plan)

    @pytest.mark.parametrize("lenient", [False, True])
    async def test_a_fold_goes_on_over_what_is_put_into_quarantine(
        self, log: Log, kept: Kept, lenient: bool
    ) -> None:
        """A strict one waits for that; a lenient one goes on before, and never keeps what it was
        told of the record meanwhile.
        """

        def advance(state: tuple[str, ...], stored: Sequence[Stored]) -> tuple[str, ...]:
            told = [one.standing for one in stored if one.standing == "unreadable"]
            return (*state, *names(stored), *told)

        folds: Folds[tuple[str, ...]] = Folds(log, (), advance, limit=10, lenient=lenient)
        first = await fill(log, SUBJECT, "a")
        await kept.write(SUBJECT, b"?")
        if lenient:
            assert (await folds.newest(SUBJECT)).state == ("a", "unreadable")
        else:
            with pytest.raises(Unreadable):
                await folds.newest(SUBJECT)
        await fill(log, SUBJECT, "b", after=first + 1)
        await quarantine(log, first + 1, SUBJECT)
        await asyncio.sleep(LONG_ENOUGH)
        assert (await folds.newest(SUBJECT)).state == ("a", "b")

    async def test_what_is_in_quarantine_is_passed_over_although_nothing_else_was_said(
        self, log: Log, kept: Kept
    ) -> None:
        """One look at a whole pattern does not show it."""

        def advance(state: tuple[str, ...], stored: Sequence[Stored]) -> tuple[str, ...]:
            return (*state, *(one.standing for one in stored))

        folds: Folds[tuple[str, ...]] = Folds(
            log, (), advance, limit=10, lenient=True, within=lambda subject: subject
        )
        first = await fill(log, SUBJECT, "a")
        await kept.write(SUBJECT, b"?")
        assert (await folds.newest(SUBJECT)).state == ("whole", "unreadable")
        await quarantine(log, first + 1, SUBJECT)
        await asyncio.sleep(LONG_ENOUGH)
        assert (await folds.newest(SUBJECT)).state == ("whole", "quarantined")

    async def test_what_cannot_be_folded_is_named_as_what_cannot_be_read(self, log: Log) -> None:
        """It is not the command's fault, nor the message's that led there: nothing is buried."""

        def advance(state: int, stored: Sequence[Stored]) -> int:
            if "b" in names(stored):
                raise LookupError("b speaks of what nobody said")
            return state + len(stored)

        folds: Folds[int] = Folds(log, 0, advance, limit=10)
        last = await fill(log, SUBJECT, "a", "b", "c")
        with pytest.raises(Unreadable) as caught:
            await folds.newest(SUBJECT)
        assert caught.value.sequence == last - 1
        await quarantine(log, last - 1, SUBJECT)
        await asyncio.sleep(BELIEVED_SECONDS)
        assert (await folds.newest(SUBJECT)).state == 3
