"""Cli, rehearse: `ngayso rehearse`: every message that a plan will cause."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from cli.console import Trouble, stderr, tell_json, tell_of
from cli.directory.contacts import read_contacts, records_of
from cli.directory.units import read_directory
from cli.findings import finding_of, tell_located
from cli.notes import errors
from cli.options import JsonOption, PlanFile, SmsPrice, UnitFiles
from cli.plans.check import read_whole
from cli.progress import progress
from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers, Terms, pool_of
from cli.rehearse.outcome import Outcome
from cli.rehearse.rehearsing import rehearsed
from cli.rehearse.submissions import read_entries
from cli.rehearse.telling import as_data, tell_messages, tell_summary
from contracts.outgoing import Contacts
from contracts.plan import Plan
from contracts.unit import Unit

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d", "%H:%M %d/%m/%Y", "%d/%m/%Y"]
XLSX = ".xlsx"
ContactFiles = Annotated[
    list[Path],
    typer.Option("--contacts", help="Tệp đầu mối; nêu được nhiều lần. / Contact files."),
]
Published = Annotated[
    datetime | None,
    typer.Option(formats=MOMENTS, help="Ban hành lúc nào; nếu thiếu: đầu ngày ký. / When."),
]
LastDay = Annotated[
    bool,
    typer.Option("--last-day", help="Ai cũng thực hiện vào ngày cuối. / All on the last day."),
]
Submissions = Annotated[
    Path | None,
    typer.Option(help="Tệp những gì đơn vị gửi; nếu thiếu: không ai gửi. / What units send."),
]
OutageFrom = Annotated[
    datetime | None,
    typer.Option(formats=MOMENTS, help="Dịch vụ nhắc việc ngừng từ lúc. / The notifier is away."),
]
OutageTo = Annotated[
    datetime | None, typer.Option(formats=MOMENTS, help="… đến lúc. / Until then.")
]
GatewaysFile = Annotated[
    Path | None,
    typer.Option("--gateways", help="Tệp cổng SMS: giá, dấu, mẫu. / The file of gateways."),
]
Out = Annotated[
    Path | None, typer.Option(help="Ghi mọi tin vào tệp .xlsx này. / Write all messages there.")
]


def rehearse(
    plan: PlanFile,
    units: UnitFiles,
    contacts: ContactFiles,
    published: Published = None,
    last_day: LastDay = False,
    submissions: Submissions = None,
    outage_from: OutageFrom = None,
    outage_to: OutageTo = None,
    sms_price: SmsPrice = None,
    gateways: GatewaysFile = None,
    out: Out = None,
    json: JsonOption = False,
) -> None:
    """Nothing is sent. Exit 0: rehearsed; 2: the plan would be refused, or a file is unreadable."""
    try:
        _look(outage_from, outage_to, submissions, out, last_day=last_day)
        with progress("reading-files", quiet=json):
            whole, directory, book = read_whole(plan), read_directory(units), _contacts(contacts)
            sent = [one.received() for one in read_entries(submissions)] if submissions else []
        began = _in_zone(published, whole.zone)
        assumed = Assumed(
            began or datetime.combine(whole.issued_on, time(), whole.zone),
            sent,
            last_day,
            _outage(outage_from, outage_to, whole.zone),
        )
        carriers = Carriers(Terms(sms_price), pool_of(gateways) if gateways else None)
        with progress("rehearsing-registry", quiet=json):
            facts = facts_of(whole, directory.values(), assumed)
        outcome = rehearsed(whole, facts, book, assumed, carriers, quiet=json)
    except Trouble as trouble:
        if json:
            tell_json({"error": finding_of(trouble).model_dump()})
        raise
    _show(outcome, whole, directory, out, json=json)


def _look(
    gone: datetime | None,
    back: datetime | None,
    submissions: Path | None,
    out: Path | None,
    *,
    last_day: bool,
) -> None:
    """Raises Trouble for what makes no sense together."""
    if (gone is None) != (back is None) or (gone and back and back <= gone):
        raise Trouble("outage-half")
    if last_day and submissions:
        raise Trouble("assumed-twice")
    if out is not None and out.suffix.lower() != XLSX:
        raise Trouble("not-xlsx-name", path=out)


def _in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment and moment.replace(tzinfo=zone)


def _outage(
    gone: datetime | None, back: datetime | None, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    return (gone.replace(tzinfo=zone), back.replace(tzinfo=zone)) if gone and back else None


def _contacts(files: list[Path]) -> list[Contacts]:
    """Raises Trouble where a contact has an error, which is told first."""
    people, said = read_contacts(files)
    if broken := errors(said):
        for one in broken:
            tell_located(one, stderr)
        raise Trouble("contacts-with-errors")
    return records_of(people)


def _show(
    outcome: Outcome, plan: Plan, directory: Mapping[str, Unit], out: Path | None, *, json: bool
) -> None:
    names = {unit: one.short_name(plan.issued_on) for unit, one in directory.items()}
    if out is not None:
        from cli.rehearse.sheet import save  # noqa: PLC0415 - openpyxl costs 0.3 s

        save(outcome, names, out)
    if json:
        tell_json({"plan": plan.id, **as_data(outcome)})
        return
    if out is None:
        tell_messages(outcome, names)
    tell_summary(outcome, names)
    if out is not None:
        tell_of("rehearsal-saved", path=out)
