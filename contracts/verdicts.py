"""Contracts, verdicts: the registry's answer to one command, and letters nobody could handle."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Message
from contracts.findings import Finding
from contracts.values import Id, Moment, Value
from contracts.words import DutyStatus, Outcome


class CommandRef(Value):
    """Which command is answered: the sender's own id and type where they could be read."""

    id: str | None = None
    type: str | None = None
    subject: str
    sequence: Annotated[int, Field(ge=0)]
    """Its sequence in the COMMANDS stream, as in the PubAck the sender got."""
    message_id: str | None = None
    """The Nats-Msg-Id the sender gave, if any."""


class DutyStanding(Value):
    """Where one duty stands after the command."""

    duty: Id
    status: DutyStatus
    due: Moment
    on_time: bool | None = None


class Verdict(Message):
    """The registry's answer to one command; accepted with warnings is accepted with findings.

    Said to its sender; and again to the `unit` that it is about, where somebody else decided
    something about that. The command's subject says who sent it.
    """

    wire: ClassVar[str] = "ngayso.verdict.v1"
    command: CommandRef
    unit: str
    plan: Id | None = None
    outcome: Outcome
    findings: list[Finding] = []
    facts: list[str] = []
    """Wire names of the facts that the command caused."""
    duties: list[DutyStanding] = []
    received_at: Moment
    decided_at: Moment


class DeadLetter(Message):
    """A message that a service could not handle, whole, with the reason."""

    wire: ClassVar[str] = "ngayso.dead-letter.v1"
    service: Id
    durable: str
    stream: str
    subject: str
    sequence: Annotated[int, Field(ge=0)]
    deliveries: Annotated[int, Field(ge=1)]
    reason: str
    detail: str = ""
    headers: dict[str, str] = {}
    body_base64: str
    stored_at: Moment
    """When the server stored the original, by the server's clock."""


VERDICTS: dict[str, type[Message]] = {Verdict.wire: Verdict}
DEAD_LETTERS: dict[str, type[Message]] = {DeadLetter.wire: DeadLetter}
