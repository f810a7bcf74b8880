"""`log verify` finds each fault that is planted in a copy of the log."""

from dataclasses import replace

import pytest

from cli.backup.compare import Comparison
from cli.backup.record import Record
from contracts import topology
from contracts.envelope import batch_of, encode, wrap
from contracts.facts import RecordQuarantined
from runtime.delivery import EXPECTED
from tests.cli.backup.given import NOW, SUBJECTS, Memory

UNIT, OTHER = SUBJECTS[0], SUBJECTS[1]


async def log_of(*subjects: str) -> list[Record]:
    memory = Memory()
    for number, subject in enumerate(subjects):
        await memory.append(subject, f"{number}")
    return memory.records()


def problems(
    copy: list[Record], backup: list[Record] | None = None, until: int = 6
) -> list[tuple[str, int]]:
    last = backup[-1].sequence if backup else 0
    found = Comparison(backup, last)
    for record in copy:
        found.see(record)
    found.end(until)
    return [(one.fault, one.sequence) for one in found.problems]


@pytest.fixture
async def log() -> list[Record]:
    return await log_of(UNIT, OTHER, UNIT, SUBJECTS[3], SUBJECTS[4], UNIT)


async def test_a_sound_log_has_no_problem(log: list[Record]) -> None:
    """With a backup of it, of its beginning, or none."""
    assert problems(log) == problems(log, log) == problems(log, log[:3]) == []


@pytest.mark.parametrize("lost", range(1, 7))
@pytest.mark.parametrize("kept", [0, 3, 6])
async def test_a_missing_record_is_found_at_any_place(
    log: list[Record], lost: int, kept: int
) -> None:
    """The first, the last, or one of which a backup tells the subject; once."""
    copy = [one for one in log if one.sequence != lost]
    assert problems(copy, log[:kept] or None) == [("missing", lost)]


async def test_the_last_records_are_missing_where_the_log_was_cut(log: list[Record]) -> None:
    """A store that came back older than its backup says itself that it ends early."""
    assert problems(log[:4], log, until=4) == [("missing", 5), ("missing", 6)]


@pytest.mark.parametrize("at", range(6))
async def test_a_changed_record_is_found(log: list[Record], at: int) -> None:
    """In its body, its subject, its headers or its moment."""
    whole = log[at]
    for changed in (
        replace(whole, data=whole.data[:-1] + b"}"),
        replace(whole, stored_ns=whole.stored_ns + 1),
        replace(whole, headers={**whole.headers, "x": "y"}),
    ):
        assert problems([*log[:at], changed, *log[at + 1 :]], log) == [("changed", at + 1)]


async def test_a_record_that_nobody_of_us_appended_is_found(log: list[Record]) -> None:
    """It names no predecessor, or another than the last one of its subject."""
    forged = Record(7, UNIT, 1, {}, b"[]")
    assert problems([*log, forged], log, until=7) == [("unlinked", 7)]
    stale = replace(forged, headers={EXPECTED: "3"})
    assert problems([*log, stale], until=7) == [("unlinked", 7)]
    right = replace(forged, headers={EXPECTED: "6"})
    assert problems([*log, right], until=7) == []


def passed_over(sequence: int, subject: str) -> bytes:
    """The body of the record that says so."""
    fact = RecordQuarantined(sequence=sequence, subject=subject, reason="x", by="x", at=NOW)
    return batch_of([encode(wrap(fact, id="q", source="urn:ngayso:test"))])


async def test_what_is_in_quarantine_is_told_as_set_aside(log: list[Record]) -> None:
    """For ever no fault; another record that nobody of us appended still is."""
    garbage = [Record(number, UNIT, 1, {}, b"\0") for number in (7, 8)]
    body = passed_over(7, UNIT)
    said = Record(9, topology.quarantine(7), 1, {EXPECTED: "0"}, body)
    found = Comparison()
    for record in (*log, *garbage, said):
        found.see(record)
    found.end(9)
    assert [(one.fault, one.sequence) for one in found.problems] == [("unlinked", 8)]
    assert [one.sequence for one in found.set_aside] == [7]


@pytest.mark.parametrize("body", [b"?", b"[]", passed_over(7, OTHER)], ids=len)
async def test_only_a_word_about_this_record_sets_it_aside(log: list[Record], body: bytes) -> None:
    """As every reader takes it: garbage, and another subject, set nothing aside."""
    garbage = Record(7, UNIT, 1, {}, b"\0")
    said = Record(8, topology.quarantine(7), 1, {EXPECTED: "0"}, body)
    assert problems([*log, garbage, said], until=8) == [("unlinked", 7)]


async def test_a_record_in_quarantine_that_is_lost_or_changed_is_found(log: list[Record]) -> None:
    """Set aside is what it was, not what becomes of it."""
    garbage = Record(7, UNIT, 1, {}, b"\0")
    said = Record(8, topology.quarantine(7), 1, {EXPECTED: "0"}, passed_over(7, UNIT))
    whole = [*log, garbage, said]
    assert problems([*log, said], whole, until=8) == [("missing", 7)]
    changed = [*log, replace(garbage, data=b"\1"), said]
    assert problems(changed, whole, until=8) == [("changed", 7)]


async def test_a_record_where_the_backup_has_none_is_found(log: list[Record]) -> None:
    """What was set aside does not come back unseen."""
    assert ("added", 2) in problems(log, [one for one in log if one.sequence != 2])


async def test_a_lost_record_does_not_accuse_the_ones_after_it(log: list[Record]) -> None:
    """Every later record of the subject names one that is known, or known to be missing."""
    copy = [one for one in log if one.sequence not in (1, 3)]
    assert problems(copy) == problems(copy, log) == [("missing", 1), ("missing", 3)]


async def test_the_directory_is_one_chain(log: list[Record]) -> None:
    """Records of two units follow each other under one lock."""
    wrong = replace(log[4], headers={**log[4].headers, EXPECTED: "0"})
    assert problems([*log[:4], wrong, log[5]]) == [("unlinked", 5)]
