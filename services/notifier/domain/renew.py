"""Notifier, domain: what the streams have to hold by what was said, when they came back without."""

from dataclasses import dataclass
from datetime import datetime

from contracts.outgoing import Slot
from services.notifier.domain.digest.ahead import Schedule, timer_of
from services.notifier.domain.digest.part import entry
from services.notifier.domain.digest.slots import KEPT, Whom
from services.notifier.domain.rungs import Posting, Reminders
from services.notifier.domain.standing import Situation


@dataclass(frozen=True)
class Restore:
    """Let the person's slots hold this one; it leaves again where this unit's part in it has not
    ended.
    """

    whom: Whom
    slot: Slot
    leaves: bool


def renew(situation: Situation, reminders: Reminders, now: datetime) -> list[Schedule | Restore]:
    """The timer of each rung that waits for its moment, and each message whose end was not said.

    Nothing is said anew, and what the streams hold already is only held again: a timer takes its
    own place, and a message that has ended meanwhile is left when it leaves. What left of late is
    remembered, so that nothing more goes into it and it counts in the day's budget.
    """
    effects: list[Schedule | Restore] = []
    for key, instance in reminders.rungs():
        known = key.duty in situation.duties
        waits = known and instance.fate == "waiting" and not instance.messages
        if waits and instance.fires_at is not None and not situation.needless(key):
            effects.append(timer_of(situation, key, instance.fires_at))
    for name, posting in reminders.messages.items():
        if posting.end is None or now - posting.leaves_at < KEPT:
            effects.append(_restore(situation, reminders, name, posting))
    return effects


def _restore(situation: Situation, reminders: Reminders, name: str, posting: Posting) -> Restore:
    entries = [
        entry(
            situation,
            key,
            token,
            reminders.instances[key].fires_at or posting.leaves_at,
            posting.above,
        )
        for key, token in posting.keys.items()
    ]
    slot = Slot(
        message=name,
        office=situation.plan.collecting_office,
        leaves_at=posting.leaves_at,
        closed=posting.end is not None,
        entries=entries,
    )
    return Restore(Whom(posting.person, posting.channel), slot, leaves=posting.end is None)
