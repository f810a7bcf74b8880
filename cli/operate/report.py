"""Cli, operate: `ngayso report build` and `ngayso views rebuild`, through the reporting API."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import Trouble, tell_json, tell_of
from cli.files.content import write
from cli.options import JsonOption, ReportingOption
from cli.progress import progress
from cli.servers.reporting import call, plan_path

FORMATS = ("docx", "xlsx", "csv", "json")
CONFIRM = {"X-Ngayso-Confirm": "rebuild"}
"""The service rebuilds nothing without it, so that no web page can ask for it."""


def build(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")],
    formats: Annotated[str, typer.Option("--format", help="Các dạng, cách nhau dấu phẩy.")] = (
        ",".join(FORMATS)
    ),
    out: Annotated[Path, typer.Option(help="Thư mục ghi tệp.")] = Path("out"),
    as_of: Annotated[
        str | None, typer.Option(help="Số liệu tính đến, ví dụ 2022-10-21T00:00:00+07:00.")
    ] = None,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """Ask for each format, and write it under the plan's name."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise Trouble("format-unknown", format=name, known=", ".join(FORMATS))
    query = {} if as_of is None else {"as_of": _moment(as_of)}
    written = []
    for name in wanted:
        with progress("making-report", quiet=json):
            answer = call("GET", reporting, plan_path(plan, f"/report.{name}"), query)
        path = out / f"report-{plan}.{name}"
        write(path, answer.content)
        written.append({"format": name, "path": str(path), "size": len(answer.content)})
        if not json:
            tell_of("report-written", path=path, size=len(answer.content))
    if json:
        tell_json(written)


def _moment(given: str) -> str:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise Trouble("moment-form", given=given) from error
    if moment.tzinfo is None:
        raise Trouble("moment-form", given=given)
    return moment.isoformat()


def rebuild(json: JsonOption = False, reporting: ReportingOption = None) -> None:
    """The service fills views beside those that are read, from the log, and switches to them."""
    answer: Any = call("POST", reporting, "/api/views/rebuild", headers=CONFIRM).json()
    if json:
        tell_json(answer)
    else:
        tell_of("views-rebuilt", watch=answer.get("watch", "/readyz"))
