"""Cli, dossier: `ngayso plan file`: a campaign's file for the archive, in a folder of its own."""

from pathlib import Path
from typing import Annotated

import typer

from cli.console import Trouble, tell_json, tell_of
from cli.dossier.file import SUMS, files_of
from cli.dossier.gather import Campaign, gather
from cli.files.content import write
from cli.options import JsonOption, NatsOption, ReportingOption
from cli.progress import progress
from cli.servers.connect import with_nats
from cli.servers.reporting import call, plan_path
from contracts.frozen import FrozenFile


def file_plan(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")],
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Thư mục mới hoặc trống. / An empty folder.")
    ],
    json: JsonOption = False,
    nats: NatsOption = None,
    reporting: ReportingOption = None,
) -> None:
    """Read the log, write every file, the hashes last: a folder without them is not finished."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Trouble("dossier-not-empty", path=out)
    campaign = with_nats(nats, lambda connected: gather(connected, plan), quiet=json)

    def fetch(file: FrozenFile) -> bytes:
        where = plan_path(plan, f"/files/{file.sha256}/report.{file.form}")
        return call("GET", reporting, where).content

    files = files_of(campaign, fetch)
    with progress("writing-dossier", len(files), quiet=json) as done:
        for name, content in files.items():
            write(out / name, content)
            done()
    told = _told(campaign, files)
    if json:
        tell_json({"path": str(out), **told})
    else:
        tell_of("dossier-written", "green", path=out, sums=SUMS, **told)
        tell_of("dossier-contacts", plan=plan)


def _told(campaign: Campaign, files: dict[str, bytes]) -> dict[str, int]:
    published = [one for one in campaign.snapshots.values() if one.published_at]
    return {
        "files": len(files),
        "size": sum(map(len, files.values())),
        "units": len(campaign.units),
        "published": len(published),
        "position": campaign.position,
    }
