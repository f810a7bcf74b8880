"""Tests, reporting: campaigns in which units make given moves."""

from contracts.facts import DutyMet, DutyOpened
from tests.reporting.given.facts import Campaign, Part
from tests.reporting.given.records import DUE, PLAN, duty

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

HEIRS_MOVES = ("submit", "take_over", "heir_submit")
HEIRS = ("xa-moi", "xa-khac")
"""Who may take over from a unit in mid-campaign, also both from one that was split."""


def play(moves: list[tuple[str, str, int]], plan_id: str = PLAN) -> Campaign:
    """A campaign in which units do these moves, those that are lawful at their moment."""
    campaign = Campaign(plan_id).begin()
    for unit, move, number in moves:
        on_duty = move in ("extend", "excuse", "remind")
        what = list(DUE)[number % 2] if on_duty else f"hd-{number % 3}"
        if move == "take_over":
            take_over(campaign, unit, HEIRS[number % 2])
        elif move == "heir_submit":
            heir_submit(campaign, number, HEIRS[number % 2])
        else:
            getattr(campaign, move)(unit, what, number)
    return campaign


def take_over(campaign: Campaign, unit: str, heir: str = HEIRS[0]) -> None:
    """A unit that reported goes over to an heir, whose report duty opens as met."""
    _, due, status = campaign._parts[unit].duties["report"]
    if status != "met" or heir in campaign._parts:
        return
    campaign._parts[heir] = Part(duties={"report": (0, due, "met")})
    about = campaign.about(heir)
    at = campaign.receipt(heir).at
    met = {"duty": "report", "round": 0, "met_at": at, "due": due, "on_time": at < due}
    told = DutyMet(**met, inherited_from=[unit], **about)
    campaign.tell(heir, DutyOpened(duty=duty("report"), **about), told)


def heir_submit(campaign: Campaign, number: int, heir: str = HEIRS[0]) -> None:
    if heir in campaign._parts:
        campaign.submit(heir, "", number)
