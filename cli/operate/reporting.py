"""Cli, operate: `ngayso report build` and `ngayso views rebuild`, through the reporting API."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer

from cli.connect import JsonOption, endpoints
from cli.console import Trouble, tell_json, tell_of

report_app = typer.Typer(help="Báo cáo tổng hợp. / The consolidated report.")
views_app = typer.Typer(help="Bảng dữ liệu, dựng lại được từ nhật ký. / Views of the log.")
FORMATS = ("docx", "xlsx", "csv", "json")
API_SECONDS = 120.0
CONFIRM = {"X-Ngayso-Confirm": "rebuild"}
"""The service rebuilds nothing without it, so that no web page can ask for it."""
ReportingOption = Annotated[
    str | None,
    typer.Option(
        "--reporting",
        help="Địa chỉ dịch vụ reporting; nếu thiếu: NGAYSO_REPORTING_URL, out/endpoints.json.",
    ),
]


def address(given: str | None) -> str | None:
    """Where the reporting service is, if anybody says so."""
    found = given or os.environ.get("NGAYSO_REPORTING_URL")
    return found or (endpoints().get("http") or {}).get("reporting")


def call(
    method: str,
    given: str | None,
    path: str,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One answer of the reporting service; raises Trouble when it is away or says no."""
    base = address(given)
    if base is None:
        raise Trouble("api-wanted")
    url = base.rstrip("/") + path
    try:
        answer = httpx.request(method, url, params=query, headers=headers, timeout=API_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble("api-away", url=url, detail=str(error) or type(error).__name__) from error
    if answer.is_error:
        raise Trouble("api-refused", status=answer.status_code, url=url, **_problem(answer))
    return answer


def _problem(answer: httpx.Response) -> dict[str, str]:
    """What the service says is wrong, in both languages where it does."""
    try:
        body = answer.json()
        return {"detail": body["detail"], "detail_en": body["detail_en"]}
    except (ValueError, KeyError, TypeError):
        return {"detail": answer.text[:500], "detail_en": answer.text[:500]}


@report_app.callback()
def _report() -> None:
    """Kept so that `build` stays a word of its own."""


@report_app.command()
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
    """Tải báo cáo tổng hợp. / Download the consolidated report."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise Trouble("format-unknown", format=name, known=", ".join(FORMATS))
    query = {} if as_of is None else {"as_of": _moment(as_of)}
    written = []
    for name in wanted:
        answer = call("GET", reporting, f"/api/plans/{quote(plan, safe='')}/report.{name}", query)
        path = out / f"report-{plan}.{name}"
        _write(path, answer.content)
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


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a report half written could be signed."""
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise Trouble("out-unwritable", path=path, detail=error.strerror) from error


@views_app.callback()
def _views() -> None:
    """Kept so that `rebuild` stays a word of its own."""


@views_app.command()
def rebuild(json: JsonOption = False, reporting: ReportingOption = None) -> None:
    """Dựng lại bảng dữ liệu từ nhật ký. / Drop the views and rebuild them from the log."""
    answer: Any = call("POST", reporting, "/api/views/rebuild", headers=CONFIRM).json()
    if json:
        tell_json(answer)
    else:
        tell_of("views-rebuilt", watch=answer.get("watch", "/readyz"))
