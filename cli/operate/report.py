"""Cli, operate: the consolidated report and the drafts, and `ngayso views rebuild`, through the
reporting API.
"""

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
PDF = "pdf"
OTHERS = (PDF, "packets.json")
"""Asked for by name alone: not every service has what makes the first, few want the second."""
PAPERS = ("docx", PDF)
DRAFTS = ("superior", "reminder", "extension", "situation", "covering")
CONFIRM = {"X-Ngayso-Confirm": "rebuild"}
"""The service rebuilds nothing without it, so that no web page can ask for it."""


PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")]
AsOfOption = Annotated[
    str | None, typer.Option(help="Số liệu tính đến, ví dụ 2022-10-21T00:00:00+07:00.")
]
OutOption = Annotated[Path, typer.Option(help="Thư mục ghi tệp.")]
KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="superior: báo cáo cấp trên; reminder: đôn đốc; extension: gia hạn; situation: thông "
        "báo tình hình; covering: công văn gửi báo cáo (--unit).",
    ),
]


def build(
    plan: PlanArgument,
    formats: Annotated[str, typer.Option("--format", help="Các dạng, cách nhau dấu phẩy.")] = (
        ",".join(FORMATS)
    ),
    out: OutOption = Path("out"),
    as_of: AsOfOption = None,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """Ask for each format, and write it under the plan's name."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        _known(name, (*FORMATS, *OTHERS))
    query = {} if as_of is None else {"as_of": moment(as_of)}
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


def draft(
    plan: PlanArgument,
    kind: KindArgument,
    owed: Annotated[str | None, typer.Option(help="Chỉ nội dung này. / One entry.")] = None,
    unit: Annotated[str | None, typer.Option(help="Chỉ đơn vị này. / One unit.")] = None,
    level: Annotated[str | None, typer.Option(help="Chỉ cấp này. / One level.")] = None,
    group: Annotated[str | None, typer.Option(help="Chỉ nhóm này. / One group.")] = None,
    until: Annotated[str | None, typer.Option(help="Gia hạn đến hết ngày (2022-10-25).")] = None,
    as_of: AsOfOption = None,
    snapshot: Annotated[
        int | None, typer.Option(min=1, help="Số liệu của lần chốt này. / Of this snapshot.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="docx, pdf.")] = PAPERS[0],
    out: OutOption = Path("out"),
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """Ask for one draft, and write it under the plan's name."""
    _known(form, PAPERS)
    _known(kind, DRAFTS)
    asked = {"owed": owed, "unit": unit, "level": level, "group": group, "until": until}
    asked |= {} if snapshot is None else {"snapshot": str(snapshot)}
    query = {name: value for name, value in asked.items() if value is not None}
    query |= {} if as_of is None else {"as_of": moment(as_of)}
    path, name = plan_path(plan, f"/drafts/{kind}.{form}"), f"{kind}-{plan}"
    if kind == "covering":
        if unit is None:
            raise Trouble("covering-unit")
        path, name = plan_path(plan, f"/units/{unit}/covering.{form}"), f"{kind}-{plan}-{unit}"
        query.pop("unit")
    with progress("making-report", quiet=json):
        answer = call("GET", reporting, path, query)
    file = out / f"{name}.{form}"
    write(file, answer.content)
    if json:
        tell_json({"kind": kind, "path": str(file), "size": len(answer.content)})
    else:
        tell_of("report-written", path=file, size=len(answer.content))


def _known(name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise Trouble("format-unknown", format=name, known=", ".join(names))


def moment(given: str) -> str:
    """A moment as it was typed; raises Trouble where it has no zone."""
    try:
        read = datetime.fromisoformat(given)
    except ValueError as error:
        raise Trouble("moment-form", given=given) from error
    if read.tzinfo is None:
        raise Trouble("moment-form", given=given)
    return read.isoformat()


def rebuild(json: JsonOption = False, reporting: ReportingOption = None) -> None:
    """The service fills views beside those that are read, from the log, and switches to them."""
    answer: Any = call("POST", reporting, "/api/views/rebuild", headers=CONFIRM).json()
    if json:
        tell_json(answer)
    else:
        tell_of("views-rebuilt", watch=answer.get("watch", "/readyz"))
