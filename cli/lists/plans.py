"""Cli, lists: `ngayso plan list`: the published plans, and how far each has come."""

from datetime import date
from typing import Annotated, Any, Literal

import typer

from cli.console import tell_json, tell_of, tell_table, written_day
from cli.exchange import status_word
from cli.options import JsonOption, ReportingOption
from cli.progress import progress
from cli.servers.reporting import fetch, pages, plan_path
from contracts.words import DUTY_STATUSES

Status = Literal["owing", "done"]
DUTIES: dict[str, str] = {
    "total": "nội dung phải thực hiện",
    **{status: status_word(status) for status in DUTY_STATUSES},
    "late": "xong trễ",
}


def list_plans(
    unit: Annotated[
        str | None, typer.Option(help="Chỉ kế hoạch có phần của đơn vị này. / Of this unit.")
    ] = None,
    status: Annotated[
        Status | None, typer.Option(help="owing: còn việc nợ; done: hết nợ. / What is left.")
    ] = None,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """As reporting has them."""
    with progress("talking-to-reporting", quiet=json):
        plans = [plan for plan in pages(reporting, "/api/plans") if _wanted(plan, status)]
        if unit is not None:
            plans = [plan for plan in plans if unit in _participants(reporting, plan["id"])]
    if json:
        tell_json({"total": len(plans), "items": plans})
    elif not plans:
        tell_of("plans-none")
    else:
        head = ("mã", "số", "ban hành", "đơn vị", *DUTIES.values(), "tên")
        tell_table("Kế hoạch / Plans", head, (_row(plan) for plan in plans))


def _wanted(plan: dict[str, Any], status: Status | None) -> bool:
    left = bool(plan["completeness"]["duties"]["owing"])
    return status is None or left == (status == "owing")


def _participants(reporting: str | None, plan: str) -> set[str]:
    return {one["unit"] for one in fetch(reporting, plan_path(plan))["participants"]}


def _row(plan: dict[str, Any]) -> tuple[object, ...]:
    day = written_day(date.fromisoformat(plan["issued_on"]))
    duties = plan["completeness"]["duties"]
    counts = (duties[name] for name in DUTIES)
    return (plan["id"], plan["number"], day, plan["participants"], *counts, plan["title"])
