"""Registry, domain: reads what came in as a command, and words the answer.

The same for what JetStream delivers and for what `ngayso conform` reads from files.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast, get_args

from contracts import topology
from contracts.commands import COMMANDS, Command, ShareActivity, UnitCommand, about, plan_of, verb
from contracts.envelope import Envelope, Message, decode
from contracts.findings import MAX_FINDINGS, Finding, Malformed, finding
from contracts.known import NONE
from contracts.topology import REGISTRY, Address
from contracts.values import ACTOR, Door, Receipt
from contracts.verdicts import CommandRef, DutyStanding, Verdict
from contracts.words import Outcome
from services.registry.domain.check.free_text import personal_data

MAX_BYTES = 256 * 1024
"""Larger commands are refused: docs/decisions/0010."""
MAX_NAME = 200
DOORS: tuple[str, ...] = get_args(Door)
DESK: Door = "desk"
"""By which people come in; it alone is believed when it says who."""
ABOUT_THE_SENDER = frozenset(
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
    stored: str, data: bytes, *, sequence: int, at: datetime, message_id: str | None = None
) -> Request:
    """What was sent, as far as it can be read; never raises on what a sender may do.

    `stored` is the subject with the partition in front; `at` is when JetStream stored it, in
    campaign time; `sequence` its place in COMMANDS.
    """
    address = topology.address(stored)
    event, faults = _event(data, address)
    given = {"id": event.id, "type": event.type} if event else _glance(data)
    command, receipt = None, None
    if event is not None and not faults:
        command = cast("Command", event.data)
        receipt = Receipt(
            at=at,
            sequence=sequence,
            command=given["id"],
            sender=address.sender,
            door=_door(address.door),
            system=topology.system_at(address.door),
            actor=actor_of(event) if address.door == DESK else None,
        )
    return Request(
        sender=_NOT_IN_A_SUBJECT.sub("_", address.sender),
        verb=address.verb,
        reference=CommandRef(
            id=given.get("id"),
            type=given.get("type"),
            subject=address.subject,
            sequence=sequence,
            message_id=message_id,
        ),
        received_at=at,
        command=command,
        receipt=receipt,
        faults=faults,
    )


def _event(data: bytes, address: Address) -> tuple[Envelope[Message] | None, tuple[Finding, ...]]:
    """What was sent, and what is wrong with it."""
    if fault := _outside(data, address):
        return None, (fault,)
    try:
        event = decode(data, COMMANDS)
    except Malformed as malformed:
        return None, malformed.findings
    if address.door == DESK and (fault := _no_token(event)):
        return event, (fault,)
    command = cast("Command", event.data)
    if verb(type(command)) != address.verb:
        words = {"verb": address.verb, "type": event.type}
        return event, (finding("verb-mismatch", "/type", "error", **words),)
    if (named := about(command)) != address.about:
        return event, (finding("about-mismatch", "/data", about=address.about, named=named),)
    return event, tuple(islice(personal_data(command), MAX_FINDINGS))


def actor_of(event: Envelope[Message]) -> str | None:
    """The person who acted, as an opaque token: the attribute `actor`."""
    told = (event.model_extra or {}).get("actor")
    return None if told is None else str(told)


def _no_token(event: Envelope[Message]) -> Finding | None:
    """What is wrong with the attribute `actor`: a name, say, which no fact may hold."""
    if (told := actor_of(event)) is None or ACTOR.fullmatch(told):
        return None
    en, vi = "an opaque token, no name", "mã thay cho tên người"
    return finding("wrong-form", "/actor", detail=en, detail_vi=vi)


def _outside(data: bytes, address: Address) -> Finding | None:
    """What is wrong before the message is read."""
    if not _ID.fullmatch(address.sender):
        return finding("unknown-unit", unit=address.sender, known=NONE)
    system = topology.system_at(address.door)
    if _door(address.door) not in DOORS or (system is not None and not _ID.fullmatch(system)):
        return finding("door-unknown", door=address.door, known=", ".join(DOORS))
    if len(data) > MAX_BYTES:
        return finding("too-large", size=len(data), limit=MAX_BYTES)
    return None


def _door(word: str) -> Door:
    """The door that a subject's word says, with the system's name taken off."""
    return cast("Door", topology.SYSTEM if topology.system_at(word) is not None else word)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended, and the wire names of the facts it caused."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    facts: tuple[str, ...] = ()


def also_told(request: Request, answer: Answer) -> str | None:
    """The unit that hears a verdict beside its sender: somebody else decided something about it,
    typed its report, or spoke for it. And the one whose joint activity does not count as it should:
    what the registry says of that to itself is told where there is something to say.
    """
    command = request.command
    if isinstance(command, ShareActivity) and answer.facts and answer.findings:
        return command.unit
    if not isinstance(command, UnitCommand) or not answer.facts or request.sender == REGISTRY:
        return None
    return command.unit if command.unit != request.sender else None


def word_verdict(
    request: Request, answer: Answer, duties: Sequence[DutyStanding], decided_at: datetime
) -> Verdict:
    """The verdict on a command that was settled."""
    codes = {finding.code for finding in answer.findings}
    return Verdict(
        command=request.reference,
        unit=request.sender,
        plan=plan_of(request.command) if request.command else None,
        outcome=answer.outcome,
        findings=list(answer.findings[:MAX_FINDINGS]),
        facts=list(answer.facts),
        duties=[] if ABOUT_THE_SENDER & codes else list(duties),
        received_at=request.received_at,
        decided_at=decided_at,
    )
