"""Notifier, domain: the orders of a plan's office about its messages, and what they stop."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from contracts.brake import Place, Which, fits
from contracts.facts import (
    BrakeFact,
    MessagesCancelled,
    MessagesHeld,
    MessagesResumed,
    PlanAmended,
    PlanHistoryFact,
    PlanPublished,
)
from contracts.plan import Channel


@dataclass(frozen=True)
class CallingOff:
    """What is called off: messages whose moment is not after `until`."""

    which: Which
    until: datetime


@dataclass(frozen=True)
class Brake:
    """The holds that stand, and what was called off, each by the name of its order."""

    holds: Mapping[str, Which] = field(default_factory=dict)
    callings_off: Mapping[str, CallingOff] = field(default_factory=dict)

    def held(self, names: Collection[str], place: Place, channel: Channel) -> str | None:
        """The hold by which a message waits; None where it may leave."""
        found = (name for name, which in self.holds.items() if fits(which, names, place, channel))
        return next(found, None)

    def called_off(
        self, names: Collection[str], place: Place, channel: Channel, moment: datetime
    ) -> bool:
        """Whether a message of this moment is never to leave."""
        return any(
            moment <= one.until and fits(one.which, names, place, channel)
            for one in self.callings_off.values()
        )


def moves_all(fact: PlanHistoryFact) -> bool:
    """Whether a fact on a plan's history may move the timers of every unit of the plan.

    What is held back needs nothing: a timer that fires meanwhile leaves its rung waiting.
    """
    match fact:
        case MessagesCancelled() | MessagesResumed():
            return True
        case PlanPublished() | PlanAmended() | MessagesHeld():
            return False
        case _:
            assert_never(fact)


def evolve(brake: Brake, fact: BrakeFact) -> Brake:
    """The orders after one more fact; what was called off until it was resumed stays so."""
    match fact:
        case MessagesHeld():
            return Brake({**brake.holds, fact.order: fact.which}, brake.callings_off)
        case MessagesCancelled():
            given = CallingOff(fact.which, fact.until)
            return Brake(brake.holds, {**brake.callings_off, fact.order: given})
        case MessagesResumed():
            holds = {name: one for name, one in brake.holds.items() if name not in fact.orders}
            cut = {
                name: CallingOff(one.which, min(one.until, fact.receipt.at))
                for name, one in brake.callings_off.items()
                if name in fact.orders
            }
            return Brake(holds, {**brake.callings_off, **cut})
        case _:
            assert_never(fact)
