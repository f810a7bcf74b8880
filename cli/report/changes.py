"""Cli, report: `ngayso report changes`: what changed since a snapshot, unit by unit."""

from collections.abc import Iterator
from typing import Any

from cli.console import FINDINGS, leave, tell, tell_json, tell_of, written_number
from cli.options import JsonOption, ReportingOption
from cli.report.options import NumberArgument, PlanArgument
from cli.servers.reporting import fetch, plan_path
from workbook.form import nothing_label


def changes(
    plan: PlanArgument,
    number: NumberArgument,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """Exit 0: every figure is as it was frozen; 1: some are told otherwise now."""
    answer = fetch(reporting, plan_path(plan, f"/snapshots/{number}/changes"))
    found = answer["difference"]["indicators"]
    if json:
        tell_json(answer)
    else:
        _tell(answer, found)
    if found:
        leave(FINDINGS)


def _tell(answer: Any, found: list[Any]) -> None:
    if answer["recounted"]:
        tell_of("changes-recounted", "yellow", mark=answer["code"])
    if not found:
        tell_of("changes-none", "green", mark=answer["code"])
    for line in lines(found):
        tell(line)


def lines(found: list[Any]) -> Iterator[str]:
    """Each figure that changed, and below it the units that it changed by."""
    for one in found:
        yield f"{one['name']} ({one['owed']}): {_sum(one['before'])} → {_sum(one['after'])}"
        for unit in one["units"]:
            was, now = _said(unit["before"]), _said(unit["after"])
            yield f"  {unit['unit']['name']}: {was} → {now}{_by(unit)}"


def _sum(said: Any) -> str:
    if said is None:
        return "–"
    if said["numerator"] is not None:
        return f"{written_number(said['numerator'])}/{written_number(said['denominator'])}"
    return "–" if said["value"] is None else written_number(said["value"])


def _said(said: Any) -> str:
    """The figure, and the versions that it is from."""
    if said is None:
        return "chưa có"
    nothing = said["nothing"] and nothing_label(said["nothing"])
    figure = said["text"] or nothing or _sum(said)
    return f"{figure} ({', '.join(map(_version, said['versions']))})"


def _version(one: Any) -> str:
    signed = f", số {one['signed']}" if one["signed"] else ""
    return f"{one['duty']} bản {one['version']}{signed}"


def _by(unit: Any) -> str:
    """How much it changes the total by."""
    change = unit["change"]
    return "" if not change else f" [{'+' if change > 0 else ''}{written_number(change)}]"
