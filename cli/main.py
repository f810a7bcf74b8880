"""Cli, main: the `ngayso` command, put together from its parts."""

import sys
from collections.abc import Sequence

import typer

from cli.console import UNREADABLE, Trouble, tell_trouble
from cli.directory import commands as directory
from cli.integrate.conform import conform
from cli.integrate.history import history
from cli.operate import dead, reporting, status, topology
from cli.plans import commands as plans
from cli.send import send
from cli.workbook import commands as workbook

app = typer.Typer(
    name="ngayso",
    help="Điều hành chiến dịch Ngày Chuyển đổi số. / Operate a digital-day campaign.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plans.app, name="plan")
app.add_typer(directory.units_app, name="units")
app.add_typer(directory.contacts_app, name="contacts")
app.command("send")(send)
app.command("status")(status.status)
app.command("conform")(conform)
app.command("history")(history)
app.add_typer(dead.app, name="dead")
app.add_typer(reporting.report_app, name="report")
app.add_typer(reporting.views_app, name="views")
app.add_typer(topology.app, name="topology")
app.add_typer(workbook.app, name="workbook")


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit 0: done; 1: findings or a refusal; 2: misuse, an unreadable file, a server away."""
    try:
        app(args=arguments)
    except Trouble as trouble:
        tell_trouble(trouble)
        sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
