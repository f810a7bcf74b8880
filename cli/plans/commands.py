"""Cli, plans: `ngayso plan check` and `ngayso plan publish`."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ask import ask, end_with, event_of
from cli.connect import JsonOption, NatsOption, WaitOption, with_nats
from cli.console import (
    FINDINGS,
    Trouble,
    leave,
    tell,
    tell_json,
    tell_of,
)
from cli.directory.notes import errors, tell_notes
from cli.directory.units import read_units
from cli.documents import Document, read
from cli.plans.check import check as check_document
from cli.plans.check import read_plan, row
from contracts.commands import AmendPlan, PublishPlan, verb
from contracts.plan import Plan
from contracts.unit import Unit

app = typer.Typer(help="Kế hoạch: kiểm tra, ban hành. / Check and publish plans.")
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="Tệp kế hoạch, YAML hoặc JSON.")]


@app.command()
def check(
    plan: PlanFile,
    units: Annotated[
        list[Path],
        typer.Option("--units", help="Tệp đơn vị: YAML, CSV, .xlsx; nêu được nhiều lần."),
    ],
    json: JsonOption = False,
) -> None:
    """Soát kế hoạch trước khi ký: 0 sạch, 1 có phát hiện, 2 không đọc được. / Check a plan."""
    try:
        document, directory = read(plan), _directory(units)
        remarks = check_document(document, directory)
    except Trouble as trouble:
        if json:
            tell_json({"plan": None, "error": {"vi": trouble.vi, "en": trouble.en}, "findings": []})
        raise
    findings = [row(document, remark) for remark in remarks]
    counts = {s: sum(f["severity"] == s for f in findings) for s in ("error", "warning")}
    name = document.data.get("id")
    if json:
        tell_json({"plan": name, "counts": counts, "findings": findings})
    else:
        _tell_findings(document, findings)
        words = {"plan": name, "errors": counts["error"], "warnings": counts["warning"]}
        tell_of("plan-findings" if findings else "plan-clean", "bold", **words)
    if findings:
        leave(FINDINGS)


def _directory(paths: list[Path]) -> dict[str, Unit]:
    units, notes = read_units(paths)
    if errors(notes):
        tell_notes(note for note in notes if note.severity == "error")
        raise Trouble("units-with-errors")
    return {one.unit.id: one.unit for one in units}


def _tell_findings(document: Document, findings: list[dict[str, object]]) -> None:
    for found in findings:
        error = found["severity"] == "error"
        place = f"dòng {found['line']}, " if found["line"] else ""
        source = f" ({found['source']})" if found["source"] else ""
        mark, style = ("LỖI", "red") if error else ("LƯU Ý", "yellow")
        tell(
            f"{mark} [{found['rule']}] {document.path.name}, {place}{found['pointer']}", style=style
        )
        tell(f"  {found['vi']}{source}", str(found["en"]))
        tell(f"  Cách sửa: {found['mend_vi']}", str(found["mend_en"]))


@app.command()
def publish(
    plan: PlanFile,
    sender: Annotated[
        str | None,
        typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan ban hành. / The sending unit."),
    ] = None,
    amend: Annotated[bool, typer.Option("--amend", help="Thay kế hoạch đã ban hành.")] = False,
    reason: Annotated[str | None, typer.Option(help="Lý do sửa. / Why it is amended.")] = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Ban hành hoặc sửa kế hoạch, chờ trả lời. / Publish or amend a plan, wait for the verdict."""
    if amend != bool(reason and reason.strip()):
        raise Trouble("reason-wanted")
    whole = read_plan(read(plan))
    if not isinstance(whole, Plan):
        for finding in whole:
            tell(f"LỖI {finding.pointer}: {finding.vi}", finding.en, "red")
        raise Trouble("plan-broken", path=plan)
    command = AmendPlan(plan=whole, reason=reason) if amend and reason else PublishPlan(plan=whole)
    unit, name, data = sender or whole.issuer, verb(type(command)), event_of(command)
    verdict = with_nats(nats, lambda connected: ask(connected, unit, name, data, wait))
    end_with(verdict, json)
