"""Contracts, outgoing: due rungs, composed messages, and the contacts only the notifier reads."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from contracts.envelope import Message
from contracts.plan import Channel
from contracts.unit import Dated
from contracts.values import Day, Id, Line, Moment, Text, Value


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
    """A person to remind. `id` is the token that streams carry instead of the person.

    `post` (chức vụ) and `salutation` (danh xưng, "Bà", "Đồng chí") stand before and behind the
    name. Of `valid_to` the day before is the last one. Whoever is in `deputies` is written to
    instead while that holds: another contact of the unit, by id.
    """

    id: Id
    role: Id
    name: Line
    salutation: Line | None = None
    post: Line | None = None
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")] | None = None
    phone: Annotated[str, Field(max_length=30)] | None = None
    opted_out: list[Channel] = []
    valid_from: Day | None = None
    valid_to: Day | None = None
    deputies: Annotated[list[Dated[Id]], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _forward(self) -> "Contact":
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_from must be before valid_to")
        return self

    def holds(self, day: date) -> bool:
        """Whether the person holds the post on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def deputy(self, day: date) -> str | None:
        """The id of the contact who stands in on `day`."""
        return next((one.value for one in self.deputies if one.holds(day)), None)


class Contacts(Value):
    """All contacts of one unit: the value under the unit's key in the CONTACTS bucket."""

    unit: Id
    contacts: Annotated[list[Contact], Field(max_length=100)]


OUTGOING: dict[str, type[Message]] = {
    RungDue.wire: RungDue,
    OutgoingMessage.wire: OutgoingMessage,
}
