"""Cli, workbook: `ngayso workbook submit`: what units filled in, judged, sent and answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cli.console import FINDINGS, UNREADABLE, Trouble, leave, tell_json
from cli.findings import finding_of
from cli.options import JsonOption, NatsOption, WaitOption
from cli.plans.check import read_whole
from cli.progress import progress
from cli.servers.connect import Session, with_nats
from cli.workbook import tell as words
from cli.workbook.deliver import deliver
from cli.workbook.handed import Handed, read_handed, row, write_marked
from contracts.plan import Plan
from workbook.submission import Submission, check_repeated


def submit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Các biểu đã điền.")],
    preview: Annotated[
        bool, typer.Option("--preview", help="Chỉ kiểm tra, không gửi; không cần mạng.")
    ] = False,
    plan: Annotated[
        Path | None, typer.Option("--plan", help="Kế hoạch mới hơn bản trong biểu.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--as", help="Chỉ nhận biểu của đơn vị này.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Nơi ghi bản đánh dấu lỗi; nếu thiếu: cạnh tệp.")
    ] = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Judge every workbook, send those without errors, and mark the others."""
    given = read_whole(plan) if plan else None
    handed = _read(files, given, unit, quiet=json)
    submissions = [one.submission for one in handed]
    check_repeated(submissions)
    ready = [] if preview else [one for one in submissions if one.filled and not one.wrong]
    away, unwritten = _hand_in(ready, nats, wait, quiet=json), _mark(handed, out)
    trouble = away or unwritten
    if json:
        error = finding_of(trouble).model_dump() if trouble else None
        tell_json({"preview": preview, "error": error, "files": [row(one) for one in handed]})
    else:
        words.tell_submitted(handed, preview=preview)
    if trouble:
        raise trouble
    if any(submission.filled is None for submission in submissions):
        leave(UNREADABLE)
    if any(submission.wrong for submission in submissions):
        leave(FINDINGS)


def _read(files: list[Path], plan: Plan | None, unit: str | None, *, quiet: bool) -> list[Handed]:
    handed = []
    with progress("reading-workbooks", len(files), quiet=quiet) as done:
        for path in files:
            handed.append(read_handed(path, plan, unit))
            done()
    return handed


def _hand_in(
    ready: list[Submission], nats: str | None, wait: float, *, quiet: bool
) -> Trouble | None:
    """Send what has no errors; trouble on the way is told after what was answered before it."""
    if not ready:
        return None
    try:
        with progress("sending-workbooks", len(ready), quiet=quiet) as done:
            with_nats(nats, lambda connected: _send(connected, ready, wait, done), quiet=True)
    except Trouble as trouble:
        return trouble
    return None


def _mark(handed: list[Handed], folder: Path | None) -> Trouble | None:
    """Write the marked copies; what was sent is told also where one cannot be written."""
    try:
        for one in handed:
            write_marked(one, folder)
    except Trouble as trouble:
        return trouble
    return None


async def _send(
    connected: Session, submissions: list[Submission], seconds: float, done: Callable[[], None]
) -> None:
    for submission in submissions:
        if submission.filled is not None:
            submission.hear(await deliver(connected, submission.filled, seconds))
        done()
