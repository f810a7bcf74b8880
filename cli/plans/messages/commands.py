"""Cli, plans: `ngayso plan hold-messages` and its like: show what it does, ask, and send it.

Whoever says --yes is not kept waiting by what would be shown.
"""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from cli.console import FINDINGS, Trouble, leave, tell, tell_of
from cli.exchange import end_with, event_of
from cli.options import JsonOption, NatsOption, WaitOption
from cli.plans.messages.look import Known, known_now, show
from cli.plans.messages.options import (
    AreaOption,
    ChannelOption,
    DayOption,
    DocumentOption,
    DutyOption,
    LevelOption,
    NameOption,
    PlanArgument,
    ReasonOption,
    SenderOption,
    SignerOption,
    UnitOption,
    UntilOption,
    YesOption,
)
from cli.plans.messages.words import order_words, standing
from cli.plans.publish import amending, says_yes
from cli.servers.ask import ask
from cli.servers.connect import with_nats
from contracts.brake import Which
from contracts.commands import CancelMessages, HoldMessages, OrderCommand, ResumeMessages, verb
from contracts.values import Deadline

M = TypeVar("M", bound=BaseModel)


def hold(
    plan: PlanArgument,
    reason: ReasonOption,
    duty: DutyOption = None,
    level: LevelOption = None,
    channel: ChannelOption = None,
    unit: UnitOption = None,
    area: AreaOption = None,
    order: NameOption = None,
    document: DocumentOption = None,
    day: DayOption = None,
    signer: SignerOption = None,
    sender: SenderOption = None,
    yes: YesOption = False,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Show how many reminders will wait, ask, and hold them back."""
    which = _which(duty, level, channel, unit, area)
    known = known_now(nats, plan, None if yes else which, quiet=json)
    command = _made(
        HoldMessages,
        plan=plan,
        reason=reason,
        document=amending(document, day, signer),
        order=order or _name("dung", known),
        which=which,
    )
    show("hold-shown", known, which)
    _send(command, known, sender=sender, yes=yes, wait=wait, json=json, nats=nats)


def cancel(
    plan: PlanArgument,
    reason: ReasonOption,
    until: UntilOption = None,
    duty: DutyOption = None,
    level: LevelOption = None,
    channel: ChannelOption = None,
    unit: UnitOption = None,
    area: AreaOption = None,
    order: NameOption = None,
    document: DocumentOption = None,
    day: DayOption = None,
    signer: SignerOption = None,
    sender: SenderOption = None,
    yes: YesOption = False,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Show how many reminders will never be sent, ask, and call them off."""
    which = _which(duty, level, channel, unit, area)
    last = Deadline(day=until.date(), hour=until.time(), inclusive=True) if until else None
    known = known_now(nats, plan, None if yes else which, quiet=json, until=last, ending=True)
    command = _made(
        CancelMessages,
        plan=plan,
        reason=reason,
        document=amending(document, day, signer),
        order=order or _name("huy", known),
        which=which,
        until=last,
    )
    show("cancel-shown", known, which)
    _send(command, known, sender=sender, yes=yes, wait=wait, json=json, nats=nats)


def resume(
    plan: PlanArgument,
    reason: ReasonOption,
    order: Annotated[
        str | None,
        typer.Option("--order", help="Chỉ lệnh này; nếu thiếu: mọi lệnh tạm dừng. / One order."),
    ] = None,
    document: DocumentOption = None,
    day: DayOption = None,
    signer: SignerOption = None,
    sender: SenderOption = None,
    yes: YesOption = False,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Show which orders end and how many reminders then go on, ask, and resume them."""
    known = known_now(nats, plan, None if yes else Which(), quiet=json)
    if known.about is not None:
        for one in standing(known.history, known.now):
            if order in (None, one.order):
                tell(order_words(one, known.state))
        tell_of("resume-shown", count=known.about.due)
    command = _made(
        ResumeMessages,
        plan=plan,
        reason=reason,
        document=amending(document, day, signer),
        order=order,
    )
    _send(command, known, sender=sender, yes=yes, wait=wait, json=json, nats=nats)


def _which(
    duty: Sequence[str] | None,
    level: Sequence[str] | None,
    channel: Sequence[str] | None,
    unit: Sequence[str] | None,
    area: Sequence[str] | None,
) -> Which:
    given = {"owed": duty, "levels": level, "channels": channel, "units": unit, "areas": area}
    return _made(Which, **{name: list(words or ()) for name, words in given.items()})


def _made(model: type[M], **fields: object) -> M:
    """Raises Trouble where a word that was typed cannot be one."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        wrong = error.errors()
        if any("reason" in one["loc"] for one in wrong):
            raise Trouble("reason-wanted") from error
        words = ", ".join(str(one["input"]) for one in wrong)
        raise Trouble("filter-wrong", words=words) from error


def _name(word: str, known: Known) -> str:
    local = known.now.astimezone(known.state.plan.zone)
    return f"{word}-{local:%Y%m%d-%H%M%S}"


def _send(
    command: OrderCommand,
    known: Known,
    *,
    sender: str | None,
    yes: bool,
    wait: float,
    json: bool,
    nats: str | None,
) -> None:
    if json and not yes:
        raise Trouble("yes-wanted")
    if not yes and not says_yes():
        tell_of("plan-not-sent")
        leave(FINDINGS)
    unit, name, data = (
        sender or known.state.plan.collecting_office,
        verb(type(command)),
        event_of(command),
    )
    verdict = with_nats(nats, lambda connected: ask(connected, unit, name, data, wait), quiet=json)
    end_with(verdict, json)
