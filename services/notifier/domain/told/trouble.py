"""Notifier, domain, told: by which facts a unit was found to be out of reach."""

from contracts.facts import (
    MessageAnsweredAbsent,
    MessageDeclined,
    MessageFailed,
    NoticeFailed,
    ReminderFact,
    RungFailed,
)
from services.notifier.domain.contacts.faults import against_address

NO_ADDRESS, NOBODY = "no-address", "no-recipient"
"""Why nothing went out: whoever it was for has no address any more; nobody has one."""


def out_of_reach(fact: ReminderFact) -> str | None:
    """The message, duty or activity by which it was found; None where the fact says nothing of it.

    What fails since the office itself cannot be told of this is no second thing to tell.
    """
    if found := against_address(fact):
        return found[0]
    match fact:
        case MessageFailed(reason="no-address") | MessageAnsweredAbsent() | MessageDeclined():
            return fact.message
        case RungFailed(reason="no-recipient"):
            return fact.duty
        case NoticeFailed(reason="no-recipient") if fact.kind != "unreached":
            return fact.about
        case _:
            return None
