"""Cli, plans: `ngayso plan publish`: a plan comes into force, or another takes its place."""

from typing import Annotated

import typer

from cli.console import Trouble
from cli.exchange import end_with, event_of
from cli.options import JsonOption, NatsOption, PlanFile, WaitOption
from cli.plans.check import read_whole
from cli.servers.ask import ask
from cli.servers.connect import with_nats
from contracts.commands import AmendPlan, PublishPlan, verb


def publish(
    plan: PlanFile,
    sender: Annotated[
        str | None,
        typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan ban hành. / The sending unit."),
    ] = None,
    amend: Annotated[bool, typer.Option("--amend", help="Thay kế hoạch đã ban hành.")] = False,
    reason: Annotated[str | None, typer.Option(help="Lý do sửa. / Why it is amended.")] = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Send the plan as its issuer, and wait for what the registry says."""
    if amend != bool(reason and reason.strip()):
        raise Trouble("reason-wanted")
    whole = read_whole(plan)
    command = AmendPlan(plan=whole, reason=reason) if amend and reason else PublishPlan(plan=whole)
    unit, name, data = sender or whole.issuer, verb(type(command)), event_of(command)
    verdict = with_nats(nats, lambda connected: ask(connected, unit, name, data, wait), quiet=json)
    end_with(verdict, json)
