"""Contracts, outgoing: due rungs, what is gathered for people, and whom only the notifier knows."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from contracts.envelope import Message
from contracts.findings import Finding
from contracts.plan import Channel
from contracts.unit import Dated
from contracts.values import Day, Id, Line, Moment, Value
from contracts.words import NoticeKind, Topic


class RungDue(Message):
    """A timer that the stream holds: this rung of this duty towards this due moment."""

    wire: ClassVar[str] = "ngayso.rung-due.v1"
    plan: Id
    unit: Id
    duty: Id
    due: Moment
    rung: Id
    fires_at: Moment


class Entry(Value):
    """A rung's place in a person's message: what is reminded of, and by which token of a contact of
    whoever bears the duty; or of the unit `above`, in whose list of the late it stands.
    """

    plan: Id
    unit: Id
    duty: Id
    due: Moment
    rung: Id
    fires_at: Moment
    recipient: Id
    above: Id | None = None


class NoticeEntry(Value):
    """A notice's place in a person's message; `fires_at`: since when it may be told."""

    plan: Id
    unit: Id
    kind: NoticeKind
    about: Id
    happened_at: Moment
    fires_at: Moment
    recipient: Id


AnyEntry = Entry | NoticeEntry


class Slot(Value):
    """What one person gets by one channel from one office in one hour (UTC): a single message. Or
    the list of a unit above, of one plan and day. `leaves_at` lies in that hour, or day; nothing is
    entered once it is `closed`.
    """

    message: Id
    office: Id
    leaves_at: Moment
    closed: bool = False
    entries: list[AnyEntry] = []


class SlotsGathered(Message):
    """One person's slots of one channel: those to leave, and those that left in the last days."""

    wire: ClassVar[str] = "ngayso.slots-gathered.v1"
    slots: list[Slot] = []


class SlotDue(Message):
    """A timer that the stream holds: this person's message leaves now."""

    wire: ClassVar[str] = "ngayso.slot-due.v1"
    message: Id
    person: Id
    channel: Channel


class OutgoingMessage(Message):
    """A message on its way out: to whom, and what may be in it. Its words are written as it is
    handed over, of what is still owed then, no earlier than `leaves_at`; the person is a keyed
    hash, and addresses are looked up by the entries' tokens.
    """

    wire: ClassVar[str] = "ngayso.outgoing-message.v1"
    message: Id
    person: Id
    channel: Channel
    entries: Annotated[list[AnyEntry], Field(min_length=1)]
    leaves_at: Moment | None = None


CONTACT_ROLES = ("officer", "leader")
"""What people are asked for: who does the work, and who answers for it; another role is nobody's
whom a plan's ladder is known to reach.
"""


class Failing(Value):
    """A channel on which a contact was found not to be reached any more: since when, and the code
    of why.
    """

    since: Moment
    reason: Line


class Post(Value):
    """Who does what for a unit, and when. `id` is the token that streams carry instead of a person;
    `failing` is the notifier's own note; it goes when the address is replaced. Of `valid_to` the
    day before is the last one. Whoever is in `deputies` is written to instead while that holds:
    another contact of the unit, by id. `away_until` (a day that is included) is the notifier's note
    too, of what the person's mail program answered; till then whoever is named last stands in.
    Nothing of `declined` goes out by its channel, and nothing at all by one in `opted_out`;
    `asked_out` is noted of who still gets it, as nobody else is reached.
    """

    id: Id
    role: Id
    opted_out: list[Channel] = []
    declined: dict[Channel, list[Topic]] = {}
    asked_out: dict[Channel, list[Topic]] = {}
    failing: dict[Channel, Failing] = {}
    away_until: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    deputies: Annotated[list[Dated[Id]], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _forward(self) -> "Post":
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
        named = next((one.value for one in self.deputies if one.holds(day)), None)
        if named is None and self.away(day) and self.deputies:
            return self.deputies[-1].value
        return named

    def away(self, day: date) -> bool:
        """Whether a program answers for the person that nobody reads there."""
        return self.away_until is not None and day <= self.away_until


Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")]
Phone = Annotated[str, Field(max_length=30)]


class Contact(Post):
    """A person to remind. `post` (chức vụ) and `salutation` (danh xưng, "Bà", "Đồng chí") stand
    behind and before the name.
    """

    name: Line
    salutation: Line | None = None
    post: Line | None = None
    email: Email | None = None
    phone: Phone | None = None


class Contacts(Value):
    """All contacts of one unit: what stands, encrypted, under the unit's key in the bucket."""

    unit: Id
    contacts: Annotated[list[Contact], Field(max_length=100)]


class SeenContact(Post):
    """A contact as all but the notifier see it: name and addresses are masked.

    `reached`: by channel on which a message gets there, a word that stands for the address: two
    contacts of a unit with one address have one word.
    """

    name: str
    email: str | None = None
    phone: str | None = None
    reached: dict[Channel, str] = {}


class EraseAsked(Value):
    """Which contact is to be erased (None: all of the unit), and why; `reason` names nobody."""

    contact: Id | None = None
    reason: Line


class OptOutAsked(Value):
    """Which contact wants nothing more by a channel, or of a `topic` there, or (not `out`) wants it
    again. `leave_nobody`: also where nobody of the contact's role is reached any more.
    """

    contact: Id
    channel: Channel
    topic: Topic | None = None
    out: bool = True
    leave_nobody: bool = False


class Correction(Value):
    """What is put right of one contact; None: it stays. An address of `works` is tried again."""

    contact: Id
    email: Email | None = None
    phone: Phone | None = None
    works: list[Channel] = []


class Erasure(Value):
    """The record of an erasure: who erased how many contacts of which unit, when and why."""

    unit: Id
    at: Moment
    by: Id
    reason: Line
    count: int


class ContactsAnswered(Value):
    """The notifier's answer to who keeps, corrects, erases, opts out or looks at a unit's contacts;
    `changed`: whether anything was written; `count`: how many were erased; `contacts`: None where
    the unit has none, or nobody asked to see them.
    """

    changed: bool = False
    count: int = 0
    contacts: list[SeenContact] | None = None
    erasures: list[Erasure] = []
    findings: list[Finding] = []


OUTGOING: dict[str, type[Message]] = {
    model.wire: model for model in (RungDue, SlotDue, SlotsGathered, OutgoingMessage)
}
