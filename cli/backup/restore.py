"""Cli, backup: `ngayso restore`: a cluster's log, and what lies beside it, from a backup."""

from collections.abc import Callable
from dataclasses import dataclass

from cli.backup.archive import Archive
from cli.backup.compare import Comparison, Problem
from cli.backup.restoring.cluster import Cluster
from cli.backup.restoring.refill import refill
from cli.backup.source import JetStreamSource
from cli.backup.take import ACCESS, BESIDE, CONTACTS, FILES, LOG
from cli.backup.verify import copies_compared
from cli.console import Trouble
from cli.servers.connect import Session
from contracts import topology


@dataclass(frozen=True, slots=True)
class Restored:
    """How much was stored again."""

    records: int
    parts: int
    contacts: int
    access: int
    files: int
    """Pieces of files of snapshots."""


async def restore(
    session: Session,
    archive: Archive,
    step: Callable[[], None],
    *,
    replicas: int,
    replace: bool,
) -> Restored:
    """Everything that the backup has. Where it is stopped half way, it can be run again with
    `replace`. Raises Trouble, before anything is changed, where the log there is not empty, or with
    `replace` holds what the backup does not; where a service runs; where a chunk is damaged.
    """
    reach = archive.reach(LOG)
    until = reach.last if reach else 0
    for stream in (*BESIDE, LOG, FILES):
        for _ in archive.records(stream):
            pass
    cluster = Cluster(session.js, replicas, session.settings.nats_store_mib)
    await cluster.refuse_running()
    await _refuse_loss(session, archive, replace=replace)
    await cluster.open_log()
    await refill(cluster, lambda: archive.records(LOG), until, step)
    await _refuse_difference(session, archive)
    await cluster.close_log()
    parts = await cluster.put_last_ones(archive.records(topology.PARTS.name))
    contacts = await cluster.put_last_ones(archive.records(CONTACTS))
    access = await cluster.put_history(archive.records(ACCESS))
    files = await cluster.put_history(archive.records(FILES))
    await cluster.doubt_timers()
    await cluster.finish()
    records = sum(chunk.records for chunk in archive.chunks(LOG))
    return Restored(records, parts, contacts, access, files)


async def _refuse_loss(session: Session, archive: Archive, *, replace: bool) -> None:
    """Nothing that only the log there has is thrown away."""
    source = JetStreamSource(session)
    stream = await source.stream(LOG)
    if stream is None or not stream.last:
        return
    if not replace:
        raise Trouble("restore-not-empty", messages=stream.messages, place=archive.place.name)
    for _, found in await copies_compared(source, stream, archive):
        own = [one for one in found.problems if one.fault in ("changed", "added")]
        later = stream.last - found.kept_until
        if own or later > 0:
            first = own[0].sequence if own else found.kept_until + 1
            raise Trouble("restore-loses", sequence=first, place=archive.place.name)


async def _refuse_difference(session: Session, archive: Archive) -> None:
    source = JetStreamSource(session)
    stream = await source.stream(LOG)
    if stream is None:
        raise Trouble("no-streams")
    for server, found in await copies_compared(source, stream, archive):
        if wrong := _wrong(found, archive):
            raise Trouble("restore-differs", server=server, sequence=wrong[0].sequence)


def _wrong(found: Comparison, archive: Archive) -> list[Problem]:
    """What the backup itself does not have is missing here too, and what does not follow the record
    before it in the backup does not here.
    """
    known = {number for run in archive.runs for number in run.streams[LOG].missing}
    return [
        one
        for one in found.problems
        if one.fault != "unlinked" and not (one.fault == "missing" and one.sequence in known)
    ]
