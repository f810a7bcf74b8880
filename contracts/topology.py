"""Contracts, topology: every stream, subject, durable and bucket, spelled once."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Literal, NamedTuple

from contracts.values import Value

OPERATOR = "operator"
"""The sender word of whoever runs the system; the only one that may record units."""
REGISTRY = "registry"
"""The sender word of the registry itself, which opens duties by commands of its own."""
NOTIFIER = "notifier"
"""Who reads contacts to write to people; all others ask it."""
CALENDAR = "calendar"
"""What the record of decreed days is about, where other commands are about a unit or plan."""
CALENDAR_FACTS = "evt.directory._calendar"
"""Beside the records of units and under their lock; no unit's id begins with `_`."""


class Stream(Value):
    """A JetStream stream. Ages are durations.

    `transform` rewrites each subject as it is stored: what is sent, and what is kept.
    `max_per_subject` refuses more waiting messages on one stored subject; `last_only` drops them.
    `share` is the per cent of each server's store that is set aside for it: what comes when that is
    full is refused, and takes nobody else's room.
    Of a stream `for_ever` the server lets nobody purge, or delete a message.
    """

    name: str
    subjects: tuple[str, ...]
    retention: Literal["limits", "workqueue"] = "limits"
    max_age: timedelta | None = None
    duplicate_window: timedelta = timedelta(minutes=10)
    schedules: bool = False
    transform: tuple[str, str] | None = None
    max_per_subject: int | None = None
    last_only: bool = False
    share: int | None = None
    for_ever: bool = False


class Durable(Value):
    """A durable pull consumer, `<service>-<verb>`; renaming one replays the log."""

    name: str
    stream: str
    filters: tuple[str, ...]
    batch: int = 200
    ack_wait: timedelta = timedelta(seconds=3)
    """How long a crash delays what was in hand; a live process says every second that it works."""
    max_ack_pending: int = 20_000
    """More than what one record that cannot be read may keep waiting, so that the rest goes on."""

    @property
    def service(self) -> str:
        return self.name.split("-", 1)[0]


PARTITIONS = 16
"""For ever: another number would put a unit's waiting commands under two owners."""

PARTITIONED = ".".join(
    (f"{{{{partition({PARTITIONS},4)}}}}.cmd", *(f"{{{{wildcard({n})}}}}" for n in range(1, 5)))
)
COMMANDS = Stream(
    name="COMMANDS",
    subjects=("cmd.*.*.*.*",),
    retention="workqueue",
    duplicate_window=timedelta(milliseconds=100),  # the server's least: an id is nobody's lever
    transform=("cmd.*.*.*.*", PARTITIONED),
    max_per_subject=1000,
    share=10,
)
EVENTS = Stream(
    name="EVENTS",
    subjects=(
        *("evt.directory.*", "evt.plan.*", "evt.unit.*.*", "evt.message.*.*"),
        "evt.quarantine.*",
    ),
    share=46,
    for_ever=True,
)
VERDICTS = Stream(
    name="VERDICTS",
    subjects=("verdict.*",),
    max_age=timedelta(days=30),
    duplicate_window=timedelta(hours=1),
    share=12,
)
PARTS = Stream(name="PARTS", subjects=("part.*.*",), last_only=True, share=5)
REMINDERS = Stream(
    name="REMINDERS",
    subjects=("remind.plan.>", "remind.due.>", "remind.slot.*", "remind.leave.*"),
    retention="workqueue",
    schedules=True,  # the server takes none where a full stream refuses, so what is left is theirs
)
SLOTS = Stream(
    name="SLOTS",
    subjects=("slot.*.*",),
    last_only=True,
    max_age=timedelta(days=30),  # after a person's last message
    share=2,
)
"""What is gathered for each person and channel until it leaves."""
OUTBOX = Stream(
    name="OUTBOX",
    subjects=("send.email.*", "send.sms.*"),
    retention="workqueue",
    duplicate_window=timedelta(hours=1),
    share=3,
)
DEAD_LETTERS = Stream(
    name="DEAD_LETTERS", subjects=("dead.*",), max_age=timedelta(days=90), share=4
)
PROBES = Stream(name="PROBES", subjects=("probe.*",), last_only=True, share=1)
"""What /readyz writes, to see whether it can."""

RATES = Stream(
    name="RATES", subjects=("rate.*",), last_only=True, max_age=timedelta(hours=1), share=1
)
"""How much of its minute each gateway or relay has left, for all replicas together."""
ACCESS = Stream(name="ACCESS", subjects=("access.*",), share=2)
"""Who was given credentials, by whom: the last record on a name's subject is what holds."""

REPORTS_BUCKET = "REPORTS"
"""Object store: the files of snapshots by plan and SHA-256, so that none is written over."""
REPORTS = Stream(
    name=f"OBJ_{REPORTS_BUCKET}", subjects=(f"$O.{REPORTS_BUCKET}.>",), share=4, for_ever=True
)
"""What holds that bucket."""

STREAMS = (
    *(COMMANDS, EVENTS, VERDICTS, PARTS, REMINDERS, SLOTS, OUTBOX),
    *(DEAD_LETTERS, ACCESS, PROBES, RATES, REPORTS),
)

CONTACTS_BUCKET = "CONTACTS"
"""KV, one key per unit, encrypted; what a value replaces is overwritten: docs/decisions/0024."""
CONTACTS_STREAM = f"KV_{CONTACTS_BUCKET}"


def contacts_key(key: str) -> str:
    """The subject of a key, or of a pattern of keys, of CONTACTS."""
    return f"$KV.{CONTACTS_BUCKET}.{key}"


ERASED = "_erased"
"""Keys of the bucket that begin so hold records of erasures; no unit's id begins with `_`."""
LEASES_BUCKET = "LEASES"
"""KV: which registry is alive, and which decides about the units of each partition."""
LEASE_SECONDS = 3.0
"""How long a lease that nobody renews still holds: the longest that a crash delays a command."""
DECIDE_ACK_WAIT = timedelta(seconds=10)
"""A crash does not wait for it, by a durable of its own; a lost acknowledgement does."""
DECIDE_MAX_PENDING = 20_000
"""More than all that can wait about a partition's units, so that one unit cannot stop others."""

REGISTRY_FOLLOW_PLANS = Durable(
    name="registry-follow-plans", stream="EVENTS", filters=("evt.plan.*",), batch=10
)
NOTIFIER_REACT = Durable(name="notifier-react", stream="EVENTS", filters=("evt.unit.*.*",))
NOTIFIER_FOLLOW_PLANS = Durable(
    name="notifier-follow-plans", stream="EVENTS", filters=("evt.plan.*",), batch=10
)
NOTIFIER_FOLLOW_CALENDAR = Durable(
    name="notifier-follow-calendar", stream="EVENTS", filters=(CALENDAR_FACTS,), batch=10
)
NOTIFIER_REMIND = Durable(name="notifier-remind", stream="REMINDERS", filters=("remind.due.>",))
NOTIFIER_DIGEST = Durable(name="notifier-digest", stream="REMINDERS", filters=("remind.leave.*",))
NOTIFIER_EMAIL = Durable(
    name="notifier-email", stream="OUTBOX", filters=("send.email.*",), batch=50
)
NOTIFIER_SMS = Durable(name="notifier-sms", stream="OUTBOX", filters=("send.sms.*",), batch=50)
REPORTING_PROJECT = Durable(
    name="reporting-project",
    stream="EVENTS",
    filters=("evt.>",),
    batch=500,
    ack_wait=timedelta(seconds=10),
)

DURABLES = (
    REGISTRY_FOLLOW_PLANS,
    NOTIFIER_REACT,
    NOTIFIER_FOLLOW_PLANS,
    NOTIFIER_FOLLOW_CALENDAR,
    NOTIFIER_REMIND,
    NOTIFIER_DIGEST,
    NOTIFIER_EMAIL,
    NOTIFIER_SMS,
    REPORTING_PROJECT,
)


class Address(NamedTuple):
    """Where a command came in: `about` is the unit or plan that it is about."""

    sender: str
    door: str
    verb: str
    about: str

    @property
    def subject(self) -> str:
        """The subject as the sender published it."""
        return ".".join(("cmd", *self))


SYSTEM = "system"
"""The door of units' systems; of one that speaks for several units its name follows."""
NAMED_SYSTEM = f"{SYSTEM}-"


def door_of(system: str | None) -> str:
    """The door's word of a named system, or of a unit's own."""
    return SYSTEM if system is None else f"{NAMED_SYSTEM}{system}"


def system_at(door: str) -> str | None:
    """The named system that a door's word says."""
    return door.removeprefix(NAMED_SYSTEM) if door.startswith(NAMED_SYSTEM) else None


def command(sender: str, door: str, verb: str, about: str) -> str:
    """Where a command is published; COMMANDS puts the partition of `about` in front."""
    return Address(sender, door, verb, about).subject


def address(stored: str) -> Address:
    """The address of a command by the subject it is stored under."""
    return Address(*stored.split(".")[2:6])


def partition(about: str) -> int:
    """The partition of a unit or plan: what the server's `partition(16,4)` answers (FNV-1a)."""
    hashed = 2166136261
    for byte in about.encode():
        hashed = ((hashed ^ byte) * 16777619) & 0xFFFFFFFF
    return hashed % PARTITIONS


def stored_command(sender: str, door: str, verb: str, about: str) -> str:
    """The subject, or with "*" the pattern, that commands are stored under."""
    front = "*" if about == "*" else str(partition(about))
    return f"{front}.{command(sender, door, verb, about)}"


def commands_in(partition_number: int) -> str:
    """Every command about the units and plans of one partition."""
    return f"{partition_number}.cmd.>"


def decider(partition_number: int, lease: int) -> str:
    """The durable of whoever holds a partition: named by the lease's revision, which fences."""
    return f"{DECIDERS}{partition_number}-{lease}"


DECIDERS = "decide-"
"""How the names of all such durables begin."""


def directory_facts(unit: str) -> str:
    return f"evt.directory.{unit}"


WHOLE_DIRECTORY = directory_facts("*")
"""Records are checked against each other, so they are appended under one lock: the pattern."""


def lock_of(subject: str) -> str:
    """The subject or pattern whose last sequence an append to the subject must expect."""
    return WHOLE_DIRECTORY if subject.startswith("evt.directory.") else subject


def plan_facts(plan: str) -> str:
    return f"evt.plan.{plan}"


def unit_facts(plan: str, unit: str) -> str:
    """One unit's part in one plan: its history, its order, and its optimistic lock."""
    return f"evt.unit.{plan}.{unit}"


def message_facts(plan: str, unit: str) -> str:
    return f"evt.message.{plan}.{unit}"


def quarantine(sequence: int | str) -> str:
    """Where it stands that a record of EVENTS is passed over: a subject of its own, so that whoever
    may say so may say no other fact.
    """
    return f"evt.quarantine.{sequence}"


def verdicts(unit: str) -> str:
    return f"verdict.{unit}"


def part(plan: str, unit: str) -> str:
    return f"part.{plan}.{unit}"


def ask(unit: str, what: Literal["part", "verdicts"]) -> str:
    """Where a unit's system asks for its parts in plans, or its verdicts: request and reply."""
    return f"ask.{unit}.{what}"


def asker(subject: str) -> str:
    return subject.split(".")[1]


def access(name: str) -> str:
    """Where it is recorded what a unit's own or a named system may do."""
    return f"access.{name}"


Asked = Literal["keep", "correct", "erase", "opt_out", "see", "reach", "*"]
"""What the notifier is asked about contacts."""


def ask_contacts(who: str, what: Asked, about: str) -> str:
    """Where the notifier is asked about a unit's contacts, or (reach) whom of a plan nobody can
    write to; each credential asks as itself only.

    Of more words than a unit's own questions, so that a unit called "contacts" reaches nothing.
    """
    return f"ask.contacts.{who}.{what}.{about}"


def contacts_asker(subject: str) -> tuple[str, str]:
    """Who asks, and about which unit or plan."""
    words = subject.split(".")
    return words[2], words[4]


def erasure(unit: str, stamp: str) -> str:
    """The key of one record of an erasure; with "*" as stamp the pattern of a unit's."""
    return f"{ERASED}.{unit}.{stamp}"


def report_chunks(upload: str) -> str:
    """Where the pieces of a file lie, in order; as every client of object stores has it."""
    return f"$O.{REPORTS_BUCKET}.C.{upload}"


def report_entry(name: str) -> str:
    """Where it stands which pieces a file has."""
    return f"$O.{REPORTS_BUCKET}.M.{urlsafe_b64encode(name.encode()).decode()}"


def dead_letters(service: str) -> str:
    return f"dead.{service}"


def probe(service: str) -> str:
    return f"probe.{service}"


def rate(name: str) -> str:
    """Where it is counted what is done under a name."""
    return f"rate.{name}"


def rung_timer(plan: str, unit: str, duty: str, due_stamp: str, rung: str) -> str:
    """The schedule of one rung: publishing again replaces it, purging it cancels it."""
    return f"remind.plan.{plan}.{unit}.{duty}.{due_stamp}.{rung}"


def rung_target(plan: str, unit: str) -> str:
    """Where a fired timer is delivered."""
    return f"remind.due.{plan}.{unit}"


def slots(channel: str, person: str) -> str:
    """What is gathered for a person by one channel: also the lock under which it is."""
    return f"slot.{channel}.{person}"


def slot_timer(message: str) -> str:
    """The schedule of a person's message."""
    return f"remind.slot.{message}"


def slot_target(message: str) -> str:
    """Where a person's message is told to leave."""
    return f"remind.leave.{message}"


TIMERS_WHOLE = "remind.plan._whole"
"""A mark that REMINDERS holds every timer that was set; a stream made anew has none."""


def outbox(channel: str, message: str) -> str:
    return f"send.{channel}.{message}"
