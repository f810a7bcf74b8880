"""Cli, backup: stores the log's records again, each under the sequence that it had.

Sequences are kept, so every record still names the one before it, views know where they are, and
the server itself refuses what does not follow. Where a sequence held nothing, a filler is stored,
and removed in the end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from cli.backup.record import Record
from cli.console import Trouble
from contracts import topology

AT_ONCE = 200
AT_ONCE_BYTES = 8 * 1024 * 1024


class Target(Protocol):
    """An empty log. Raises Trouble where it refuses a record."""

    async def put(self, records: Sequence[Record]) -> list[int]:
        """Store records with their first timestamps; the sequences that they got."""

    async def remove(self, sequence: int) -> None:
        """Remove one record."""


async def refill(
    target: Target, records: Callable[[], Iterable[Record]], until: int, step: Callable[[], None]
) -> None:
    """Store all records, which are asked for twice; the log then ends at `until`."""
    fillers = {one.sequence: one for one in fillers_for(records(), until)}
    for wave in waves(with_fillers(records(), fillers)):
        stored = await target.put(wave)
        for record, sequence in zip(wave, stored, strict=True):
            if sequence != record.sequence:
                raise Trouble("restore-moved", sequence=record.sequence, stored=sequence)
            step()
    for sequence in fillers:
        await target.remove(sequence)


def fillers_for(records: Iterable[Record], until: int) -> Iterator[Record]:
    """A filler for each sequence that no record has, on the subject of whatever record follows it,
    so that this one finds the predecessor that it names.
    """
    there, followed = set[int](), dict[int, str]()
    for record in records:
        there.add(record.sequence)
        if record.previous is not None and record.previous not in there:
            followed[record.previous] = record.subject
    for sequence in range(1, until + 1):
        if sequence not in there:
            subject = followed.get(sequence, topology.plan_facts("_nothing"))
            yield Record(sequence, subject, 0, {}, b"")


def with_fillers(records: Iterable[Record], fillers: dict[int, Record]) -> Iterator[Record]:
    """Both, in the order of their sequences."""
    waiting = iter(sorted(fillers.values(), key=lambda one: one.sequence))
    filler = next(waiting, None)
    for record in records:
        while filler is not None and filler.sequence < record.sequence:
            yield filler
            filler = next(waiting, None)
        yield record
    while filler is not None:
        yield filler
        filler = next(waiting, None)


def waves(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records in order, as many together as may be under way at once: none that names another
    of them as the one before it, since three servers refuse that.
    """
    wave, locks, size = list[Record](), set[str](), 0
    for record in records:
        full = len(wave) >= AT_ONCE or size >= AT_ONCE_BYTES
        if wave and (full or record.lock in locks):
            yield wave
            wave, locks, size = [], set(), 0
        wave.append(record)
        locks.add(record.lock)
        size += len(record.data)
    if wave:
        yield wave
