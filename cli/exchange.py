"""Cli, exchange: commands in an envelope of ours, and verdicts as staff read them."""

from typing import assert_never
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from cli.console import FINDINGS, Trouble, leave, tell, tell_json
from cli.findings import tell_finding
from contracts.commands import COMMANDS, verb
from contracts.envelope import Message, encode, wrap
from contracts.values import Id
from contracts.verdicts import Verdict
from contracts.words import DutyStatus, Outcome

VERBS = {verb(model): model for model in COMMANDS.values()}
SOURCE = "urn:ngayso:cli"


def outcome_word(outcome: Outcome) -> tuple[str, str]:
    """How staff read an outcome, and its style."""
    match outcome:
        case "accepted":
            return "ĐÃ NHẬN", "green"
        case "unchanged":
            return "KHÔNG THAY ĐỔI", "green"
        case "refused":
            return "BỊ TỪ CHỐI", "bold red"
        case _:
            assert_never(outcome)


def status_word(status: DutyStatus) -> str:
    """How staff read where a duty stands."""
    match status:
        case "owing":
            return "còn nợ"
        case "met":
            return "đã thực hiện"
        case "excused":
            return "được miễn"
        case _:
            assert_never(status)


def event_of(data: Message) -> bytes:
    """A command of ours as it is sent."""
    return encode(wrap(data, id=str(uuid4()), source=SOURCE))


def wanted_id(unit: str) -> str:
    """The unit's id as given; raises Trouble where it cannot be one."""
    try:
        return TypeAdapter(Id).validate_python(unit)
    except ValidationError as error:
        raise Trouble("sender-form", unit=unit) from error


def tell_verdict(verdict: Verdict) -> None:
    """A verdict as staff read it."""
    word, style = outcome_word(verdict.outcome)
    warned = verdict.outcome == "accepted" and bool(verdict.findings)
    tell(
        f"{word}{', có lưu ý' if warned else ''}: lệnh {verdict.command.type or '?'} "
        f"của {verdict.unit}, số {verdict.command.sequence}",
        f"{verdict.outcome}; received {verdict.received_at.isoformat()}",
        "yellow" if warned else style,
    )
    for finding in verdict.findings:
        tell_finding(finding, indent="  ")
    for duty in verdict.duties:
        late = {True: ", đúng hạn", False: ", trễ hạn", None: ""}[duty.on_time]
        due = duty.due.isoformat(timespec="minutes")
        tell(f"  Nội dung phải thực hiện {duty.duty}: {status_word(duty.status)}{late} (hạn {due})")


def end_with(verdict: Verdict, json: bool) -> None:
    """Tell the verdict; a refusal is the command's exit code too."""
    if json:
        tell_json(verdict.model_dump(mode="json"))
    else:
        tell_verdict(verdict)
    if verdict.outcome == "refused":
        leave(FINDINGS)
