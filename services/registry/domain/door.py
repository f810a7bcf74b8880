"""Registry, domain: reads what came in on cmd.<sender>.<verb> as a command, and words the answer.

The same for what JetStream delivers and for what `ngayso conform` reads from files.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from contracts.commands import COMMANDS, AmendPlan, Command, PublishPlan, RecordUnit, verb
from contracts.envelope import decode
from contracts.findings import MAX_FINDINGS, Finding, Malformed, finding
from contracts.values import Receipt
from contracts.verdicts import CommandRef, DutyStanding, Verdict
from services.registry.domain.decision import Decision

MAX_BYTES = 256 * 1024
"""Larger commands are refused: docs/decisions/0010."""
MAX_NAME = 200
NOT_ENTITLED = frozenset(
    {"unknown-unit", "unknown-plan", "not-your-unit", "not-allowed", "not-a-participant"}
)
"""Refusals that turn on who asks: their verdicts tell nothing of where the unit stands."""
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_NOT_IN_A_SUBJECT = re.compile(r"[\s*>]")


@dataclass(frozen=True)
class Request:
    """A command with its receipt, or `faults`; `sender` is the subject's word, made publishable."""

    sender: str
    verb: str
    reference: CommandRef
    received_at: datetime
    command: Command | None
    receipt: Receipt | None
    faults: tuple[Finding, ...]


def read(
    subject: str, data: bytes, *, sequence: int, at: datetime, message_id: str | None = None
) -> Request:
    """What was sent, as far as it can be read; never raises on what a sender may do.

    `at` is when JetStream stored it, in campaign time; `sequence` its place in COMMANDS.
    """
    sender, verb_word = subject.split(".")[1:3]
    given = _glance(data)
    command, faults = _command(data, sender, verb_word)
    receipt = None
    if command is not None:
        receipt = Receipt(at=at, sequence=sequence, command=given["id"], sender=sender)
    return Request(
        sender=_NOT_IN_A_SUBJECT.sub("_", sender),
        verb=verb_word,
        reference=CommandRef(
            id=given.get("id"),
            type=given.get("type"),
            subject=subject,
            sequence=sequence,
            message_id=message_id,
        ),
        received_at=at,
        command=command,
        receipt=receipt,
        faults=faults,
    )


def _command(
    data: bytes, sender: str, verb_word: str
) -> tuple[Command | None, tuple[Finding, ...]]:
    if not _ID.fullmatch(sender):
        return None, (finding("unknown-unit", unit=sender),)
    if len(data) > MAX_BYTES:
        return None, (finding("too-large", size=len(data), limit=MAX_BYTES),)
    try:
        envelope = decode(data, COMMANDS)
    except Malformed as malformed:
        return None, malformed.findings
    if verb(type(envelope.data)) != verb_word:
        return None, (finding("verb-mismatch", "/type", verb=verb_word, type=envelope.type),)
    return cast("Command", envelope.data), ()


def _glance(data: bytes) -> dict[str, str]:
    """The sender's own id and type where they can be read, so that an answer can be matched."""
    if len(data) > MAX_BYTES:
        return {}
    try:
        event: Any = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(event, dict):
        return {}
    words = {name: event.get(name) for name in ("id", "type")}
    return {name: word[:MAX_NAME] for name, word in words.items() if isinstance(word, str)}


def answer(
    request: Request, decision: Decision, duties: list[DutyStanding], decided_at: datetime
) -> Verdict:
    """The verdict on a command that was settled."""
    return Verdict(
        command=request.reference,
        unit=request.sender,
        plan=_plan(request.command),
        outcome=decision.outcome,
        findings=list(decision.findings[:MAX_FINDINGS]),
        facts=list(decision.fact_names),
        duties=[] if NOT_ENTITLED & decision.refused_for else duties,
        received_at=request.received_at,
        decided_at=decided_at,
    )


def _plan(command: Command | None) -> str | None:
    match command:
        case None | RecordUnit():
            return None
        case PublishPlan() | AmendPlan():
            return command.plan.id
        case _:
            return command.plan
