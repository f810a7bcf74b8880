"""Cli, integrate: `ngayso send`: one command file, as a unit hands it in, and its verdict."""

import json as json_format
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from cli.console import Trouble
from cli.exchange import SOURCE, VERBS, end_with
from cli.files.content import read_written
from cli.files.documents import as_json, read
from cli.options import JsonOption, NatsOption, WaitOption
from cli.servers.ask import ask
from cli.servers.connect import with_nats


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
    """Hand the file in as it stands, and wait for what the registry says."""
    name, data = message_of(file, verb)
    verdict = with_nats(
        nats, lambda connected: ask(connected, sender, name, data, wait), quiet=json
    )
    end_with(verdict, json)


def message_of(file: Path, verb: str | None) -> tuple[str, bytes]:
    """The verb and the message of a file; raises Trouble.

    A whole CloudEvent goes out byte for byte, so that the registry judges what was written.
    """
    known = ", ".join(VERBS)
    if verb is not None and verb not in VERBS:
        raise Trouble("verb-unknown", verb=verb, known=known)
    content = read_written(file)
    event = _event(content)
    if event is not None:
        named = verb or _verb_of(event.get("type"))
        if named is None:
            raise Trouble("verb-wanted", known=known)
        return named, content
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


def _event(content: bytes) -> dict[str, Any] | None:
    try:
        found = json_format.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "specversion" in found else None


def _verb_of(wire: object) -> str | None:
    words = str(wire).split(".")
    return words[1] if len(words) > 1 and words[1] in VERBS else None
