"""Cli, workbook: `ngayso workbook make`: an .xlsx for each unit, with what it owes."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from cli.console import FINDINGS, UNREADABLE, leave, tell, tell_json
from cli.directory.units import read_directory
from cli.files.content import write
from cli.findings import tell_finding
from cli.options import JsonOption, PlanFile, UnitFiles
from cli.plans.check import look_at, read_whole
from cli.progress import progress
from cli.workbook import tell as words
from cli.workbook.forms import form_of
from contracts.findings import has_error
from contracts.owed import Participant
from contracts.plan import Plan
from contracts.unit import Unit
from services.registry.domain.check.plan.run import check_plan
from workbook.write.book import make_book


def make(
    plan: PlanFile,
    units: UnitFiles,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi các biểu.")],
    only: Annotated[
        list[str] | None, typer.Option("--unit", help="Chỉ lập biểu cho đơn vị này.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Ghi đè biểu đã có.")] = False,
    json: JsonOption = False,
) -> None:
    """One workbook for each unit that owes something, made by the registry's own expansion."""
    whole, directory = read_whole(plan), read_directory(units)
    owing = [p for p in _participants(whole, directory) if p.owes]
    wanted = [p for p in owing if not only or p.unit in only]
    if unknown := sorted(set(only or []) - {p.unit for p in owing}):
        tell(*words.no_duties(unknown), style="bold red")
        leave(UNREADABLE)
    rows = []
    with progress("making-workbooks", len(wanted), quiet=json) as done:
        for participant in wanted:
            rows.append(_make_one(whole, directory, participant, out, force=force))
            done()
    if json:
        tell_json({"plan": whole.id, "files": rows})
    else:
        words.tell_made(out, rows)


def _make_one(
    plan: Plan, units: dict[str, Unit], participant: Participant, out: Path, *, force: bool
) -> dict[str, object]:
    """Writes one workbook; one that is there may be filled in by now, and is left alone."""
    path = out / f"{participant.unit}.xlsx"
    kept, form = path.exists() and not force, form_of(plan, participant, units)
    if not kept:
        content = BytesIO()
        make_book(form, plan, units[participant.unit]).save(content)
        write(path, content.getvalue())
    duties = [duty.id for duty in form.duties]
    return {"unit": participant.unit, "file": str(path), "duties": duties, "kept": kept}


def _participants(plan: Plan, units: dict[str, Unit]) -> Sequence[Participant]:
    """Who owes what, by the registry's own expansion; a plan it would refuse makes nothing."""
    look = look_at(plan, units)
    findings = check_plan(look)
    if has_error(findings):
        for finding in findings:
            tell_finding(finding)
        leave(FINDINGS)
    return look.participants
