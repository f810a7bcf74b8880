"""Cli, lists: which channels of a plan's ladder reach nobody of a unit, by the notifier's rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from contracts.outgoing import SeenContact
from contracts.owed import Participant
from contracts.plan import Channel, Plan, Rung
from services.notifier.domain.reach import borrowed, present, recipients

Why = Literal["no-contacts", "no-role", "opted-out", "failing", "no-address"]


@dataclass(frozen=True)
class Missed:
    """A channel on which nobody of a unit gets these rungs, and why not; nobody is named."""

    unit: str
    channel: Channel
    rungs: tuple[str, ...]
    why: Why


def contacts_of(
    unit: str, heirs: Sequence[str], book: Mapping[str, Sequence[SeenContact]]
) -> Sequence[SeenContact]:
    """Whom messages to the unit go to: once it has ended its successors', where they have any."""
    return borrowed({heir: book[heir] for heir in heirs}) or book[unit]


def missed(
    plan: Plan,
    participant: Participant,
    approves: Iterable[str],
    contacts: Sequence[SeenContact],
    day: date,
) -> Iterator[Missed]:
    """The channels of the ladder, rung by rung of what the unit owes or `approves`, that reach
    nobody.

    The collecting office writes no letters to itself.
    """
    owed = {*participant.owes, *approves}
    if participant.unit == plan.collecting_office:
        return
    ladder = [rung for rung in plan.ladder if owed & set(rung.owed) and not rung.escalates]
    reached = {
        (rung.id, channel) for rung in ladder for channel, _ in recipients(contacts, rung, day)
    }
    for channel in get_args(Channel):
        silent = [r for r in ladder if channel in r.channels and (r.id, channel) not in reached]
        if silent:
            rungs = tuple(rung.id for rung in silent)
            yield Missed(participant.unit, channel, rungs, _why(contacts, silent[0], channel, day))


def _why(contacts: Sequence[SeenContact], rung: Rung, channel: Channel, day: date) -> Why:
    if not contacts:
        return "no-contacts"
    fitting = list(present(contacts, rung, day))
    if not fitting:
        return "no-role"
    if any(channel in one.failing for one in fitting):
        return "failing"
    return "opted-out" if all(_declines(one, channel) for one in fitting) else "no-address"


def _declines(one: SeenContact, channel: Channel) -> bool:
    return channel in one.opted_out or "reminders" in one.declined.get(channel, ())
