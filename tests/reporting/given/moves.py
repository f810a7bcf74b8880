"""Tests, reporting: campaigns in which units make given moves."""

from contracts import topology
from contracts.facts import DutyOpened, PlanAmended, UnitRecorded
from contracts.unit import Dated, Unit
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import AMENDING, DUE, PLAN, UNITS, duty, participants, plan

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


def merge(campaign: Campaign, *units: str, into: str) -> None:
    """Units end, and the plan names the one that comes after them instead."""
    receipt = campaign.receipt("so-tttt")
    day, plan_id = receipt.at.date(), campaign.plan
    ended = [Unit(id=one, names=[Dated(value=UNITS[one])], valid_to=day) for one in units]
    names = [Dated(value="Xã mới")]
    heir = Unit(id=into, names=names, valid_from=day, predecessors=list(units))
    for record in (*ended, heir):
        told = UnitRecorded(record=record, receipt=receipt)
        campaign.say(topology.directory_facts(record.id), told)
    left = [one for one in participants() if one.unit not in units]
    new = left[0].model_copy(update={"unit": into, "name": "Xã mới", "short_name": "Xã mới"})
    amended = PlanAmended(
        revision=2,
        plan=plan(plan_id),
        participants=[*left, new],
        reason="Sắp xếp đơn vị",
        document=AMENDING,
        receipt=receipt,
    )
    campaign.say(topology.plan_facts(plan_id), amended)
    campaign.tell(into, *(DutyOpened(duty=duty(kind), **campaign.about(into)) for kind in DUE))
