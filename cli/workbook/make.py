"""Cli, workbook: `ngayso workbook make`: an .xlsx for each unit, with what it owes."""

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
from cli.workbook.earlier import before, read_earlier
from cli.workbook.forms import form_of
from contracts.findings import has_error
from contracts.plan import Plan
from contracts.unit import Unit
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.run import check_plan
from workbook.form import Form
from workbook.write.book import make_book
from workbook.write.report import Before


def make(
    plan: PlanFile,
    units: UnitFiles,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi các biểu.")],
    only: Annotated[
        list[str] | None, typer.Option("--unit", help="Chỉ lập biểu cho đơn vị này.")
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option("--earlier", help="Báo cáo tổng hợp của kế hoạch trước, dạng JSON."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Ghi đè biểu đã có.")] = False,
    json: JsonOption = False,
) -> None:
    """One workbook for each unit that owes something, made by the registry's own expansion."""
    whole, directory = read_whole(plan), read_directory(units)
    last = read_earlier(earlier or [], whole, directory)
    look = looked_at(whole, directory)
    owing = [p for p in look.participants if p.owes]
    wanted = [p for p in owing if not only or p.unit in only]
    if unknown := sorted(set(only or []) - {p.unit for p in owing}):
        tell(*words.no_duties(unknown), style="bold red")
        leave(UNREADABLE)
    rows = []
    with progress("making-workbooks", len(wanted), quiet=json) as done:
        for participant in wanted:
            form = form_of(look, participant, directory)
            unit, beside = directory[participant.unit], before(form, last)
            rows.append(_make_one(whole, form, unit, out / f"{unit.id}.xlsx", beside, force=force))
            done()
    if json:
        tell_json({"plan": whole.id, "files": rows})
    else:
        words.tell_made(out, rows)


def _make_one(
    plan: Plan, form: Form, unit: Unit, path: Path, beside: Before | None, *, force: bool
) -> dict[str, object]:
    """Writes one workbook; one that is there may be filled in by now, and is left alone."""
    kept = path.exists() and not force
    if not kept:
        content = BytesIO()
        make_book(form, plan, unit, beside).save(content)
        write(path, content.getvalue())
    duties = [duty.id for duty in form.duties]
    return {"unit": unit.id, "file": str(path), "duties": duties, "kept": kept}


def looked_at(plan: Plan, units: dict[str, Unit]) -> Look:
    """The plan with who owes what, by the registry's own expansion; one that it would refuse makes
    nothing.
    """
    look = look_at(plan, units)
    findings = check_plan(look)
    if has_error(findings):
        for finding in findings:
            tell_finding(finding)
        leave(FINDINGS)
    return look
