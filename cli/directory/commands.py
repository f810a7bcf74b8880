"""Cli, directory: `ngayso units import` and `ngayso contacts import|erase`."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.console import FINDINGS, Trouble, leave, tell_json, tell_of
from cli.directory.apart import unknown_links
from cli.directory.changes import compare, count
from cli.directory.contacts import read_contacts
from cli.directory.keep import erase_contacts, keep_contacts, record_units
from cli.directory.notes import Note, Said, errors, located_of, rows, tell_said
from cli.directory.units import read_units
from cli.exchange import tell_verdict, wanted_id
from cli.findings import Located, tell_trouble
from cli.options import JsonOption, NatsOption, WaitOption
from cli.progress import progress
from cli.servers.addresses import nats_address
from cli.servers.connect import with_nats
from cli.servers.facts import read_directory_now
from contracts.outgoing import Contacts
from contracts.unit import Unit
from contracts.verdicts import Verdict
from contracts.words import OUTCOMES

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp YAML, CSV hoặc .xlsx.")]
Preview = Annotated[
    bool, typer.Option("--preview", help="Chỉ xem trước, không gửi. / Show only, send nothing.")
]


def import_units(
    files: Files,
    preview: Preview = False,
    wait: WaitOption = 60.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Send each unit's record as the operator; the same again changes nothing."""
    with progress("reading-files", quiet=json):
        read, said = read_units(files)
    live = _live(nats, quiet=json) if preview else None
    said += unknown_links(read, live or ())
    compared: dict[str, int] = {}
    if live is not None:
        said += compare(read, live)
        compared = count(read, live)
    counts = _counts(said)
    broken = bool(errors(said))
    if not json:
        tell_said(said)
        tell_of("units-read", "bold", units=len(read), **counts)
    verdicts: list[Verdict] = []
    if not preview and not broken:
        verdicts = _record([one.unit for one in read], wait, nats, quiet=json)
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    sent: dict[str, int] = {name: outcomes[name] for name in OUTCOMES}
    refused = [verdict for verdict in verdicts if verdict.outcome == "refused"]
    if json:
        refusals = [verdict.model_dump(mode="json") for verdict in refused]
        whole = {"units": len(read), "preview": preview, **rows(said), "counts": counts}
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


def _live(nats: str | None, *, quiet: bool) -> dict[str, Unit] | None:
    """The directory as it stands; a preview can do without one to ask."""
    if nats_address(nats) is None:
        return None
    try:
        return with_nats(nats, read_directory_now, quiet=quiet)
    except Trouble as trouble:
        tell_trouble(trouble)
        return None


def _tell_end(preview: bool, broken: bool, total: int, sent: dict[str, int]) -> None:
    if preview:
        tell_of("preview-only")
    elif broken:
        tell_of("nothing-sent", "red")
    else:
        tell_of("units-sent", "bold", sent=total, **sent)


def _counts(said: Sequence[Said]) -> dict[str, int]:
    severities = Counter(one.finding.severity for one in located_of(said))
    notes = (one for one in said if isinstance(one, Note))
    changed = sum(note.code.startswith("normalised-") for note in notes)
    return {
        "errors": severities["error"],
        "warnings": severities["warning"],
        "changed": changed,
    }


def _record(units: list[Unit], wait: float, nats: str | None, *, quiet: bool) -> list[Verdict]:
    with progress("sending-units", len(units), quiet=quiet) as done:
        return with_nats(
            nats, lambda connected: record_units(connected, units, wait, done), quiet=True
        )


def _keep(records: list[Contacts], nats: str | None, *, quiet: bool) -> tuple[int, int]:
    with progress("keeping-contacts", len(records), quiet=quiet) as done:
        return with_nats(
            nats, lambda connected: keep_contacts(connected, records, done), quiet=True
        )


def import_contacts(
    files: Files,
    preview: Preview = False,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Put each unit's contacts into their bucket; what is said is counted, never shown."""
    with progress("reading-files", quiet=json):
        records, findings = read_contacts(files)
    counts = _contact_counts(records, findings)
    broken = bool(errors(findings))
    if not json:
        tell_said(findings)
        tell_of("contacts-read", "bold", **counts)
    written, unchanged = 0, 0
    if not preview and not broken:
        written, unchanged = _keep(records, nats, quiet=json)
    if json:
        kept = {"written": written, "unchanged": unchanged, "preview": preview}
        tell_json({**counts, **kept, "findings": [one.row() for one in findings]})
    elif preview:
        tell_of("preview-only")
    elif broken:
        tell_of("nothing-sent", "red")
    else:
        tell_of("contacts-kept", "bold", written=written, unchanged=unchanged)
    if broken:
        leave(FINDINGS)


def _contact_counts(records: Sequence[Contacts], findings: Sequence[Located]) -> dict[str, int]:
    people = [contact for record in records for contact in record.contacts]
    counts = _counts(findings)
    return {
        "units": len(records),
        "contacts": len(people),
        "emails": sum(person.email is not None for person in people),
        "phones": sum(person.phone is not None for person in people),
        "errors": counts["errors"],
        "warnings": counts["warnings"],
    }


def erase(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Mã đơn vị. / The unit's id.")],
    contact: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Mã đầu mối; nếu thiếu: tất cả.")
    ] = None,
    nats: NatsOption = None,
) -> None:
    """Erased for good: no earlier version is left behind."""
    wanted_id(unit)
    count = with_nats(nats, lambda connected: erase_contacts(connected, unit, contact), quiet=False)
    if not count:
        tell_of("contacts-none", "red", unit=unit)
        leave(FINDINGS)
    tell_of("contacts-erased", unit=unit, count=count)
