"""Cli, lists: `ngayso owing`: who owes what, in the order of the deadlines, so overdue first."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cli.console import tell_json, tell_of, tell_table, written
from cli.options import (
    GroupFilter,
    JsonOption,
    LevelFilter,
    PlanFilter,
    ReportingOption,
    UnitFilter,
)
from cli.progress import progress
from cli.servers.environment import read_settings
from cli.servers.reporting import fetch, pages, plan_path
from contracts.owed import DutyKind
from contracts.unit import Unit

OWING = "owing"
HEAD = (
    "quá hạn", "phải xong trước", "kế hoạch", "cấp", "đơn vị", "nội dung phải thực hiện",
    "tên đơn vị",
)  # fmt: skip


def owing(
    plan: PlanFilter = None,
    unit: UnitFilter = None,
    level: LevelFilter = None,
    group: GroupFilter = None,
    duty: Annotated[str | None, typer.Option(help="Chỉ nội dung này. / One duty only.")] = None,
    kind: Annotated[DutyKind | None, typer.Option(help="Chỉ loại này. / Of this kind.")] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Chỉ việc đã quá hạn. / Overdue only.")
    ] = False,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """As reporting has it, beside the campaign's clock."""
    now = read_settings().clock().now()
    with progress("talking-to-reporting", quiet=json):
        plans = [plan] if plan else [line["id"] for line in pages(reporting, "/api/plans")]
        units = _units(reporting) if group else {}
        rows = [
            row
            for name in plans
            for row in _of_plan(reporting, name, duty, now)
            if unit in (None, row["unit"])
            and level in (None, row["level"])
            and kind in (None, row["kind"])
            and (row["overdue"] or not overdue)
            and (group is None or _in_group(units.get(row["unit"]), group, row["issued_on"]))
        ]
    rows.sort(key=lambda row: (row["due"], row["plan"], row["unit"], row["duty"]))
    counts = {
        "total": len(rows),
        "units": len({(row["plan"], row["unit"]) for row in rows}),
        "overdue": sum(row["overdue"] for row in rows),
    }
    if json:
        tell_json({"now": now.isoformat(), **counts, "items": rows})
        return
    if rows:
        tell_table("Nội dung còn nợ / Owing", HEAD, map(_cells, rows))
    tell_of("owing-counts", "bold", **counts)


def _of_plan(
    reporting: str | None, plan: str, only: str | None, now: datetime
) -> Iterator[dict[str, Any]]:
    """What is owed in one plan, with what its participants were called when it was issued.

    An approval is owed by who approves; `of` is the unit whose report waits for it.
    """
    answer = fetch(reporting, plan_path(plan))
    zone = ZoneInfo(answer["plan"]["time_zone"])
    members = {one["unit"]: one for one in answer["participants"]}
    for duty in pages(reporting, plan_path(plan, "/duties"), {"duty": only, "status": OWING}):
        unit = duty.get("bearer") or duty["unit"]
        member = members.get(unit, {})
        due = datetime.fromisoformat(duty["due"]).astimezone(zone)
        yield {
            **{name: duty[name] for name in ("plan", "duty", "kind", "title")},
            "unit": unit,
            "of": duty["unit"] if duty["unit"] != unit else None,
            "name": member.get("short_name", unit),
            "level": member.get("level"),
            "issued_on": answer["plan"]["issued_on"],
            "due": due,
            "overdue": due <= now,
            "days": max((now - due).days, 0),
        }


def _units(reporting: str | None) -> dict[str, Unit]:
    units = (Unit.model_validate(one["record"]) for one in pages(reporting, "/api/units"))
    return {unit.id: unit for unit in units}


def _in_group(unit: Unit | None, group: str, issued_on: str) -> bool:
    """Groups are those of the day the plan was issued on, as its assignments were given."""
    return unit is not None and unit.in_group(group, date.fromisoformat(issued_on))


def _duty(row: dict[str, Any]) -> str:
    return f"{row['duty']} ({row['of']})" if row["of"] else str(row["duty"])


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    late = f"{row['days']} ngày" if row["overdue"] else ""
    place = (row["plan"], row["level"] or "", row["unit"], _duty(row), row["name"])
    return (late, written(row["due"]), *place)
