"""Registry, inbound: reads a delivered message as a request, or as what is wrong with it."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from contracts.commands import COMMANDS, Command, verb
from contracts.envelope import decode
from contracts.findings import Finding, Malformed, finding
from contracts.values import Receipt
from contracts.verdicts import CommandRef
from runtime.consume import Delivery

MAX_BYTES = 256 * 1024
"""Larger commands are refused: docs/decisions/0010."""
MAX_NAME = 200
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_NOT_IN_A_SUBJECT = re.compile(r"[\s*>]")


@dataclass(frozen=True)
class Request:
    """A command with its receipt, or `faults`; `sender` is the subject's word, made publishable."""

    sender: str
    verb: str
    reference: CommandRef
    command: Command | None
    receipt: Receipt | None
    faults: tuple[Finding, ...]


def sender_of(item: Delivery) -> str:
    """The second word of a command's subject: who sent it, by NATS' own permissions."""
    return item.subject.split(".")[1]


def read(item: Delivery) -> Request:
    """What was sent, as far as it can be read; never raises on what a sender may do."""
    sender, verb_word = item.subject.split(".")[1:3]
    given = _glance(item.data)
    command, faults = _command(item, sender, verb_word)
    receipt = None
    if command is not None:
        receipt = Receipt(
            at=item.stored_at, sequence=item.sequence, command=given["id"], sender=sender
        )
    return Request(
        sender=_NOT_IN_A_SUBJECT.sub("_", sender),
        verb=verb_word,
        reference=CommandRef(
            id=given.get("id"),
            type=given.get("type"),
            subject=item.subject,
            sequence=item.sequence,
            message_id=item.headers.get("Nats-Msg-Id"),
        ),
        command=command,
        receipt=receipt,
        faults=faults,
    )


def _command(
    item: Delivery, sender: str, verb_word: str
) -> tuple[Command | None, tuple[Finding, ...]]:
    if not _ID.fullmatch(sender):
        return None, (finding("unknown-unit", unit=sender),)
    if len(item.data) > MAX_BYTES:
        return None, (finding("too-large", size=len(item.data), limit=MAX_BYTES),)
    try:
        envelope = decode(item.data, COMMANDS)
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
