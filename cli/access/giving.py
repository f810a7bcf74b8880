"""Cli, access: `ngayso access init`, `grant` and `rotate`: what ends in a credentials file."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.access.issuing import Issued, end_former, grant, rotate
from cli.access.options import JsonOption, KeysOption, Names, NatsOption, Out
from cli.access.records import Held, Records, named, said, tell_acts, wanted, with_records
from cli.access.speaks_for import read_speaks_for, read_unit_ids
from cli.console import Trouble, tell_of
from cli.exchange import wanted_id
from cli.translate.system import os_vi
from contracts.access import AccessRecorded
from contracts.fence import Verbs
from runtime.access import safe
from runtime.access.safe import beside

PROBED = 10
"""Of many files; each server has answered for each."""
Asked = Mapping[str, Mapping[str, Verbs]]
"""By name, the units that it is to speak for."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Thư mục khóa. / For the keys.")],
    claims_dir: Annotated[
        str, typer.Option(help="Nơi máy chủ NATS giữ các tài khoản. / Where servers keep accounts.")
    ] = "/data/accounts",
) -> None:
    """Make the keys that are missing; write anew what the servers and services are told."""
    try:
        safe.make(folder, claims_dir)
    except ValueError as error:
        raise Trouble("access-networks", file=folder / "networks", detail=error) from error
    tell_of("access-made", "bold", folder=folder)


def give(
    names: Names = None,
    units: Annotated[
        list[Path] | None,
        typer.Option("--units", help="Tệp đơn vị: cấp cho từng đơn vị. / To each unit of a file."),
    ] = None,
    speaks_for: Annotated[
        Path | None,
        typer.Option("--for", help="Tệp các đơn vị mà hệ thống nói thay. / Units it speaks for."),
    ] = None,
    others: Annotated[
        bool | None,
        typer.Option(
            "--others/--own-only",
            help="Nói cả về đơn vị, kế hoạch khác, hoặc thôi; nếu thiếu: như đang có. "
            "/ As offices, parents do.",
        ),
    ] = None,
    out: Out = Path("var/access"),
    keys: KeysOption = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Credentials for units' own systems, or for one that speaks for a list of units."""
    asked = _asked(names or [], units or [], speaks_for)

    async def work(records: Records) -> list[AccessRecorded]:
        found, at, issued = await records.read(), said(), list[tuple[Issued, Held]]()
        for name, wanted_units in asked.items():
            held = found.get(name, Held())
            if held.record and held.record.named != (list(wanted_units) != [name]):
                raise Trouble("access-other-kind", name=name)
            new = grant(records.keys, held.record, name, wanted_units, at, others=others)
            if new is not None:
                issued.append((new, held))
        return await keep(records, issued, out)

    tell_acts(with_records(keys, nats, work, quiet=json), out, asked, json=json)


def renew(
    names: Names = None,
    end: Annotated[
        bool, typer.Option("--end-former", help="Chấm dứt các tệp cũ. / End the former files.")
    ] = False,
    out: Out = Path("var/access"),
    keys: KeysOption = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Further credentials in place of the file; the former ones hold until they are ended."""
    asked = named(names)

    async def work(records: Records) -> list[AccessRecorded]:
        at, act = said(), end_former if end else rotate
        found = wanted(await records.read(), asked)
        issued = [(act(records.keys, last, at), held) for last, held in found]
        return await keep(records, issued, out)

    tell_acts(with_records(keys, nats, work, quiet=json), out, asked, json=json)


def _asked(names: list[str], units: list[Path], speaks_for: Path | None) -> Asked:
    every = [wanted_id(name) for name in names]
    if speaks_for is not None:
        if units or len(every) != 1:
            raise Trouble("access-one-system")
        return {every[0]: read_speaks_for(speaks_for)}
    every += read_unit_ids(units)
    if not every:
        raise Trouble("access-whom")
    return {name: {name: ()} for name in every}


class _File:
    """A credentials file that can be written, next to the former; without a text there is none.

    Raises Trouble.
    """

    def __init__(self, path: Path, text: str | None) -> None:
        self.path, self.text = path, text
        try:
            self._beside = None if text is None else beside(path, text)
        except OSError as error:
            said = {"detail": error.strerror, "detail_vi": os_vi(error)}
            raise Trouble("out-unwritable", path=path, **said) from error

    def put(self) -> None:
        """In the place of the former."""
        if self._beside:
            self._beside.replace(self.path)

    def drop(self) -> None:
        """Nothing is left beside, where it was not put."""
        if self._beside:
            self._beside.unlink(missing_ok=True)


async def keep(
    records: Records, issued: list[tuple[Issued, Held]], out: Path
) -> list[AccessRecorded]:
    """Record, tell the servers, and connect with the last of the new files.

    A file that can be written takes the place of the former once its record is kept.
    """
    given = [_File(out / f"{new.record.name}.creds", new.file) for new, _ in issued]
    acts = zip(issued, given, strict=True)
    ends = await asyncio.gather(
        *(records.keep(new, held, file.put) for (new, held), file in acts), return_exceptions=True
    )
    for file in given:
        file.drop()
    for error in filter(None, ends):
        raise error
    placed = [file.path for file in given if file.text is not None]
    await asyncio.gather(*(records.probe(path) for path in placed[-PROBED:]))
    return [new.record for new, _ in issued]
