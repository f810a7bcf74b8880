"""Cli, dossier: `ngayso plan file`: a campaign's file for the archive, in a folder of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cli.console import Trouble, tell_json, tell_of
from cli.dossier.file import SUMS, files_of
from cli.dossier.gather import Campaign, gather
from cli.files.content import PARTIAL, write
from cli.options import JsonOption, NatsOption, ReportingOption
from cli.progress import progress
from cli.servers.connect import with_nats
from cli.servers.reporting import call, plan_path
from contracts.frozen import FrozenFile

UNFINISHED = "CHUA-XONG.txt"
UNFINISHED_WORDS = """Hồ sơ này chưa lập xong; chạy lại đúng lệnh ngayso plan file đã dùng.
This file is not finished; run the same ngayso plan file again.
"""


def file_plan(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")],
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Thư mục mới hoặc trống. / An empty folder.")
    ],
    json: JsonOption = False,
    nats: NatsOption = None,
    reporting: ReportingOption = None,
) -> None:
    """Read the log, write every file, the hashes last: a folder without them is not finished, says
    so, and is finished by the same command.
    """
    refuse_filled(out)
    campaign = with_nats(nats, lambda connected: gather(connected, plan), quiet=json)

    def fetch(file: FrozenFile) -> bytes:
        where = plan_path(plan, f"/files/{file.sha256}/report.{file.form}")
        return call("GET", reporting, where).content

    files = files_of(campaign, fetch)
    with progress("writing-dossier", len(files), quiet=json) as done:
        write_all(out, files, done)
    told = _told(campaign, files)
    if json:
        tell_json({"path": str(out), **told})
    else:
        tell_of("dossier-written", "green", path=out, sums=SUMS, **told)
        tell_of("dossier-contacts", plan=plan)


def refuse_filled(out: Path) -> None:
    """Raises Trouble where the folder holds anything, but what an interrupted run left."""
    if out.is_dir() and any(out.iterdir()) and not (out / UNFINISHED).exists():
        raise Trouble("dossier-not-empty", path=out)


def write_all(out: Path, files: dict[str, bytes], done: Callable[[], None]) -> None:
    """Also into a folder that an interrupted run left, which says so until all is written."""
    write(out / UNFINISHED, UNFINISHED_WORDS.encode())
    for left in out.rglob(f"*{PARTIAL}"):
        left.unlink()
    for name, content in files.items():
        write(out / name, content)
        done()
    (out / UNFINISHED).unlink()


def _told(campaign: Campaign, files: dict[str, bytes]) -> dict[str, int]:
    published = [one for one in campaign.snapshots.values() if one.published_at]
    return {
        "files": len(files),
        "size": sum(map(len, files.values())),
        "units": len(campaign.units),
        "published": len(published),
        "position": campaign.position,
    }
