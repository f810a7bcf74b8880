"""Cli, backup: holds every copy of the log against itself, and against a backup."""

from cli.backup.archive import Archive
from cli.backup.compare import Comparison
from cli.backup.source import Source, Stream
from cli.backup.take import LOG, WINDOW

Compared = list[tuple[str, Comparison]]


async def copies_compared(source: Source, stream: Stream, archive: Archive | None) -> Compared:
    """What is wrong with the copy of each server; raises Trouble at a damaged chunk."""
    return [(server, await _compare(source, stream, server, archive)) for server in stream.copies]


async def _compare(
    source: Source, stream: Stream, server: str, archive: Archive | None
) -> Comparison:
    reach = archive.reach(LOG) if archive else None
    comparison = Comparison(archive.records(LOG) if archive else None, reach.last if reach else 0)
    async with source.copy(LOG, server, 0) as copy:
        for reached in range(0, stream.last, WINDOW):
            for record in await copy.until(min(reached + WINDOW, stream.last)):
                comparison.see(record)
    comparison.end(stream.last)
    return comparison
