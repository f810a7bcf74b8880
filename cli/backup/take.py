"""Cli, backup: adds to a backup what the streams hold since it was last added to."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime

from cli.backup.archive import Archive, Chunk, Reach, Run
from cli.backup.record import Record
from cli.backup.source import Source, Stream
from cli.console import Trouble
from contracts import topology

LOG = topology.EVENTS.name
CONTACTS = topology.CONTACTS_STREAM
ACCESS = topology.ACCESS.name
BESIDE = (topology.PARTS.name, CONTACTS, ACCESS)
"""Streams whose sequences may have gaps, and begin again where they were made anew. They are read
first, so that the log is never older than what was told of it.
"""
FILES = topology.REPORTS.name
"""The files of snapshots. They are read last, so that none that the log names is missing."""
LOOKED_AT = 100
"""Records by which a log is known again."""
WINDOW = 5000
"""Sequences that are read at once of every copy."""
CHUNK_BYTES = 16 * 1024 * 1024
"""Of bodies, after which a chunk is written."""

Step = Callable[[], None]


async def take(source: Source, archive: Archive, now: datetime, step: Step) -> Run:
    """One run: every stream from where the last run ended. Raises Trouble where the log is not the
    one that the backup is of; then nothing is added.
    """
    streams, chunks = dict[str, Reach](), list[Chunk]()
    for name in (*BESIDE, LOG, FILES):
        stream = await source.stream(name)
        if stream is None:
            raise Trouble("no-streams")
        after = await _ended(source, archive, name, stream)
        adding = _Adding(archive, name, after)
        async for record in read(source, name, stream, after):
            adding.add(record)
            step()
        chunks += adding.chunks()
        missing = adding.missing(stream.last) if name == LOG else ()
        streams[name] = Reach(
            last=stream.last, created=stream.created, whole=not after, missing=missing
        )
    return archive.finish(now, streams, chunks)


async def _ended(source: Source, archive: Archive, name: str, stream: Stream) -> int:
    """After which sequence a stream is to be read: where the last run ended, if it is the same."""
    before = archive.reach(name)
    if before is None:
        return 0
    if name != LOG:
        same = before.created == stream.created and before.last <= stream.last
        return before.last if same else 0
    await _same_log(source, archive, stream, before)
    return before.last


async def _same_log(source: Source, archive: Archive, stream: Stream, before: Reach) -> None:
    """Raises Trouble unless the last records that the backup has of the log still stand there, as
    far as they were not set aside since.
    """
    chunks = archive.chunks(LOG)
    if not chunks:
        return
    kept = list(archive.records_of(chunks[-1]))[-LOOKED_AT:]
    first, last = kept[0].sequence, kept[-1].sequence
    there = [record async for record in read(source, LOG, stream, first - 1, last)]
    if stream.last < before.last or not there or any(one not in kept for one in there):
        raise Trouble("backup-other-log", place=archive.place.name, sequence=last)


async def read(
    source: Source, name: str, stream: Stream, after: int, until: int | None = None
) -> AsyncIterator[Record]:
    """The records of a stream that any of its copies has, in order: what one server cannot read
    another may.
    """
    end = stream.last if until is None else until
    async with AsyncExitStack() as stack:
        copies = [
            await stack.enter_async_context(source.copy(name, server, after))
            for server in stream.copies
            if after < end
        ]
        for reached in range(after, end, WINDOW):
            found = dict[int, Record]()
            for copy in copies:
                for record in await copy.until(min(reached + WINDOW, end)):
                    found.setdefault(record.sequence, record)
            for sequence in sorted(found):
                yield found[sequence]


class _Adding:
    """The chunks of one stream in one run."""

    def __init__(self, archive: Archive, stream: str, after: int) -> None:
        self._archive = archive
        self._stream = stream
        self._after = after
        self._waiting: list[Record] = []
        self._size = 0
        self._chunks: list[Chunk] = []
        self._missing: list[int] = []

    def add(self, record: Record) -> None:
        self._missing += range(self._after + 1, record.sequence)
        self._after = record.sequence
        self._waiting.append(record)
        self._size += len(record.data)
        if self._size >= CHUNK_BYTES:
            self._write()

    def _write(self) -> None:
        self._chunks.append(self._archive.keep(self._stream, self._waiting))
        self._waiting, self._size = [], 0

    def chunks(self) -> list[Chunk]:
        if self._waiting:
            self._write()
        return self._chunks

    def missing(self, until: int) -> tuple[int, ...]:
        """The sequences that were passed over, up to the last one that there is."""
        return (*self._missing, *range(self._after + 1, until + 1))
