"""Cli, workbook: `ngayso workbook make` and `ngayso workbook submit`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.connect import JsonOption, NatsOption, Session, WaitOption, with_nats
from cli.console import FINDINGS, UNREADABLE, Trouble, leave, tell, tell_json
from cli.directory.notes import errors, tell_notes
from cli.directory.units import read_units
from cli.documents import read
from cli.plans.check import read_plan
from cli.workbook import tell as words
from cli.workbook.deliver import deliver
from cli.workbook.handed import Handed, read_handed, row, write_marked
from contracts.facts import UnitRecorded
from contracts.plan import Participant, Plan
from contracts.topology import OPERATOR
from contracts.unit import Unit
from contracts.values import Receipt
from services.registry.domain.check.plan import check_plan
from services.registry.domain.directory import Directory, evolve
from services.registry.domain.plans import list_participants
from workbook.form import form_of
from workbook.submission import Submission, check_repeated
from workbook.write.book import make_book

app = typer.Typer(help="Biểu Excel cho đơn vị chưa có hệ thống. / Workbooks for units.")
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="Tệp kế hoạch, YAML hoặc JSON.")]


@app.command()
def make(
    plan: PlanFile,
    units: Annotated[
        list[Path],
        typer.Option("--units", help="Tệp đơn vị: YAML, CSV, .xlsx; nêu được nhiều lần."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi các biểu.")],
    only: Annotated[
        list[str] | None, typer.Option("--unit", help="Chỉ lập biểu cho đơn vị này.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Ghi đè biểu đã có.")] = False,
    json: JsonOption = False,
) -> None:
    """Lập mỗi đơn vị một biểu .xlsx, điền sẵn việc phải làm. / One workbook per unit."""
    whole, directory = _plan(plan), _units(units)
    owing = [p for p in _participants(whole, directory) if p.duties]
    wanted = [p for p in owing if not only or p.unit in only]
    if unknown := sorted(set(only or []) - {p.unit for p in owing}):
        tell(*words.no_duties(unknown), style="bold red")
        leave(UNREADABLE)
    rows = [_make_one(whole, directory, participant, out, force=force) for participant in wanted]
    if json:
        tell_json({"plan": whole.id, "files": rows})
    else:
        words.tell_made(out, rows)


def _make_one(
    plan: Plan, units: dict[str, Unit], participant: Participant, out: Path, *, force: bool
) -> dict[str, object]:
    """Writes one workbook; one that is there may be filled in by now, and is left alone."""
    path = out / f"{participant.unit}.xlsx"
    kept = path.exists() and not force
    if not kept:
        book = make_book(form_of(plan, participant, units), plan, units[participant.unit])
        try:
            out.mkdir(parents=True, exist_ok=True)
            book.save(path)
        except OSError as error:
            raise Trouble("out-unwritable", path=path, detail=error.strerror) from error
    duties = [duty.id for duty in participant.duties]
    return {"unit": participant.unit, "file": str(path), "duties": duties, "kept": kept}


def _plan(path: Path) -> Plan:
    whole = read_plan(read(path))
    if isinstance(whole, Plan):
        return whole
    for finding in whole:
        tell(f"LỖI {finding.pointer}: {finding.vi}", finding.en, "red")
    raise Trouble("plan-broken", path=path)


def _units(paths: list[Path]) -> dict[str, Unit]:
    units, notes = read_units(paths)
    if errors(notes):
        tell_notes(note for note in notes if note.severity == "error")
        raise Trouble("units-with-errors")
    return {one.unit.id: one.unit for one in units}


def _participants(plan: Plan, units: dict[str, Unit]) -> list[Participant]:
    """Who owes what, by the registry's own expansion; a plan it would refuse makes nothing."""
    receipt = Receipt(at=datetime.now(UTC), sequence=0, command="workbook", sender=OPERATOR)
    recorded = (UnitRecorded(record=unit, receipt=receipt) for unit in units.values())
    directory = evolve(Directory(), recorded)
    findings = list(check_plan(plan, directory))
    for finding in findings:
        tell(f"LỖI {finding.pointer}: {finding.vi}", finding.en, "red")
    if findings:
        leave(FINDINGS)
    return list_participants(plan, directory)


@app.command()
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
    """Đọc biểu, kiểm tra, gửi thay đơn vị và chờ trả lời. / Check workbooks and send them."""
    given = _plan(plan) if plan else None
    handed = [read_handed(path, given, unit) for path in files]
    submissions = [one.submission for one in handed]
    check_repeated(submissions)
    ready = [] if preview else [one for one in submissions if one.filled and not one.wrong]
    away, unwritten = _hand_in(ready, nats, wait), _mark(handed, out)
    trouble = away or unwritten
    if json:
        error = {"vi": trouble.vi, "en": trouble.en} if trouble else None
        tell_json({"preview": preview, "error": error, "files": [row(one) for one in handed]})
    else:
        words.tell_submitted(handed, preview=preview)
    if trouble:
        raise trouble
    if any(submission.filled is None for submission in submissions):
        leave(UNREADABLE)
    if any(submission.wrong for submission in submissions):
        leave(FINDINGS)


def _hand_in(ready: list[Submission], nats: str | None, wait: float) -> Trouble | None:
    """Send what has no errors; trouble on the way is told after what was answered before it."""
    if not ready:
        return None
    try:
        with_nats(nats, lambda connected: _send(connected, ready, wait))
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


async def _send(connected: Session, submissions: list[Submission], seconds: float) -> None:
    for submission in submissions:
        if submission.filled is not None:
            submission.hear(await deliver(connected, submission.filled, seconds))
