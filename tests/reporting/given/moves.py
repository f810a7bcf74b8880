"""Tests, reporting: campaigns in which units make given moves."""

from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import DUE, PLAN

MOVES = (
    "declare",
    "hold",
    "withdraw",
    "submit",
    "give_back",
    "accept",
    "extend",
    "excuse",
    "remind",
)


def play(moves: list[tuple[str, str, int]], plan_id: str = PLAN) -> Campaign:
    """A campaign in which units do these moves, those that are lawful at their moment."""
    campaign = Campaign(plan_id).begin()
    for unit, move, number in moves:
        on_duty = move in ("extend", "excuse", "remind")
        what = list(DUE)[number % 2] if on_duty else f"hd-{number % 3}"
        getattr(campaign, move)(unit, what, number)
    return campaign
