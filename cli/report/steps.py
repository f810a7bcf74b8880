"""Cli, report: `ngayso report publish`, `signed`, `replace`, `correct` and `withdraw`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.exchange import end_with
from cli.files.content import digest
from cli.options import JsonOption, NatsOption, WaitOption
from cli.report.options import (
    DayOption,
    DocumentOption,
    NumberArgument,
    PlanArgument,
    ReasonOption,
    SenderOption,
    SignerOption,
)
from cli.report.say import made, say
from contracts.commands import (
    CorrectReportForm,
    PublishReport,
    ReplaceReport,
    SignReport,
    WithdrawReport,
)


def publish(
    plan: PlanArgument,
    number: NumberArgument,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """The snapshot's files are what is given for signing."""
    command = made(PublishReport, plan=plan, snapshot=number)
    end_with(say(command, sender, wait, nats, quiet=json), json)


def signed(
    plan: PlanArgument,
    number: NumberArgument,
    file: Annotated[
        Path, typer.Option("--file", help="Tệp đã ký; chỉ lấy mã băm. / The signed file's hash.")
    ],
    document: Annotated[str, typer.Option("--number", help="Số văn bản. / Its number.")],
    day: DayOption,
    signer: SignerOption,
    capacity: Annotated[str, typer.Option("--capacity", help="Chức vụ. / In which capacity.")],
    reason: Annotated[
        str | None,
        typer.Option("--reason", help="Ghi lại vì ghi nhầm. / What was mistyped before."),
    ] = None,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Record number, day and signer; of the file only its hash leaves this machine. What was
    recorded wrong is said again with --reason.
    """
    signature = {
        "number": document,
        "day": day.date(),
        "signer": signer,
        "capacity": capacity,
        "sha256": digest(file),
    }
    command = made(SignReport, plan=plan, snapshot=number, signed=signature, reason=reason)
    end_with(say(command, sender, wait, nats, quiet=json), json)


def replace(
    plan: PlanArgument,
    number: NumberArgument,
    by: Annotated[int, typer.Option("--by", min=1, help="Số lần chốt thay thế. / Replaced by.")],
    reason: ReasonOption,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """A later signed report takes the place of this one."""
    command = made(ReplaceReport, plan=plan, snapshot=number, by=by, reason=reason)
    end_with(say(command, sender, wait, nats, quiet=json), json)


def _letter(number: str, day: datetime, signer: str) -> dict[str, object]:
    return {"number": number, "day": day.date(), "signer": signer}


def correct(
    plan: PlanArgument,
    number: NumberArgument,
    document: DocumentOption,
    day: DayOption,
    signer: SignerOption,
    reason: ReasonOption,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """A letter corrects the form of a signed report; its figures stand."""
    letter = _letter(document, day, signer)
    command = made(CorrectReportForm, plan=plan, snapshot=number, document=letter, reason=reason)
    end_with(say(command, sender, wait, nats, quiet=json), json)


def withdraw(
    plan: PlanArgument,
    number: NumberArgument,
    document: DocumentOption,
    day: DayOption,
    signer: SignerOption,
    reason: ReasonOption,
    sender: SenderOption = None,
    wait: WaitOption = 30.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """A document withdraws a published or signed report."""
    letter = _letter(document, day, signer)
    command = made(WithdrawReport, plan=plan, snapshot=number, document=letter, reason=reason)
    end_with(say(command, sender, wait, nats, quiet=json), json)
