"""Cli, report: `ngayso report verify FILE`: of which version of which report a file is."""

from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import FINDINGS, leave, tell, tell_json, tell_of
from cli.files.content import read_bytes
from cli.options import JsonOption, ReportingOption
from cli.report.words import snapshot_words
from cli.servers.reporting import ask
from contracts.snapshots import Snapshot

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp đang giữ. / The file.")]
STANDS = ("frozen", "published", "signed")


def verify(file: FileArgument, json: JsonOption = False, reporting: ReportingOption = None) -> None:
    """Exit 0: a version that stands; 1: superseded, withdrawn, or nothing is known of the file."""
    name = sha256(read_bytes(file)).hexdigest()
    answer = ask("GET", reporting, f"/api/files/{name}")
    known: Any = None if answer.status_code == HTTPStatus.NOT_FOUND else answer.json()
    if json:
        tell_json({"sha256": name, "known": known})
    elif known is None:
        tell_of("file-unknown", "bold red", file=file, sha256=name)
    else:
        snapshot = Snapshot.model_validate(known["told"]["snapshot"])
        code = "file-signed" if known["form"] is None else "file-frozen"
        words = {"number": known["plan_number"], "title": known["title"]}
        tell_of(code, "green", file=file, form=known["form"], **words)
        tell(*snapshot_words(snapshot))
    if known is None or known["told"]["status"] not in STANDS:
        leave(FINDINGS)
