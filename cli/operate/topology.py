"""Cli, operate: `ngayso topology apply` brings the servers to what contracts/topology.py says."""

from typing import Annotated, Any

import typer
from nats.js.errors import NotFoundError

from cli.console import Trouble, tell_json, tell_table
from cli.options import JsonOption, NatsOption
from cli.servers.connect import Session, with_nats
from contracts import server, topology
from contracts.permissions import TOPOLOGY
from runtime.jetstream.connection import connection
from runtime.jetstream.streams import declare

WHATS = {"stream": "luồng", "bucket": "bộ nhớ", "durable": "bên nhận"}
DONE = {"made": "đã tạo/made", "changed": "đã sửa/changed", "same": "giữ nguyên/unchanged"}
State = dict[tuple[str, str], dict[str, Any] | None]


def apply(
    replicas: Annotated[
        int | None, typer.Option(min=1, max=5, help="Số bản sao; nếu thiếu: NGAYSO_NATS_REPLICAS.")
    ] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Declare everything, and tell what that changed."""
    changes = with_nats(nats, lambda s: _apply(s, replicas), quiet=json, user=TOPOLOGY)
    if json:
        tell_json(changes)
        return
    rows = (
        (WHATS[change["what"]], change["name"], DONE[change["done"]], ", ".join(change["fields"]))
        for change in changes
    )
    tell_table("Luồng, bộ nhớ, bên nhận / Topology", ("loại", "tên", "kết quả", ""), rows)


async def _apply(connected: Session, replicas: int | None) -> list[dict[str, Any]]:
    _must_be_new_enough(connected)
    before = await _state(connected)
    settings = connected.settings
    await declare(connected.js, replicas or settings.nats_replicas, settings.nats_store_mib)
    after = await _state(connected)
    return [_change(what, name, before[what, name], after[what, name]) for what, name in after]


def _must_be_new_enough(connected: Session) -> None:
    """Raises Trouble: an older server lacks something, and says so late or not at all."""
    found = connection(connected.broker).connected_server_version
    version = (found.major, found.minor, found.patch)
    if version < tuple(map(int, server.LOWEST_NATS.split("."))):
        named = ".".join(map(str, version))
        raise Trouble("nats-old", found=named, lowest=server.LOWEST_NATS)


def _change(
    what: str, name: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    was, now = before or {}, after or {}
    fields = sorted(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
    done = "made" if before is None else "changed" if fields else "same"
    return {"what": what, "name": name, "done": done, "fields": fields if before else []}


async def _state(connected: Session) -> State:
    """The servers' configuration of everything we name; None for what is not there."""
    js = connected.js
    named = [("stream", stream.name, js.stream_info(stream.name)) for stream in topology.STREAMS]
    named.append(
        ("bucket", topology.CONTACTS_BUCKET, js.stream_info(f"KV_{topology.CONTACTS_BUCKET}"))
    )
    named += [("durable", d.name, js.consumer_info(d.stream, d.name)) for d in topology.DURABLES]
    state: State = {}
    for what, name, question in named:
        try:
            state[what, name] = (await question).config.as_dict()
        except NotFoundError:
            state[what, name] = None
    return state
