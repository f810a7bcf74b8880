"""Cli, plans: the orders about a plan's messages that stand, as staff read them."""

from datetime import datetime

from cli.console import say, written
from contracts.brake import in_words
from contracts.facts import MessagesCancelled, MessagesHeld
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce


def standing(history: PlanHistory, now: datetime) -> list[MessagesHeld | MessagesCancelled]:
    """The orders that still hold something back, or call off what is to come."""
    said = [order.said for order in history.orders.values() if not order.ended]
    return [one for one in said if isinstance(one, MessagesHeld) or one.until > now]


def order_words(one: MessagesHeld | MessagesCancelled, state: PlanInForce) -> str:
    """An order as staff read it: what, since when, by whom and why."""
    zone = state.plan.zone
    words = {
        "order": one.order,
        "which": in_words(one.which),
        "since": written(one.receipt.at.astimezone(zone)),
        "by": one.receipt.sender,
        "reason": one.reason,
    }
    if isinstance(one, MessagesHeld):
        return say("order-held", **words)[0]
    return say("order-cancelled", **words, until=written(one.until.astimezone(zone)))[0]
