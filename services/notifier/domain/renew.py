"""Notifier, domain: what the streams have to hold by what was said, when they came back without."""

from datetime import datetime

from services.notifier.domain.react import Effect, PutOut, timer_of
from services.notifier.domain.rungs import Reminders
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts.compose import compose


def renew(situation: Situation, reminders: Reminders, now: datetime) -> list[Effect]:
    """The timer of each rung that waits for its moment, and each message whose end was not said.

    Nothing is said anew, and what the streams hold already is only held again: a timer takes its
    own place, and a message that has ended meanwhile is left when it leaves.
    """
    effects: list[Effect] = []
    for key, instance in reminders.instances.items():
        if key.duty not in situation.duties:
            continue
        if not instance.messages:
            waits = instance.fate == "waiting" and not situation.needless(key)
            if waits and instance.fires_at is not None:
                effects.append(timer_of(situation, key, instance.fires_at))
        for name in instance.messages:
            posting = reminders.messages[name]
            if not posting.ended:
                channel, recipient = posting.channel, posting.recipient
                effects.append(PutOut(compose(situation, key, channel, recipient, now)))
    return effects
