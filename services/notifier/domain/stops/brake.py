"""Notifier, domain: the orders of a plan's office about its messages, and what they stop."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from contracts.brake import Place, Which, fits
from contracts.facts import (
    BrakeFact,
    FrozenFact,
    MessagesCancelled,
    MessagesHeld,
    MessagesResumed,
    PlanAmended,
    PlanHistoryFact,
    PlanPublished,
    SnapshotFormCorrected,
    SnapshotFrozen,
    SnapshotPublished,
    SnapshotReplaced,
    SnapshotSigned,
    SnapshotWithdrawn,
)
from contracts.plan import Channel


@dataclass(frozen=True)
class Hold:
    """What is held back, or was until it was resumed."""

    which: Which
    resumed_at: datetime | None = None


@dataclass(frozen=True)
class CallingOff:
    """What is called off: messages whose moment is not after `until`."""

    which: Which
    until: datetime


@dataclass(frozen=True)
class Brake:
    """What was held back and what was called off, each by the name of its order."""

    holds: Mapping[str, Hold] = field(default_factory=dict)
    callings_off: Mapping[str, CallingOff] = field(default_factory=dict)

    def held(self, names: Collection[str], place: Place, channel: Channel) -> str | None:
        """The hold by which a message waits; None where it may leave."""
        for name, hold in self.holds.items():
            if hold.resumed_at is None and fits(hold.which, names, place, channel):
                return name
        return None

    def released(self, names: Collection[str], place: Place, channel: Channel) -> datetime | None:
        """When a hold on a message ended last; None where there was none."""
        holds = self.holds.values()
        ends = (one.resumed_at for one in holds if fits(one.which, names, place, channel))
        return max(filter(None, ends), default=None)

    def called_off(
        self, names: Collection[str], place: Place, channel: Channel, moment: datetime
    ) -> bool:
        """Whether a message of this moment is never to leave."""
        return any(
            moment <= one.until and fits(one.which, names, place, channel)
            for one in self.callings_off.values()
        )


def plan_of(fact: PlanHistoryFact) -> str:
    return fact.plan if isinstance(fact, BrakeFact | FrozenFact) else fact.plan.id


def concerned(fact: PlanHistoryFact) -> list[str] | None:
    """The units whose timers a fact on a plan's history may move; None for all of the plan's.

    An amended plan may have another ladder; one that was just published has no open duties yet.
    What is held back needs nothing: a timer that fires meanwhile leaves its rung waiting. Whoever
    owes is reminded whatever was frozen.
    """
    match fact:
        case PlanPublished() | MessagesHeld():
            return []
        case (
            SnapshotFrozen()
            | SnapshotPublished()
            | SnapshotSigned()
            | SnapshotReplaced()
            | SnapshotFormCorrected()
            | SnapshotWithdrawn()
        ):
            return []
        case PlanAmended():
            return [participant.unit for participant in fact.participants]
        case MessagesCancelled() | MessagesResumed():
            return None
        case _:
            assert_never(fact)


def evolve(brake: Brake, fact: BrakeFact) -> Brake:
    """The orders after one more fact; what was called off until it was resumed stays so."""
    match fact:
        case MessagesHeld():
            return replace(brake, holds={**brake.holds, fact.order: Hold(fact.which)})
        case MessagesCancelled():
            given = {fact.order: CallingOff(fact.which, fact.until)}
            return replace(brake, callings_off={**brake.callings_off, **given})
        case MessagesResumed():
            return _resumed(brake, fact)
        case _:
            assert_never(fact)


def _resumed(brake: Brake, fact: MessagesResumed) -> Brake:
    holds, callings_off = dict(brake.holds), dict(brake.callings_off)
    for name in fact.orders:
        if name in holds:
            holds[name] = Hold(holds[name].which, fact.receipt.at)
        else:
            one = callings_off[name]
            callings_off[name] = CallingOff(one.which, min(one.until, fact.receipt.at))
    return Brake(holds, callings_off)
