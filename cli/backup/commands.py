"""Cli, backup: `ngayso backup`, `ngayso log verify` and `ngayso restore`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated, Any

import typer

from cli.backup.archive import Archive, Run, existing, to_write
from cli.backup.compare import Problem
from cli.backup.place import open_place
from cli.backup.restore import restore as restore_cluster
from cli.backup.source import JetStreamSource, Stream
from cli.backup.take import LOG, take
from cli.backup.verify import Compared, copies_compared
from cli.console import FINDINGS, Trouble, leave, tell_json, tell_of, written
from cli.options import JsonOption, NatsOption
from cli.progress import progress
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from contracts.permissions import BACKUP, RESTORE

PLACE = "Thư mục, hoặc s3://kho/tiền-tố. / A folder, or s3://bucket/prefix."
PlaceArgument = Annotated[str, typer.Argument(metavar="PLACE", help=PLACE)]
MaybePlace = Annotated[str | None, typer.Argument(metavar="[PLACE]", help=PLACE)]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Thay nhật ký bị hỏng, khi bản sao lưu có đủ mọi bản tin đọc được của nó. "
        "/ Replace a damaged log, where the backup has all that can be read of it.",
    ),
]
Replicas = Annotated[
    int | None, typer.Option(min=1, max=5, help="Số bản sao; nếu thiếu: NGAYSO_NATS_REPLICAS.")
]
SHOWN = 20
"""Problems that are told one by one."""


def backup(place: PlaceArgument, json: JsonOption = False, nats: NatsOption = None) -> None:
    """Add what is new to the backup that lies in the place."""
    archive = to_write(open_place(place, make=True))
    now = datetime.now(UTC)
    with progress("backing-up", quiet=json) as step:
        run: Run = with_nats(
            nats, lambda s: take(JetStreamSource(s), archive, now, step), quiet=True, user=BACKUP
        )
    missing = run.streams[LOG].missing
    counts = Counter[str]()
    for chunk in run.chunks:
        counts[chunk.stream] += chunk.records
    if json:
        tell_json({"run": run.number, "records": counts, "missing": missing})
    else:
        tell_of(
            "backed-up",
            place=place,
            run=run.number,
            log=counts[LOG],
            last=run.streams[LOG].last,
            others=counts.total() - counts[LOG],
        )
        for numbers in _ranges(missing):
            tell_of("backup-missing", "yellow", numbers=numbers)
    leave(FINDINGS if missing else 0)


def verify(place: MaybePlace = None, json: JsonOption = False, nats: NatsOption = None) -> None:
    """Read every copy of the log; exit 1 where something is wrong with one."""
    archive = existing(open_place(place, make=False)) if place else None
    with progress("verifying", quiet=json):
        stream, compared = with_nats(nats, lambda s: _verify(s, archive), quiet=True, user=BACKUP)
    problems = [(server, one) for server, found in compared for one in found.problems]
    aside = {one.sequence for _, found in compared for one in found.set_aside}
    if json:
        tell_json(_row(stream, compared))
    else:
        for server, found in compared:
            tell_of("copy-read", server=server, count=found.count, last=stream.last)
        for server in stream.away:
            tell_of("copy-not-read", "yellow", server=server)
        for numbers in _ranges(sorted(aside)):
            tell_of("log-set-aside", numbers=numbers)
        _tell_problems(problems)
        if archive is not None:
            tell_of("compared-with", place=archive.place.name, at=_at(archive))
    leave(FINDINGS if problems or stream.away else 0)


async def _verify(session: Session, archive: Archive | None) -> tuple[Stream, Compared]:
    source = JetStreamSource(session)
    stream = await source.stream(LOG)
    if stream is None:
        raise Trouble("no-streams")
    return stream, await copies_compared(source, stream, archive)


def restore(
    place: PlaceArgument,
    replace: Replace = False,
    replicas: Replicas = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Make log, parts and contacts again in a cluster where no service runs."""
    archive = existing(open_place(place, make=False))
    copies = replicas or read_settings().nats_replicas
    total = sum(chunk.records for chunk in archive.chunks(LOG))
    with progress("restoring", total, quiet=json) as step:
        done = with_nats(
            nats,
            lambda s: restore_cluster(s, archive, step, replicas=copies, replace=replace),
            quiet=True,
            user=RESTORE,
        )
    if json:
        tell_json(asdict(done))
    else:
        tell_of("restored", place=place, at=_at(archive), **asdict(done))


def _tell_problems(problems: list[tuple[str, Problem]]) -> None:
    if not problems:
        tell_of("log-sound", "green")
        return
    lines = [
        (fault, {"server": server, "numbers": numbers, "on": subject and f" ({subject})"})
        for (server, fault, subject), run in groupby(problems, _kind)
        for numbers in _ranges(one.sequence for _, one in run)
    ]
    for fault, words in lines[:SHOWN]:
        tell_of(f"log-{fault}", "red", **words)
    if lines[SHOWN:]:
        tell_of("log-more", more=len(lines) - SHOWN)
    tell_of("log-mend")


def _kind(problem: tuple[str, Problem]) -> tuple[str, str, str]:
    server, one = problem
    return server, one.fault, one.subject


def _ranges(numbers: Iterable[int]) -> list[str]:
    """Numbers that follow each other, as a person writes them."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return [str(first) if first == last else f"{first}–{last}" for first, last in found]


def _row(stream: Stream, compared: Compared) -> dict[str, Any]:
    return {
        "last": stream.last,
        "away": stream.away,
        "copies": [
            {
                "server": server,
                "records": found.count,
                "set_aside": [one.sequence for one in found.set_aside],
                "problems": [
                    {"fault": one.fault, "sequence": one.sequence, "subject": one.subject}
                    for one in found.problems
                ],
            }
            for server, found in compared
        ],
    }


def _at(archive: Archive) -> str:
    return written(archive.runs[-1].taken_at.astimezone())
