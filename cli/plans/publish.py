"""Cli, plans: `ngayso plan publish`: a plan comes into force, or another takes its place."""

import sys
from datetime import datetime
from typing import Annotated
from unicodedata import normalize

import typer
from pydantic import ValidationError

from cli.console import FINDINGS, Trouble, leave, tell_of
from cli.exchange import end_with, event_of
from cli.options import JsonOption, NatsOption, PlanFile, SmsPrice, WaitOption
from cli.plans.check import read_whole
from cli.servers.ask import ask
from cli.servers.connect import with_nats
from contracts.commands import AmendPlan, PublishPlan, verb
from contracts.plan import Amending

SEND = "Gửi? Gõ “có” để gửi / Send? Type “yes”"
AmendingDay = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày văn bản đó. / Its day."),
]
YES = {"có", "co", "c", "yes", "y"}


def publish(
    plan: PlanFile,
    sender: Annotated[
        str | None,
        typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan ban hành. / The sending unit."),
    ] = None,
    amend: Annotated[bool, typer.Option("--amend", help="Thay kế hoạch đã ban hành.")] = False,
    reason: Annotated[str | None, typer.Option(help="Lý do sửa. / Why it is amended.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Số văn bản sửa đổi. / Number of the amending document.")
    ] = None,
    day: AmendingDay = None,
    signer: Annotated[str | None, typer.Option(help="Người ký. / Who signed it.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Gửi ngay, không hỏi lại. / Send without asking.")
    ] = False,
    sms_price: SmsPrice = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Show what it will do and ask; then send it as its issuer, and wait for the registry."""
    by_document = amending(document, day, signer)
    if amend != bool(reason and reason.strip()) or amend != (by_document is not None):
        raise Trouble("amending-wanted")
    whole = read_whole(plan)
    command = (
        AmendPlan(plan=whole, reason=reason, document=by_document)
        if reason and by_document
        else PublishPlan(plan=whole)
    )
    if not yes:
        if json:
            raise Trouble("yes-wanted")
        _ask_first(command, nats, sms_price)
    unit, name, data = sender or whole.issuer, verb(type(command)), event_of(command)
    verdict = with_nats(nats, lambda connected: ask(connected, unit, name, data, wait), quiet=json)
    end_with(verdict, json)


def amending(document: str | None, day: datetime | None, signer: str | None) -> Amending | None:
    """The document that says so, where one was named; raises Trouble for half of one."""
    if document is None and day is None and signer is None:
        return None
    if document is None or day is None or signer is None:
        raise Trouble("amending-wanted")
    try:
        return Amending(number=document, day=day.date(), signer=signer)
    except ValidationError as error:
        raise Trouble("amending-wanted") from error


def _ask_first(command: PublishPlan | AmendPlan, nats: str | None, price: int | None) -> None:
    """Leaves unless somebody says yes to what sending the plan will do."""
    from cli.plans.foresee import foretell  # noqa: PLC0415 - the notifier costs a second

    if foretell(command, nats, price) and not says_yes():
        tell_of("plan-not-sent")
        leave(FINDINGS)


def says_yes(question: str = SEND) -> bool:
    """Whether the person at the terminal says yes to what was shown; raises Trouble for nobody."""
    if not sys.stdin.isatty():
        raise Trouble("yes-wanted")
    answer = typer.prompt(question, default="", show_default=False)
    return normalize("NFC", answer).strip().casefold() in YES
