"""Notifier, domain: when the timer of a rung fires, so that it is gathered ahead of its moment."""

from dataclasses import dataclass
from datetime import datetime

from contracts.outgoing import RungDue
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation


@dataclass(frozen=True)
class Schedule:
    """Let the stream hold this timer until then; replaces an earlier one of the same instance."""

    timer: RungDue
    at: datetime


def timer_of(situation: Situation, key: RungKey, fires_at: datetime) -> Schedule:
    """For when the rung may be put into a message that leaves at `fires_at`, which may be past. Who
    is late is known at that moment only.
    """
    timer = RungDue(
        plan=situation.plan.id,
        unit=situation.unit,
        duty=key.duty,
        due=key.due,
        rung=key.rung,
        fires_at=fires_at,
    )
    rung = situation.rung(key)
    late = rung is None or rung.escalates
    return Schedule(timer, fires_at if late else fires_at - situation.ahead)
