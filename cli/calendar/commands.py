"""Cli, calendar: `ngayso calendar import`: the decreed days, recorded as one table."""

from pathlib import Path
from typing import Annotated

import typer

from cli.calendar.days import Change, changes, read_calendar
from cli.console import FINDINGS, leave, say, tell, tell_json, tell_of
from cli.exchange import event_of, tell_verdict
from cli.notes import errors, rows, tell_said
from cli.options import JsonOption, NatsOption, WaitOption
from cli.servers.ask import ask
from cli.servers.connect import Session, with_nats
from cli.servers.facts import read_calendar_now
from contracts import topology
from contracts.calendar import CalendarRecord
from contracts.commands import RecordCalendar, verb
from contracts.verdicts import Verdict

File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp YAML, CSV hoặc .xlsx.")]
Preview = Annotated[
    bool, typer.Option("--preview", help="Chỉ xem trước, không gửi. / Show only, send nothing.")
]


def import_calendar(
    file: File,
    preview: Preview = False,
    wait: WaitOption = 60.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Send the whole table as the operator, in place of the one before."""
    record, said = read_calendar(file)
    broken = bool(errors(said))
    changed: list[Change] = []
    verdict: Verdict | None = None
    if not broken:
        before = with_nats(nats, read_calendar_now, quiet=json)
        changed = list(changes(before, record))
        if not preview:
            verdict = with_nats(nats, lambda there: _send(there, record, wait), quiet=json)
    if json:
        told = [dict(zip(("code", "vi", "en"), (c, *say(c, **w)), strict=True)) for c, w in changed]
        whole = {"days": len(record.days), "preview": preview, "changes": told}
        outcome = verdict and verdict.model_dump(mode="json")
        tell_json({**whole, **rows(said), "verdict": outcome})
    else:
        tell_said(said)
        for code, words in changed:
            tell(*say(code, **words))
        tell_of("days-read", "bold", days=len(record.days), changed=len(changed))
        if verdict:
            tell_verdict(verdict)
        else:
            tell_of("nothing-sent" if broken else "preview-only", "red" if broken else "")
    if broken or (verdict and verdict.outcome == "refused"):
        leave(FINDINGS)


async def _send(connected: Session, record: CalendarRecord, wait: float) -> Verdict:
    event = event_of(RecordCalendar(record=record))
    return await ask(connected, topology.OPERATOR, verb(RecordCalendar), event, wait)
