"""Cli, lists: `ngayso units list`: the directory on a day, as the registry has it."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from cli.console import Trouble, tell_json, tell_of, tell_table
from cli.options import GroupFilter, JsonOption, LevelFilter, NatsOption, PlanFilter
from cli.servers.connect import Session, with_nats
from cli.servers.facts import read_directory_now, read_plans_now
from contracts.facts import PlanFact
from contracts.unit import Unit


def list_units(
    plan: PlanFilter = None,
    level: LevelFilter = None,
    group: GroupFilter = None,
    parent: Annotated[
        str | None, typer.Option(help="Chỉ đơn vị trực thuộc đơn vị này. / Units right under it.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            help="Danh bạ vào ngày này, ví dụ 2025-07-01; nếu thiếu: ngày ban hành của kế hoạch, "
            "hoặc hôm nay. / The day."
        ),
    ] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """The units that exist on the day, with what is dated as of it."""
    given = _day(on) if on else None
    units, fact = with_nats(nats, lambda connected: _read(connected, plan), quiet=json)
    day = given or (fact.plan.issued_on if fact else datetime.now().astimezone().date())
    members = {one.unit for one in fact.participants} if fact else units.keys()
    rows = [
        _row(unit, day)
        for unit in units.values()
        if unit.exists(day)
        and unit.id in members
        and level in (None, unit.level(day))
        and parent in (None, unit.parent(day))
        and (group is None or unit.in_group(group, day))
    ]
    rows.sort(key=lambda row: (row["level"] or "", row["unit"]))
    if json:
        tell_json({"on": day, "total": len(rows), "items": rows})
    elif not rows:
        tell_of("units-none", day=f"{day:%d/%m/%Y}")
    else:
        head = ("mã", "cấp", "trực thuộc", "nhóm", "tên")
        tell_table(f"Đơn vị ngày {day:%d/%m/%Y} / Units: {len(rows)}", head, map(_cells, rows))


async def _read(connected: Session, plan: str | None) -> tuple[dict[str, Unit], PlanFact | None]:
    """The directory, and the one plan that was asked for."""
    facts = await read_plans_now(connected, plan) if plan else []
    return await read_directory_now(connected), facts[0] if facts else None


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Trouble("day-form", given=given) from error


def _row(unit: Unit, day: date) -> dict[str, Any]:
    return {
        "unit": unit.id,
        "name": unit.name(day),
        "short_name": unit.short_name(day),
        "level": unit.level(day),
        "parent": unit.parent(day),
        "groups": sorted({one.value for one in unit.groups if one.holds(day)}),
        "roles": sorted({one.value for one in unit.roles if one.holds(day)}),
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    groups = ", ".join(row["groups"])
    return (row["unit"], row["level"] or "", row["parent"] or "", groups, row["name"])
