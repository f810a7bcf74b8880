"""Registry, domain: a plan's revisions, its office's orders and its snapshots, folded from
evt.plan.<plan>.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from contracts.facts import (
    BrakeFact,
    FrozenFact,
    MessagesCancelled,
    MessagesHeld,
    MessagesResumed,
    PlanAmended,
    PlanFact,
    PlanHistoryFact,
    PlanPublished,
)
from contracts.owed import Instance, Participant
from contracts.plan import ForceMajeure, Plan
from contracts.snapshots import Snapshot, after
from contracts.values import Receipt


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A plan as one revision has it; `ever` are all units that it gave something to until then,
    `events` what nobody could help, each with the revision that told of it.
    """

    revision: int
    plan: Plan
    participants: Mapping[str, Participant]
    instances: tuple[Instance, ...]
    receipt: Receipt
    reason: str
    ever: frozenset[str]
    events: tuple[tuple[int, ForceMajeure], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order about messages as it was said, and whether it was ended."""

    said: MessagesHeld | MessagesCancelled
    ended: bool = False


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """Every revision of a plan: 1 is its publication, each amendment makes one more; every order
    about its messages, by its name; and every snapshot of its figures, by its number.
    """

    revisions: tuple[PlanInForce, ...] = ()
    orders: Mapping[str, Order] = field(default_factory=dict)
    snapshots: Mapping[int, Snapshot] = field(default_factory=dict)

    @property
    def newest(self) -> PlanInForce | None:
        return self.revisions[-1] if self.revisions else None

    def at(self, revision: int) -> PlanInForce | None:
        """A revision; None where the history does not have it yet."""
        return self.revisions[revision - 1] if 0 < revision <= len(self.revisions) else None


def evolve(history: PlanHistory, facts: Iterable[PlanHistoryFact]) -> PlanHistory:
    """The history after some facts."""
    for fact in facts:
        if isinstance(fact, BrakeFact):
            history = replace(history, orders=_orders(history.orders, fact))
        elif isinstance(fact, FrozenFact):
            history = replace(history, snapshots=after(history.snapshots, fact))
        else:
            revisions = (*history.revisions, _revision(history, fact))
            history = replace(history, revisions=revisions)
    return history


def _orders(orders: Mapping[str, Order], fact: BrakeFact) -> Mapping[str, Order]:
    match fact:
        case MessagesHeld() | MessagesCancelled():
            return {**orders, fact.order: Order(fact)}
        case MessagesResumed():
            return {**orders, **{name: replace(orders[name], ended=True) for name in fact.orders}}
        case _:
            assert_never(fact)


def _revision(history: PlanHistory, fact: PlanFact) -> PlanInForce:
    match fact:
        case PlanPublished():
            reason = f"Ban hành {fact.plan.number}"
        case PlanAmended():
            reason = fact.reason
        case _:
            assert_never(fact)
    participants = {participant.unit: participant for participant in fact.participants}
    before = history.newest.ever if history.newest else frozenset()
    events = history.newest.events if history.newest else ()
    if isinstance(fact, PlanAmended) and fact.force_majeure:
        events = (*events, (fact.revision, fact.force_majeure))
    return PlanInForce(
        revision=fact.revision,
        plan=fact.plan,
        participants=participants,
        instances=tuple(fact.instances),
        receipt=fact.receipt,
        reason=reason,
        ever=before | frozenset(participants),
        events=events,
    )
