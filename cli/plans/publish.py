"""Cli, plans: `ngayso plan publish`: a plan comes into force, or another takes its place."""

import sys
from datetime import datetime, timedelta
from typing import Annotated
from unicodedata import normalize

import typer
from nats.errors import Error
from pydantic import ValidationError

from cli.console import FINDINGS, Trouble, leave, tell_of, tell_table, written
from cli.directory.keep import see_contacts
from cli.exchange import end_with, event_of
from cli.findings import tell_finding
from cli.lists.reach import contacts_of, count_people
from cli.options import JsonOption, NatsOption, PlanFile, WaitOption
from cli.plans.check import read_whole
from cli.plans.foresee import Foreseen, People, Round, foresee
from cli.servers.ask import ask
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from cli.servers.facts import directory_now, plan_now
from contracts.commands import AmendPlan, PublishPlan, verb
from contracts.findings import has_error
from contracts.plan import Amending, Plan
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.run import check_plan

FIRST = 10
"""Rounds of messages that are listed; more are counted."""
SEND = "Gửi? Gõ “có” để gửi / Send? Type “yes”"
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
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày văn bản đó. / Its day."),
    ] = None,
    signer: Annotated[str | None, typer.Option(help="Người ký. / Who signed it.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Gửi ngay, không hỏi lại. / Send without asking.")
    ] = False,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Show what it will do and ask; then send it as its issuer, and wait for the registry."""
    by_document = amending(document, day, signer)
    if amend != bool(reason and reason.strip()) or amend != (by_document is not None):
        raise Trouble("amending-wanted")
    whole = read_whole(plan)
    if not yes:
        if json:
            raise Trouble("yes-wanted")
        _ask_first(whole, nats, amend=amend)
    command = (
        AmendPlan(plan=whole, reason=reason, document=by_document)
        if reason and by_document
        else PublishPlan(plan=whole)
    )
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


def _ask_first(plan: Plan, nats: str | None, *, amend: bool) -> None:
    """Tells what sending the plan will do, and leaves unless somebody says yes to it.

    A plan that is in force already causes nothing unless it is amended: the registry will say so.
    """

    async def read(connected: Session) -> tuple[Look, bool, People | None]:
        now = read_settings().clock().now()
        before = await plan_now(connected, plan.id)
        look = Look(plan, await directory_now(connected), now, before if amend else None)
        return look, before is not None, await _people(connected, look)

    look, known, people = with_nats(nats, read, quiet=False)
    if known and not amend:
        return
    findings = check_plan(look)
    for finding in findings:
        tell_finding(finding)
    if has_error(findings):
        tell_of("plan-unsound", "bold red", plan=plan.id)
        leave(FINDINGS)
    _tell(look, foresee(look, people), amend=amend)
    if not says_yes():
        tell_of("plan-not-sent")
        leave(FINDINGS)


def says_yes(question: str = SEND) -> bool:
    """Whether the person at the terminal says yes to what was shown; raises Trouble for nobody."""
    if not sys.stdin.isatty():
        raise Trouble("yes-wanted")
    answer = typer.prompt(question, default="", show_default=False)
    return normalize("NFC", answer).strip().casefold() in YES


async def _people(connected: Session, look: Look) -> People | None:
    """How many people of a unit a rung reaches; None where the notifier does not tell."""
    today = look.received.astimezone(look.plan.zone).date()
    heirs = {one.unit: look.directory.successors(one.unit, today) for one in look.participants}
    wanted = {*heirs, *(heir for found in heirs.values() for heir in found)}
    try:
        seen = await see_contacts(connected, wanted)
    except (Error, Trouble):
        return None
    book = {unit: answer.contacts or [] for unit, answer in seen.items()}
    whom = {unit: contacts_of(unit, found, book) for unit, found in heirs.items()}
    return lambda unit, rung: count_people(whom[unit], rung, today)


def _tell(look: Look, foreseen: Foreseen, *, amend: bool) -> None:
    """Duties by entry, then the first messages: how many people, or which roles; nobody by name."""
    zone = look.plan.zone

    def due(moment: datetime) -> str:
        return written((moment - timedelta(microseconds=1)).astimezone(zone))

    head = ("mục", "đơn vị", "nội dung", "hạn đầu", "hạn cuối", "tên gọi")
    rows = [
        (one.owed, one.units, one.duties, due(one.first), due(one.last), one.title)
        for one in foreseen.arising
    ]
    tell_table("Nội dung phải thực hiện / Duties", head, rows)

    def cells(one: Round) -> tuple[object, ...]:
        at = written(one.at.astimezone(zone)) if one.at else "ngay lập tức"
        people = "?" if one.people is None else one.people
        roles, channels = ", ".join(one.rung.audience), ", ".join(one.rung.channels)
        return at, one.owed, one.rung.id, one.units, people, one.silent, roles, channels

    columns = ("lúc", "mục", "bậc nhắc", "đơn vị", "người", "không tới ai", "vai trò", "kênh")
    tell_table("Tin nhắc đầu tiên / First messages", columns, map(cells, foreseen.rounds[:FIRST]))
    if more := len(foreseen.rounds[FIRST:]):
        tell_of("rounds-more", count=more)
    if foreseen.lapsed:
        tell_of("rungs-lapsed", count=foreseen.lapsed)
    if amend:
        tell_of("amending-silent")
