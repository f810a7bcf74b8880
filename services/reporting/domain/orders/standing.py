"""Reporting, domain: the orders about a plan's messages that stand, folded from its facts."""

from typing import assert_never

from contracts.brake import Which
from contracts.facts import BrakeFact, MessagesCancelled, MessagesHeld, MessagesResumed
from contracts.plan import Amending
from contracts.values import Value
from services.reporting.domain.stamp import Stamp


class StandingOrder(Value):
    """An order that nobody has ended: who gave it, since when it stands, and what it is about.

    A hold has no `until`; messages that are called off are those whose moment is not after it.
    """

    order: str
    since: Stamp
    by: str
    reason: str
    which: Which
    document: Amending | None = None
    until: Stamp | None = None


def after(orders: tuple[StandingOrder, ...], fact: BrakeFact) -> tuple[StandingOrder, ...]:
    """The orders that stand after one more fact."""
    match fact:
        case MessagesHeld():
            return (*orders, _given(fact))
        case MessagesCancelled():
            return (*orders, _given(fact).model_copy(update={"until": fact.until}))
        case MessagesResumed():
            return tuple(one for one in orders if one.order not in fact.orders)
        case _:
            assert_never(fact)


def _given(fact: MessagesHeld | MessagesCancelled) -> StandingOrder:
    return StandingOrder(
        order=fact.order,
        since=fact.receipt.at,
        by=fact.receipt.sender,
        reason=fact.reason,
        which=fact.which,
        document=fact.document,
    )
