"""Reminders due: as many as the distinct due moments of what anybody is reminded of."""

from datetime import UTC, datetime

from hypothesis import given

from contracts.facts import DutyOpened
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument, RungDocument
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import LADDER, PLAN, duty
from tests.reporting.given.strategies import moves, unhurried

LATER = datetime(2022, 12, 1, tzinfo=UTC)


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), LATER)


@unhurried
@given(moves)
def test_every_due_moment_owes_each_rung_that_names_its_duty(moves) -> None:
    """Rungs due follow from the registry's facts alone; what the notifier did not tell shows."""
    documents = fold_all(play(moves).facts, Documents())
    totals = consolidate(documents, documents.get(PlanDocument, PLAN), LATER).totals
    dues = sum(len(duty.dues) for duty in documents.all(DutyDocument))
    told = len(documents.all(RungDocument))
    assert totals.rungs.due == dues * len(LADDER)
    assert totals.rungs.unaccounted == dues * len(LADDER) - told
    for line in (totals.rungs, *totals.by_rung):
        known = line.sent + line.cancelled + line.lapsed + line.failed + line.waiting
        assert line.due == known + line.unaccounted


def test_a_duty_reopened_towards_the_same_moment_owes_no_rungs_anew() -> None:
    """Rungs belong to distinct due moments: a withdrawal brings none, an extension brings two."""
    campaign = Campaign().begin()
    campaign.declare("ba-to", "hd-1", 1)
    campaign.withdraw("ba-to", "hd-1")
    assert consolidated(campaign).totals.rungs.due == 6 * len(LADDER)
    campaign.extend("ba-to", "declare", 1)
    assert consolidated(campaign).totals.rungs.due == 7 * len(LADDER)


def test_nobody_is_reminded_of_what_the_collecting_office_owes_itself() -> None:
    """It writes no letters to itself, so its due moments owe no rungs."""
    campaign = Campaign().begin()
    before = consolidated(campaign).totals.rungs.due
    for bearer, more in (("so-tttt", 0), ("ubnd", len(LADDER))):
        approval = duty("report", id=f"xac-nhan-{bearer}", bearer=bearer)
        campaign.tell("ba-to", DutyOpened(duty=approval, **campaign.about("ba-to")))
        assert consolidated(campaign).totals.rungs.due == before + more
