"""Cli, directory: `ngayso units import`."""

from collections import Counter

from cli.console import FINDINGS, leave, tell_json, tell_of
from cli.directory.apart import unknown_links
from cli.directory.changes import compare, count
from cli.directory.keep import record_units
from cli.directory.units import read_units
from cli.exchange import tell_verdict
from cli.notes import count_said, errors, rows, tell_said
from cli.options import Files, JsonOption, NatsOption, Preview, WaitOption
from cli.progress import progress
from cli.servers.connect import with_nats
from cli.servers.facts import units_known
from contracts.unit import Unit
from contracts.verdicts import Verdict
from contracts.words import OUTCOMES


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
    live = units_known(nats, needed=not preview and not errors(said), quiet=json)
    said += unknown_links(read, live)
    compared: dict[str, int] = {}
    if preview and live is not None:
        said += compare(read, live)
        compared = count(read, live)
    counts = count_said(said)
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


def _tell_end(preview: bool, broken: bool, total: int, sent: dict[str, int]) -> None:
    if preview:
        tell_of("preview-only")
    elif broken:
        tell_of("nothing-sent", "red")
    else:
        tell_of("units-sent", "bold", sent=total, **sent)


def _record(units: list[Unit], wait: float, nats: str | None, *, quiet: bool) -> list[Verdict]:
    with progress("sending-units", len(units), quiet=quiet) as done:
        return with_nats(
            nats, lambda connected: record_units(connected, units, wait, done), quiet=True
        )
