"""Cli, send: one command file, handed in as a unit would, and the registry's verdict on it."""

import json as json_format
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from cli.ask import SOURCE, VERBS, ask, end_with
from cli.connect import JsonOption, NatsOption, WaitOption, with_nats
from cli.console import Trouble
from cli.documents import as_json, read, read_bytes


def send(
    file: Annotated[Path, typer.Argument(help="CloudEvent JSON, hoặc dữ liệu YAML/JSON.")],
    sender: Annotated[str, typer.Option("--as", help="Đơn vị gửi. / The sending unit.")],
    verb: Annotated[
        str | None, typer.Option(help="Lệnh, ví dụ submit-report, khi tệp chỉ có dữ liệu.")
    ] = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Gửi một lệnh thay mặt đơn vị, chờ trả lời. / Send one command file as a unit."""
    name, data = message_of(file, verb)
    verdict = with_nats(nats, lambda connected: ask(connected, sender, name, data, wait))
    end_with(verdict, json)


def message_of(file: Path, verb: str | None) -> tuple[str, bytes]:
    """The verb and the message of a file; raises Trouble.

    A whole CloudEvent goes out byte for byte, so that the registry judges what was written.
    """
    known = ", ".join(VERBS)
    if verb is not None and verb not in VERBS:
        raise Trouble("verb-unknown", verb=verb, known=known)
    event = _event(file)
    if event is not None:
        named = verb or _verb_of(event.get("type"))
        if named is None:
            raise Trouble("verb-wanted", known=known)
        return named, read_bytes(file)
    if verb is None:
        raise Trouble("verb-wanted", known=known)
    envelope = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": SOURCE,
        "type": VERBS[verb].wire,
        "datacontenttype": "application/json",
        "data": read(file).data,
    }
    return verb, as_json(envelope)


def _event(file: Path) -> dict[str, Any] | None:
    try:
        found = json_format.loads(read_bytes(file))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "specversion" in found else None


def _verb_of(wire: object) -> str | None:
    words = str(wire).split(".")
    return words[1] if len(words) > 1 and words[1] in VERBS else None
