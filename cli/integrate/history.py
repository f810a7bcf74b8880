"""Cli, integrate: `ngayso history`: everything that happened to one unit, as a timeline."""

from typing import Annotated

import typer

from cli.console import FINDINGS, leave, tell, tell_json, tell_of, written
from cli.exchange import outcome_word, wanted_id
from cli.findings import tell_finding
from cli.integrate.known import Known, read_known
from cli.integrate.timeline import HistoryEntry, timeline
from cli.integrate.told import terms
from cli.options import JsonOption, NatsOption
from cli.servers.connect import with_nats

AFTER = " (sau khi chốt)"


def history(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Mã đơn vị. / The unit's id.")],
    plan: Annotated[str | None, typer.Option(help="Chỉ một kế hoạch. / One plan only.")] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Read all that is known of the unit, and put it into one order."""
    name, of_plan = wanted_id(unit), wanted_id(plan) if plan else None
    known = with_nats(nats, lambda connected: read_known(connected, name, of_plan), quiet=json)
    entries = timeline(known)
    if json:
        rows = [_row(entry, known) for entry in entries]
        tell_json({"unit": name, "name": known.names.get(name), "entries": rows})
    elif entries:
        tell(f"Lịch sử của {_called(name, known)}", f"History of {name}", "bold")
        for entry in entries:
            _tell(entry, known)
    else:
        tell_of("history-none", "yellow", unit=name)
    if not entries:
        leave(FINDINGS)


def _called(unit: str, known: Known) -> str:
    return f"{known.names[unit]} ({unit})" if unit in known.names else unit


def _row(entry: HistoryEntry, known: Known) -> dict[str, object]:
    at = entry.at.astimezone(known.zone(entry.plan)).isoformat()
    return {**entry.model_dump(mode="json"), "at": at}


def _word(entry: HistoryEntry) -> tuple[str, str]:
    """What came of it, and in which colour."""
    if entry.outcome:
        return outcome_word(entry.outcome)
    return ("nhắc việc", "cyan") if entry.set_aside is None else ("ĐỂ RIÊNG", "yellow")


def _sent(entry: HistoryEntry, known: Known) -> str:
    """Who sent which command, by whose system, and which person where one is told."""
    if entry.sender is None:
        return ""
    system = f" qua hệ thống {entry.system}" if entry.system else ""
    person = f", người thực hiện {entry.actor}," if entry.actor else ""
    number = f" lệnh số {entry.sequence}" if entry.sequence is not None else ""
    return f"{_called(entry.sender, known)}{system}{person} gửi{number}: "


def _tell(entry: HistoryEntry, known: Known) -> None:
    at = written(entry.at.astimezone(known.zone(entry.plan)))
    word, style = _word(entry)
    plan, late = f"[{entry.plan}] " if entry.plan else "", AFTER if entry.after_freeze else ""
    tell(f"{at}  {plan}{_sent(entry, known)}{word}{late}", style=style)
    if not entry.lines:
        tell(f"    {terms.command(entry.command)}")
    for line in entry.lines:
        tell(f"    {line}")
    for finding in entry.findings:
        tell_finding(finding, indent="    ")
