"""Cli, report: `ngayso report verify`: of which version of which report a file or a paper is."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of
from cli.files.content import digest
from cli.options import JsonOption, ReportingOption
from cli.report.words import snapshot_words
from cli.servers.reporting import ask, plan_path
from cli.tables.cells import DASHES
from contracts.snapshots import Snapshot, in_place_of

FileArgument = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="Tệp đang giữ. / The file.")
]
CodeOption = Annotated[
    str | None, typer.Option("--code", help="Mã in ở chân trang. / What is printed on every page.")
]
STANDS = ("frozen", "published", "signed")


def verify(
    file: FileArgument = None,
    code: CodeOption = None,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """Exit 0: a version that stands; 1: superseded, withdrawn, or nothing is known of it.

    A file is known by its bytes. The code of a paper tells which version it is a print of, and not
    that nobody has changed what is on it.
    """
    match file, code:
        case Path(), None:
            told = _by_bytes(file, reporting, json)
        case None, str():
            told = _by_code(_typed(code), reporting, json)
        case _:
            raise Trouble("which-report")
    if told is None or told["status"] not in STANDS:
        leave(FINDINGS)


def _by_bytes(file: Path, reporting: str | None, json: bool) -> Any:
    name = digest(file)
    answer = ask("GET", reporting, f"/api/files/{name}")
    known: Any = None if answer.status_code == HTTPStatus.NOT_FOUND else answer.json()
    if json:
        tell_json({"sha256": name, "known": known})
    elif known is None:
        tell_of("file-unknown", "bold red", file=file, sha256=name)
    else:
        code = "file-signed" if known["form"] is None else "file-frozen"
        words = {"number": known["plan_number"], "title": known["title"]}
        tell_of(code, "green", file=file, form=known["form"], **words)
        later = known["instead"] and Snapshot.model_validate(known["instead"]["snapshot"])
        _tell(Snapshot.model_validate(known["told"]["snapshot"]), later)
    return known and known["told"]


def _typed(code: str) -> str:
    """As it is printed, however it was copied: spaces and kinds of dashes do not count."""
    return "".join(code.split()).translate(DASHES).upper()


def _by_code(code: str, reporting: str | None, json: bool) -> Any:
    """The plan is the first word of a code, in small letters."""
    plan = code.partition("/")[0].lower()
    answer = ask("GET", reporting, plan_path(plan, "/snapshots"))
    there = [] if answer.status_code == HTTPStatus.NOT_FOUND else answer.json()["items"]
    told: Any = next((one for one in there if one["code"].upper() == code), None)
    if json:
        tell_json({"code": code, "known": told})
    elif told is None:
        tell_of("code-unknown", "bold red", mark=code)
    else:
        snapshots = [Snapshot.model_validate(one["snapshot"]) for one in there]
        mine = next(one for one in snapshots if one.number == told["snapshot"]["number"])
        _tell(mine, in_place_of(mine, snapshots))
    return told


def _tell(one: Snapshot, instead: Snapshot | None) -> None:
    """And what took its place, since that is what whoever holds it has to look for."""
    for snapshot in filter(None, (one, instead)):
        tell(*snapshot_words(snapshot))
