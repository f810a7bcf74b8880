"""Cli, access: `ngayso access revoke`, `list` and `push`."""

from pathlib import Path
from typing import Annotated

import typer

from cli.access.issuing import revoke, without
from cli.access.options import JsonOption, KeysOption, Names, NatsOption
from cli.access.records import Records, named, said, tell_acts, wanted, with_records
from cli.console import Trouble, tell_json, tell_of, tell_table, written
from contracts.access import AccessAct, AccessRecorded
from runtime.clock import SystemClock

ACTS: dict[AccessAct, str] = {
    "granted": "cấp",
    "changed": "đổi",
    "rotated": "cấp tệp mới",
    "former-ended": "bỏ tệp cũ",
    "revoked": "chấm dứt",
}


def end(
    names: Names = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="Chỉ thôi nói thay đơn vị này. / Only for this unit."),
    ] = None,
    keys: KeysOption = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Cut whoever is connected as these names, and let nobody in any more."""
    asked = named(names)

    async def work(records: Records) -> list[AccessRecorded]:
        at, done = said(), []
        for last, held in wanted(await records.read(), asked):
            if unit is None:
                new = revoke(records.keys, last, at)
            elif last.named and unit in {one.unit for one in last.speaks_for}:
                new = without(records.keys, last, unit, at)
            else:
                raise Trouble("access-not-for", name=last.name, unit=unit)
            await records.keep(new, held, lambda: None)
            done.append(new.record)
        return done

    tell_acts(with_records(keys, nats, work, quiet=json), Path(), asked, json=json)


def show(
    keys: KeysOption = None,
    history: Annotated[
        bool,
        typer.Option("--history", help="Mọi lần cấp, đổi, chấm dứt. / Each act, oldest first."),
    ] = False,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Who may connect, for which units, by whose hand."""

    async def work(records: Records) -> list[AccessRecorded]:
        if history:
            return [one async for one in records.every()]
        found = (held.record for held in (await records.read()).values())
        return sorted((one for one in found if one), key=lambda one: one.name)

    found = with_records(keys, nats, work, quiet=json)
    if json:
        tell_json([one.model_dump(mode="json", exclude={"claims"}) for one in found])
        return
    zone = SystemClock().now().astimezone().tzinfo
    rows = (
        (one.name, ACTS[one.act], ", ".join(_units(one)), "có" if one.others else "",
         len(one.credentials), one.by, written(one.at.astimezone(zone)))
        for one in found
    )  # fmt: skip
    columns = ("tên", "việc", "đơn vị", "nói về nơi khác", "số tệp", "người làm", "lúc")
    tell_table("Quyền kết nối / Access", columns, rows)


def _units(record: AccessRecorded) -> list[str]:
    return [f"{one.unit} ({'+'.join(one.verbs)})" if one.verbs else one.unit
            for one in record.speaks_for]  # fmt: skip


def push(keys: KeysOption = None, nats: NatsOption = None) -> None:
    """Tell the servers again all that is recorded: one that was away, or a cluster made anew."""

    async def work(records: Records) -> tuple[int, list[str]]:
        return await records.tell_all()

    count, servers = with_records(keys, nats, work, quiet=False)
    tell_of("access-pushed", "bold", count=count, servers=", ".join(servers))
