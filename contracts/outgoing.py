"""Contracts, outgoing: due rungs, composed messages, and the contacts only the notifier reads."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Message
from contracts.plan import Channel
from contracts.values import Id, Line, Moment, Text, Value


class RungDue(Message):
    """A timer that the stream holds: this rung of this duty towards this due moment."""

    wire: ClassVar[str] = "ngayso.rung-due.v1"
    plan: Id
    unit: Id
    duty: Id
    due: Moment
    rung: Id
    fires_at: Moment


class OutgoingMessage(Message):
    """A composed message in the outbox; the recipient is a token, looked up when it is sent."""

    wire: ClassVar[str] = "ngayso.outgoing-message.v1"
    message: Id
    plan: Id
    unit: Id
    duty: Id
    due: Moment
    rung: Id
    channel: Channel
    recipient: Id
    category: Line
    subject: Line
    text: Text


CONTACT_ROLES = ("officer", "leader")
"""What people are asked for: who does the work, and who answers for it; another role is nobody's
whom a plan's ladder is known to reach.
"""


class Contact(Value):
    """A person to remind. `id` is the token that streams carry instead of the person."""

    id: Id
    role: Id
    name: Line
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")] | None = None
    phone: Annotated[str, Field(max_length=30)] | None = None
    opted_out: list[Channel] = []


class Contacts(Value):
    """All contacts of one unit: the value under the unit's key in the CONTACTS bucket."""

    unit: Id
    contacts: Annotated[list[Contact], Field(max_length=100)]


OUTGOING: dict[str, type[Message]] = {
    RungDue.wire: RungDue,
    OutgoingMessage.wire: OutgoingMessage,
}
