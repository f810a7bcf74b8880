"""Contracts, topology: every stream, subject, durable and bucket, spelled once."""

from datetime import timedelta
from typing import Literal

from contracts.values import Value

OPERATOR = "operator"
"""The sender word of whoever runs the system; the only one that may record units."""


class Stream(Value):
    """A JetStream stream. Ages are durations; `max_message` is in bytes."""

    name: str
    subjects: tuple[str, ...]
    retention: Literal["limits", "workqueue"] = "limits"
    max_age: timedelta | None = None
    duplicate_window: timedelta = timedelta(minutes=10)
    schedules: bool = False


class Durable(Value):
    """A durable pull consumer, `<service>-<verb>`; renaming one replays the log."""

    name: str
    stream: str
    filters: tuple[str, ...]
    batch: int = 200
    ack_wait: timedelta = timedelta(seconds=3)
    """How long a crash delays what was in hand; a live process says every second that it works."""
    max_ack_pending: int = 1000

    @property
    def service(self) -> str:
        return self.name.split("-", 1)[0]


COMMANDS = Stream(name="COMMANDS", subjects=("cmd.*.*",), retention="workqueue")
EVENTS = Stream(
    name="EVENTS",
    subjects=("evt.directory.*", "evt.plan.*", "evt.unit.*.*", "evt.message.*.*"),
)
VERDICTS = Stream(
    name="VERDICTS",
    subjects=("verdict.*",),
    max_age=timedelta(days=30),
    duplicate_window=timedelta(hours=1),
)
REMINDERS = Stream(
    name="REMINDERS",
    subjects=("remind.plan.>", "remind.due.>"),
    retention="workqueue",
    schedules=True,
)
OUTBOX = Stream(
    name="OUTBOX",
    subjects=("send.email.*", "send.sms.*"),
    retention="workqueue",
    duplicate_window=timedelta(hours=1),
)
DEAD_LETTERS = Stream(name="DEAD_LETTERS", subjects=("dead.*",), max_age=timedelta(days=90))

STREAMS = (COMMANDS, EVENTS, VERDICTS, REMINDERS, OUTBOX, DEAD_LETTERS)

CONTACTS_BUCKET = "CONTACTS"
"""KV, one key per unit, one version: what is erased is gone."""

REGISTRY_DECIDE = Durable(name="registry-decide", stream="COMMANDS", filters=("cmd.*.*",))
REGISTRY_FOLLOW_PLANS = Durable(
    name="registry-follow-plans", stream="EVENTS", filters=("evt.plan.*",), batch=10
)
NOTIFIER_REACT = Durable(name="notifier-react", stream="EVENTS", filters=("evt.unit.*.*",))
NOTIFIER_FOLLOW_PLANS = Durable(
    name="notifier-follow-plans", stream="EVENTS", filters=("evt.plan.*",), batch=10
)
NOTIFIER_REMIND = Durable(name="notifier-remind", stream="REMINDERS", filters=("remind.due.>",))
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
    REGISTRY_DECIDE,
    REGISTRY_FOLLOW_PLANS,
    NOTIFIER_REACT,
    NOTIFIER_FOLLOW_PLANS,
    NOTIFIER_REMIND,
    NOTIFIER_EMAIL,
    NOTIFIER_SMS,
    REPORTING_PROJECT,
)


def command(unit: str, verb: str) -> str:
    """Where a unit's system publishes a command; the second word is the sender."""
    return f"cmd.{unit}.{verb}"


def commands_of(unit: str) -> str:
    """Every command that one unit sent."""
    return f"cmd.{unit}.*"


def directory_facts(unit: str) -> str:
    return f"evt.directory.{unit}"


def plan_facts(plan: str) -> str:
    return f"evt.plan.{plan}"


def unit_facts(plan: str, unit: str) -> str:
    """One unit's part in one plan: its history, its order, and its optimistic lock."""
    return f"evt.unit.{plan}.{unit}"


def message_facts(plan: str, unit: str) -> str:
    return f"evt.message.{plan}.{unit}"


def verdicts(unit: str) -> str:
    return f"verdict.{unit}"


def dead_letters(service: str) -> str:
    return f"dead.{service}"


def rung_timer(plan: str, unit: str, duty: str, due_stamp: str, rung: str) -> str:
    """The schedule of one rung: publishing again replaces it, purging it cancels it."""
    return f"remind.plan.{plan}.{unit}.{duty}.{due_stamp}.{rung}"


def rung_target(plan: str, unit: str) -> str:
    """Where a fired timer is delivered."""
    return f"remind.due.{plan}.{unit}"


def outbox(channel: str, message: str) -> str:
    return f"send.{channel}.{message}"
