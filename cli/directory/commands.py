"""Cli, directory: `ngayso units import` and `ngayso contacts import|erase`."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cli.ask import tell_verdict, wanted_id
from cli.connect import JsonOption, NatsOption, WaitOption, address_known, with_nats
from cli.console import FINDINGS, Trouble, leave, stderr, tell_json, tell_of, tell_trouble
from cli.directory.changes import compare, count, read_live, without_known_links
from cli.directory.contacts import read_contacts
from cli.directory.keep import erase_contacts, keep_contacts, record_units
from cli.directory.notes import Note, errors, tell_notes
from cli.directory.units import Read, read_units
from contracts.outgoing import Contacts
from contracts.unit import Unit
from contracts.verdicts import Verdict

units_app = typer.Typer(help="Danh bạ đơn vị. / The directory of units.")
contacts_app = typer.Typer(help="Đầu mối liên hệ, không vào nhật ký. / Contacts, kept off the log.")
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp YAML, CSV hoặc .xlsx.")]
Preview = Annotated[
    bool, typer.Option("--preview", help="Chỉ xem trước, không gửi. / Show only, send nothing.")
]


@units_app.callback()
def _units() -> None:
    """Kept so that `import` stays a word of its own."""


@units_app.command("import")
def import_units(
    files: Files,
    preview: Preview = False,
    wait: WaitOption = 60.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Nhập đơn vị; gửi lại không đổi gì. / Import units; importing again changes nothing."""
    read, notes = read_units(files)
    notes, compared = _compared(read, notes, nats) if preview else (notes, {})
    counts = _counts(notes)
    broken = errors(notes)
    if not json:
        tell_notes(notes)
        tell_of("units-read", "bold", units=len(read), **counts)
    verdicts: list[Verdict] = []
    if not preview and not broken:
        verdicts = _record([one.unit for one in read], wait, nats)
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    sent = {name: outcomes[name] for name in ("accepted", "unchanged", "refused")}
    refused = [verdict for verdict in verdicts if verdict.outcome == "refused"]
    if json:
        rows = [note.row() for note in notes]
        refusals = [verdict.model_dump(mode="json") for verdict in refused]
        whole = {"units": len(read), "preview": preview, "notes": rows, "counts": counts}
        total = {"total": len(verdicts), **sent}
        tell_json({**whole, "compared": compared, "sent": total, "refusals": refusals})
    else:
        for verdict in refused:
            tell_verdict(verdict)
        if preview:
            tell_of("compared" if compared else "not-compared", "bold", **compared)
        _tell_end(preview, broken, len(verdicts), sent)
    if broken or refused:
        leave(FINDINGS)


def _compared(
    read: list[Read], notes: list[Note], nats: str | None
) -> tuple[list[Note], dict[str, int]]:
    """The notes beside the directory as it stands; without one to ask a preview can do."""
    if not address_known(nats):
        return notes, {}
    try:
        live = with_nats(nats, read_live)
    except Trouble as trouble:
        tell_trouble(trouble)
        return notes, {}
    return [*without_known_links(notes, live), *compare(read, live)], count(read, live)


def _tell_end(preview: bool, broken: bool, total: int, sent: dict[str, int]) -> None:
    if preview:
        tell_of("preview-only")
    elif broken:
        tell_of("nothing-sent", "red")
    else:
        tell_of("units-sent", "bold", sent=total, **sent)


def _counts(notes: Sequence[Note]) -> dict[str, int]:
    severities = Counter(note.severity for note in notes)
    changed = sum(note.code.startswith("normalised-") for note in notes)
    return {
        "errors": severities["error"],
        "warnings": severities["warning"],
        "changed": changed,
    }


def _record(units: list[Unit], wait: float, nats: str | None) -> list[Verdict]:
    columns = (TextColumn("Gửi đơn vị"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=stderr, transient=True) as progress:
        task = progress.add_task("units", total=len(units))
        return with_nats(
            nats,
            lambda connected: record_units(connected, units, wait, lambda: progress.advance(task)),
        )


@contacts_app.command("import")
def import_contacts(
    files: Files,
    preview: Preview = False,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Nhập đầu mối; chỉ in số lượng. / Import contacts; prints counts, never values."""
    records, notes = read_contacts(files)
    counts = _contact_counts(records, notes)
    broken = errors(notes)
    if not json:
        tell_notes(notes)
        tell_of("contacts-read", "bold", **counts)
    written, unchanged = 0, 0
    if not preview and not broken:
        written, unchanged = with_nats(nats, lambda connected: keep_contacts(connected, records))
    if json:
        kept = {"written": written, "unchanged": unchanged, "preview": preview}
        tell_json({**counts, **kept, "notes": [note.row() for note in notes]})
    elif preview:
        tell_of("preview-only")
    elif broken:
        tell_of("nothing-sent", "red")
    else:
        tell_of("contacts-kept", "bold", written=written, unchanged=unchanged)
    if broken:
        leave(FINDINGS)


def _contact_counts(records: Sequence[Contacts], notes: Sequence[Note]) -> dict[str, int]:
    people = [contact for record in records for contact in record.contacts]
    counts = _counts(notes)
    return {
        "units": len(records),
        "contacts": len(people),
        "emails": sum(person.email is not None for person in people),
        "phones": sum(person.phone is not None for person in people),
        "errors": counts["errors"],
        "warnings": counts["warnings"],
    }


@contacts_app.command("erase")
def erase(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Mã đơn vị. / The unit's id.")],
    contact: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Mã đầu mối; nếu thiếu: tất cả.")
    ] = None,
    nats: NatsOption = None,
) -> None:
    """Xóa đầu mối liên hệ, không để lại bản cũ. / Erase contacts for good."""
    wanted_id(unit)
    count = with_nats(nats, lambda connected: erase_contacts(connected, unit, contact))
    if not count:
        tell_of("contacts-none", "red", unit=unit)
        leave(FINDINGS)
    tell_of("contacts-erased", unit=unit, count=count)
