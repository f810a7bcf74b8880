"""Cli, integrate: finds the messages in the files of a unit's system, byte for byte."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cli.console import Trouble
from cli.exchange import VERBS
from cli.files.content import JSON, read_written
from contracts import topology
from contracts.commands import about_in
from contracts.plan import Plan
from contracts.values import Id, SenderMoment
from services.registry.domain.authority import SaidBy
from services.registry.domain.verbs.table import PART_VERBS

LINES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINES)
ENTRY = {"subject", "body"}
UNKNOWN = "unknown"
"""Stands in a subject for a word that a message does not say."""
DOOR = topology.SYSTEM
FORM = topology.command("sender", DOOR, "verb", "about").split(".")
FOR_THE_OFFICE: tuple[SaidBy, ...] = ("office", "office-or-through")
OF_THE_OFFICE = {row.command.wire for row in PART_VERBS if row.said_by in FOR_THE_OFFICE}


@dataclass(frozen=True)
class Sent:
    """One message as a system would publish it; `at` is when it is received, if that was said."""

    file: Path
    place: str
    body: bytes
    subject: str
    at: datetime | None


@dataclass(frozen=True)
class _Piece:
    place: str
    body: bytes


def read_messages(paths: Iterable[Path], plan: Plan, sender: str | None) -> list[Sent]:
    """Every message of the files and folders, in order; raises Trouble where one is unreadable.

    A text that is not JSON is a message too: the registry would answer it.
    """
    return [
        _sent(file, piece, plan, sender)
        for path in paths
        for file in _files(path)
        for piece in _pieces(file, read_written(file, JSON))
    ]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise Trouble("no-messages", path=path)
    return found


def _pieces(file: Path, data: bytes) -> Iterator[_Piece]:
    """A JSON array's items and JSON Lines' lines; else the whole file is one message."""
    text = data.decode("utf-8", "replace")
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    many = len(lines) > 1 and all(_parsed(line) is not None for _, line in lines)
    if many or file.suffix.lower() in LINES:
        yield from (_Piece(f":{number}", line) for number, line in lines)
    elif text.lstrip().startswith("[") and _parsed(data) is not None:
        items = enumerate(_items(text))
        yield from (_Piece(f"/{index}", item.encode()) for index, item in items)
    else:
        yield _Piece("", data)


def _items(text: str) -> Iterator[str]:
    """The items of a JSON array as they are written."""
    decoder, at = json.JSONDecoder(), text.index("[") + 1
    while text[at := _skip(text, at)] != "]":
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = _skip(text, end)
        at += text[at] == ","


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _sent(file: Path, piece: _Piece, plan: Plan, sender: str | None) -> Sent:
    found = _parsed(piece.body)
    if isinstance(found, dict) and set(found) >= ENTRY and set(found) <= ENTRY | {"at"}:
        return _entry(file, piece.place, found)
    event: Mapping[str, Any] = found if isinstance(found, dict) else {}
    who = sender or _sender(event, plan)
    about = about_in(event.get("data"))
    about = about if about and _valid(Id, about) else who
    subject = topology.command(who, DOOR, _verb(event), about)
    return Sent(file, piece.place, piece.body, subject, _moment(event.get("time")))


def _entry(file: Path, place: str, entry: Mapping[str, Any]) -> Sent:
    """A message with its subject: the body is an event, or text that is sent as it stands."""
    subject, body, at = entry["subject"], entry["body"], _moment(entry.get("at"))
    words = subject.split(".") if isinstance(subject, str) else []
    if len(words) == len(FORM) - 1:  # as a client writes it; its account puts the door between
        words.insert(2, DOOR)
    if len(words) != len(FORM) or words[0] != FORM[0]:
        raise Trouble("subject-form", path=f"{file}{place}", subject=subject)
    if not isinstance(body, str):
        body = json.dumps(body, ensure_ascii=False)
    event = _parsed(body.encode())
    at = at or _moment(event.get("time") if isinstance(event, dict) else None)
    return Sent(file, place, body.encode(), ".".join(words), at)


def _verb(event: Mapping[str, Any]) -> str:
    wire = event.get("type")
    return next((name for name, model in VERBS.items() if model.wire == wire), UNKNOWN)


def _sender(event: Mapping[str, Any], plan: Plan) -> str:
    """Who would send this: the unit it is about, or the office where only that may."""
    data = event.get("data")
    if not isinstance(data, dict):
        return UNKNOWN
    if "record" in data:
        return topology.OPERATOR
    if event.get("type") in OF_THE_OFFICE:
        return plan.collecting_office
    given = data["plan"].get("issuer") if isinstance(data.get("plan"), dict) else data.get("unit")
    return str(given) if _valid(Id, given) is not None else UNKNOWN


def _moment(given: object) -> datetime | None:
    return _valid(SenderMoment, given) if isinstance(given, str) else None


def _valid(kind: Any, given: object) -> Any:
    try:
        return TypeAdapter(kind).validate_python(given, strict=True)
    except ValidationError:
        return None
