"""Cli, report: `ngayso report freeze` and `report list`: what was frozen, and where it stands."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import FINDINGS, leave, tell, tell_json, tell_of
from cli.exchange import tell_verdict
from cli.files.content import write
from cli.operate.report import AsOfOption, moment
from cli.options import JsonOption, NatsOption, ReportingOption, WaitOption
from cli.progress import progress
from cli.report.options import PlanArgument, SenderOption
from cli.report.say import made, say
from cli.report.words import snapshot_words
from cli.servers.reporting import call, fetch, plan_path
from contracts.commands import FreezeReport
from contracts.snapshots import Snapshot

OutOption = Annotated[Path, typer.Option(help="Thư mục ghi tệp. / Where files are written.")]
OUT = Path("out")


def freeze(
    plan: PlanArgument,
    as_of: AsOfOption = None,
    out: OutOption = OUT,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
    reporting: ReportingOption = None,
) -> None:
    """Have the files made, have the registry freeze them, and write them where they can be signed.

    Number and day of the document are blank; its code stands on every page.
    """
    query = {} if as_of is None else {"as_of": moment(as_of)}
    with progress("making-report", quiet=json):
        answer: Any = call("POST", reporting, plan_path(plan, "/snapshots"), query).json()
    code = answer.pop("code")
    verdict = say(made(FreezeReport, **answer), sender, wait, nats, quiet=json)
    if verdict.outcome == "refused":
        tell_verdict(verdict)
        leave(FINDINGS)
    number, files = answer["snapshot"], answer["made"]["files"]
    paths = [_save(plan, number, one, out, reporting) for one in files]
    if json:
        tell_json({**answer, "code": code, "paths": [str(path) for path in paths]})
        return
    tell_of("report-frozen", "green", number=number, mark=code, position=answer["position"])
    for one, path in zip(files, paths, strict=True):
        tell_of("report-file", path=path, sha256=one["sha256"])
    tell_of("report-frozen-next", plan=plan, number=number)


def _save(plan: str, number: int, file: Any, out: Path, reporting: str | None) -> Path:
    path = out / f"report-{plan}-{number:02d}.{file['form']}"
    where = plan_path(plan, f"/files/{file['sha256']}/report.{file['form']}")
    write(path, call("GET", reporting, where).content)
    return path


def list_snapshots(
    plan: PlanArgument, json: JsonOption = False, reporting: ReportingOption = None
) -> None:
    """What was frozen of a plan, in the order of its numbers."""
    found = fetch(reporting, plan_path(plan, "/snapshots"))["items"]
    if json:
        tell_json(found)
        return
    if not found:
        tell_of("report-none-frozen", "yellow", plan=plan)
    for told in found:
        tell(*snapshot_words(Snapshot.model_validate(told["snapshot"])))
