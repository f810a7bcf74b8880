"""Cli, backup: what a place holds: chunks of records, and runs, each of which names the one before.

A run is written last, after its chunks are on the disk: what no run names is left of a backup that
was stopped, and is not read. Nothing is ever written over. docs/backup.md has the format.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from cli.backup.place import Place, Taken
from cli.backup.record import Record, line_of, read_line
from cli.console import Trouble
from contracts.values import Value

RUNS, CHUNKS = "runs", "chunks"
FORMAT: Literal[1] = 1
SHOWN = 12
"""Letters of a chunk's hash in its name: two chunks of other content never share one."""


class Chunk(Value):
    """A file of records of one stream, in the order of their sequences."""

    name: str
    stream: str
    first: int
    last: int
    records: int
    sha256: str


class Reach(Value):
    """How far a stream was read: to which sequence, of the stream that was created when, and
    whether from its beginning.
    """

    last: int
    created: datetime
    whole: bool
    missing: tuple[int, ...] = ()
    """Sequences that no copy of the log had."""


class Run(Value):
    """One run of the backup. `previous` is the hash of the file of the run before."""

    format: Literal[1] = FORMAT
    number: int
    previous: str | None
    taken_at: datetime
    streams: dict[str, Reach]
    chunks: tuple[Chunk, ...]


class Archive:
    """The backup in one place: its runs in order, checked against each other."""

    def __init__(self, place: Place) -> None:
        """Reads the runs, not the chunks. Raises Trouble where one is missing or not as it was."""
        self.place = place
        self.runs: list[Run] = []
        self._hash: str | None = None
        for number, name in enumerate(place.names(RUNS), start=1):
            self._take(number, name, place.read(name) or b"")

    def _take(self, number: int, name: str, data: bytes) -> None:
        try:
            run = Run.model_validate_json(data)
        except ValidationError as error:
            raise Trouble("backup-damaged", place=self.place.name, name=name) from error
        if (run.number, run.previous) != (number, self._hash):
            raise Trouble("backup-damaged", place=self.place.name, name=_name_of(number))
        self.runs.append(run)
        self._hash = _sha256(data)

    def reach(self, stream: str) -> Reach | None:
        """How far a stream was read by the last run."""
        return self.runs[-1].streams.get(stream) if self.runs else None

    def chunks(self, stream: str) -> list[Chunk]:
        """The chunks of a stream since it was last read from its beginning."""
        found: list[Chunk] = []
        for run in self.runs:
            if (reach := run.streams.get(stream)) and reach.whole:
                found = []
            found += [chunk for chunk in run.chunks if chunk.stream == stream]
        return found

    def records(self, stream: str) -> Iterator[Record]:
        """Every record of a stream; raises Trouble at a chunk that is missing or damaged."""
        for chunk in self.chunks(stream):
            yield from self.records_of(chunk)

    def records_of(self, chunk: Chunk) -> Iterator[Record]:
        data = self.place.read(chunk.name)
        if data is None or _sha256(data) != chunk.sha256:
            raise Trouble("backup-damaged", place=self.place.name, name=chunk.name)
        yield from map(read_line, gzip.decompress(data).splitlines())

    def keep(self, stream: str, records: list[Record]) -> Chunk:
        """Write one chunk."""
        data = gzip.compress(b"".join(map(line_of, records)), mtime=0)
        digest, (first, last) = _sha256(data), (records[0].sequence, records[-1].sequence)
        name = f"{CHUNKS}/{stream}-{first:012d}-{last:012d}-{digest[:SHOWN]}.jsonl.gz"
        self.place.write(name, data)
        return Chunk(
            name=name, stream=stream, first=first, last=last, records=len(records), sha256=digest
        )

    def finish(self, taken_at: datetime, streams: dict[str, Reach], chunks: Iterable[Chunk]) -> Run:
        """Write the run that names the chunks; only now are they part of the backup."""
        run = Run(
            number=len(self.runs) + 1,
            previous=self._hash,
            taken_at=taken_at,
            streams=streams,
            chunks=tuple(chunks),
        )
        data = run.model_dump_json(indent=1).encode()
        try:
            self.place.write(_name_of(run.number), data)
        except Taken as error:
            raise Trouble("backup-twice", place=self.place.name) from error
        self.runs.append(run)
        self._hash = _sha256(data)
        return run


def existing(place: Place) -> Archive:
    """The backup that lies in a place; raises Trouble where there is none."""
    archive = Archive(place)
    if not archive.runs:
        raise Trouble("backup-none", place=place.name)
    return archive


def to_write(place: Place) -> Archive:
    """The backup of a place, or a new one; raises Trouble where something else lies there."""
    archive = Archive(place)
    if not archive.runs and place.occupied() and not place.names(CHUNKS):
        raise Trouble("backup-elsewhere", place=place.name)
    return archive


def _name_of(number: int) -> str:
    return f"{RUNS}/{number:08d}.json"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
