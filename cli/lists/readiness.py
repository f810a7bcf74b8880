"""Cli, lists: `ngayso contacts readiness`: whom of a plan reminders reach, as reporting tells."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cli.console import tell_json, tell_of, tell_table, written
from cli.exchange import wanted_id
from cli.options import JsonOption, ReportingOption
from cli.progress import progress
from cli.servers.reporting import fetch, plan_path
from contracts.reach import CHANNEL_VI, ROLE_VI, WHY_VI, reason_vi

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")]
SHARES = ("vai trò", "kênh", "đơn vị", "nhận được", "tỷ lệ")
MISSING = ("cấp", "đơn vị", "tên đơn vị", "vai trò", "kênh", "còn thiếu")


def readiness(
    plan: PlanArgument, json: JsonOption = False, reporting: ReportingOption = None
) -> None:
    """Shares by role and channel, then each unit with what is missing; no person is named."""
    wanted_id(plan)
    with progress("talking-to-reporting", quiet=json):
        found = fetch(reporting, plan_path(plan, "/readiness"))
        zone = ZoneInfo(fetch(reporting, plan_path(plan))["plan"]["time_zone"])
    if json:
        tell_json(found)
    else:
        _tell(found, zone)


def _tell(found: dict[str, Any], zone: ZoneInfo) -> None:
    shares = (
        (*_pair(one), one["units"], one["reached"], f"{one['percent']}%")
        for one in found["by_role"]
    )
    tell_table("Đầu mối nhận lời nhắc / Readiness", SHARES, shares)
    if found["lacking"]:
        rows = (row for unit in found["lacking"] for row in cells(unit, zone))
        tell_table("Chưa nhận được đủ / Not reached", MISSING, rows)
    words = {name: found[name] for name in ("units", "ready", "on", "opens")}
    tell_of("readiness-counts", "bold", **words)


def _pair(one: dict[str, Any]) -> tuple[str, str]:
    return ROLE_VI.get(one["role"], one["role"]), CHANNEL_VI[one["channel"]]


def cells(unit: dict[str, Any], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """The lines of one unit, by the plan's clock."""
    for one in unit["lacks"]:
        why = WHY_VI[one["why"]]
        if one["since"]:
            since = datetime.fromisoformat(one["since"]).astimezone(zone)
            why += f" từ {written(since)} ({reason_vi(one['reason'])})"
        yield (unit["level"] or "", unit["unit"], unit["name"], *_pair(one), why)
