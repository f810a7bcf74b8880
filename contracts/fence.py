"""Contracts, fence: what the account of a unit's system takes from the platform's, and no more.

A client writes `cmd.<unit>.<verb>.<about>`; its account's import puts the door between, which says
whose credential it was. Nothing else crosses from one account into the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from contracts import topology
from contracts.commands import COMMANDS, verb
from contracts.permissions import Permissions

QUESTIONS: tuple[Literal["part", "verdicts"], ...] = ("part", "verdicts")
MAX_PAYLOAD = 512 * 1024
"""Bytes. Twice what the registry takes, so that a little too much is refused with the reason."""
MAX_CONNECTIONS = 20
MAX_SUBSCRIPTIONS = 50
INBOX = "_INBOX.>"
VERBS = tuple(sorted(verb(model) for model in COMMANDS.values()))
OWN_VERBS = (
    *("attach-document", "declare-activity", "declare-nothing"),
    *("submit-report", "withdraw-activity"),
)
"""What a unit may say about itself; the rest is said by offices."""

Verbs = Sequence[str]
"""What may be said for a unit; none named: all that the registry lets it say."""


class Crossing(NamedTuple):
    """A subject of the platform's and how the account's own clients name it."""

    kind: Literal["service", "stream"]
    subject: str
    local: str


GIVEN = (
    Crossing("service", topology.command("*", "*", "*", "*"), "cmd"),
    Crossing("service", "ask.*.*", "ask"),
    Crossing("stream", topology.verdicts("*"), "verdict"),
)
"""What the platform gives, to those accounts that have its word for just their subjects."""


def sent(unit: str, verb: str, about: str) -> str:
    """Where a unit's system publishes a command."""
    return f"cmd.{unit}.{verb}.{about}"


def crossings(system: str | None, units: Mapping[str, Verbs]) -> Iterator[Crossing]:
    """What an account takes: of the named `system`, or None for a unit's own."""
    door = topology.door_of(system)
    for unit, verbs in units.items():
        for name in verbs:
            subject = topology.command(unit, door, name, "*")
            yield Crossing("service", subject, sent(unit, name, "$1"))
        if not verbs:
            subject = topology.command(unit, door, "*", "*")
            yield Crossing("service", subject, sent(unit, "$1", "$2"))
        for question in QUESTIONS:
            yield Crossing("service", topology.ask(unit, question), topology.ask(unit, question))
        yield Crossing("stream", topology.verdicts(unit), topology.verdicts(unit))


def permissions(units: Mapping[str, Verbs], others: bool = False) -> Permissions:
    """What such an account's users may do inside it: a unit's own verbs about itself, or with
    `others` every verb about any unit or plan.

    Each subject holds a bounded number of waiting commands, so nobody may invent subjects.
    """
    publish = [
        sent(unit, name, "*" if others else unit)
        for unit, verbs in units.items()
        for name in verbs or (VERBS if others else OWN_VERBS)
    ]
    publish += [topology.ask(unit, question) for unit in units for question in QUESTIONS]
    hears = [topology.verdicts(unit) for unit in units]
    return Permissions(tuple(publish), (*hears, INBOX))
