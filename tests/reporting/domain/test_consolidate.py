"""The report of one moment, put together from documents: its rows, standings, names and clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.facts import ActivityDeclared, DutyExtended, PlanAmended, UnitRecorded
from contracts.unit import Unit
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated, Row
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.facts import DIRECT, Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.records import (
    AMENDING,
    DUE,
    PLAN,
    UNITS,
    activity,
    joint,
    participants,
    plan,
    report,
)

REPORT_DUE = DUE["report"]
EARLY = datetime(2022, 9, 16, tzinfo=UTC)


def consolidated(campaign: Campaign, as_of: datetime = EARLY) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), as_of, as_of)


def row(campaign: Campaign, unit: str, as_of: datetime = EARLY) -> Row:
    return next(one for one in consolidated(campaign, as_of).rows if one.unit.id == unit)


def standings(campaign: Campaign, unit: str, as_of: datetime = EARLY) -> dict[str, Any]:
    return {one.duty: one for one in row(campaign, unit, as_of).duties}


def test_a_duty_is_overdue_from_its_due_moment_on_while_it_is_owed() -> None:
    campaign = Campaign().begin()
    just_before = REPORT_DUE - timedelta(microseconds=1)
    assert not standings(campaign, "ba-to", just_before)["report"].overdue
    assert standings(campaign, "ba-to", REPORT_DUE)["report"].overdue
    campaign.submit("ba-to", "", 1)
    assert not standings(campaign, "ba-to", REPORT_DUE)["report"].overdue


def test_a_standing_tells_where_and_since_when_in_the_plans_own_time() -> None:
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 1)
    said = {"duty": "declare", "round": 0, "due": REPORT_DUE, "reason": "bão"}
    campaign.tell("ba-to", DutyExtended.model_validate({**said, **campaign.about("ba-to")}))
    found = standings(campaign, "ba-to")
    report, declare = found["report"], found["declare"]
    assert (report.unit.name, report.kind, report.title) == (
        UNITS["ba-to"],
        "report",
        "Nội dung report",
    )
    assert (report.status, report.on_time, report.due) == ("met", True, REPORT_DUE)
    assert report.met_at == campaign.log[-2].events[0].data.receipt.at  # type: ignore[attr-defined]
    assert (declare.status, declare.met_at, declare.reason) == ("owing", None, "bão")
    moments = [report.due, report.met_at, declare.due]
    whole = consolidated(campaign)
    moments += [whole.as_of, whole.last_fact_at]
    assert {str(moment.tzinfo) for moment in moments} == {"Asia/Ho_Chi_Minh"}


def test_late_and_owing_are_told_apart_over_all_units() -> None:
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 1)
    campaign._minutes = int((REPORT_DUE - EARLY).total_seconds() / 60) + 60 * 24 * 2
    campaign.submit("ly-son", "", 1)
    whole = consolidated(campaign)
    assert [(one.unit.id, one.duty) for one in whole.late] == [("ly-son", "report")]
    owing = {(one.unit.id, one.duty) for one in whole.owing}
    assert owing == {(unit, "declare") for unit in UNITS} | {("binh-son", "report")}


def test_a_row_shows_the_report_that_counts_and_names_its_version() -> None:
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 1)
    [found] = row(campaign, "ba-to").reports
    assert (found.duty, found.owed, found.version) == ("report", "report", 1)
    assert (found.status, found.counts, found.awaiting) == ("submitted", True, False)
    assert (found.signed, found.waiting) == (report(1).signed, "new")
    assert (found.filing.figures, found.filing.spending) == (
        tuple(report(1).figures),
        report(1).spending,
    )
    assert (row(campaign, "ba-to").level, row(campaign, "ba-to").assignments) == ("huyen", ("a1",))
    campaign.submit("ba-to", "", DIRECT + 1)
    [found] = row(campaign, "ba-to").reports
    assert (found.version, found.awaiting, found.filing.figures) == (2, True, ())
    assert (found.filing.spending, found.waiting) == (None, None)
    [found] = row(campaign, "ly-son").reports
    assert (found.version, found.status, found.filing.figures) == (None, None, ())


def test_a_row_counts_activities_by_where_they_stand_and_joint_ones_apart() -> None:
    campaign = Campaign().begin()
    for number, name in enumerate(("a", "b", "c", "d")):
        campaign.declare("ba-to", name, number)
    campaign.hold("ba-to", "b", 1)
    campaign.withdraw("ba-to", "c")
    campaign.declare("ly-son", "x", 0)
    for name in ("e", "f"):
        shared = joint(name, "ly-son", "x")
        fact = ActivityDeclared(activity=shared, **campaign.about("ba-to"))  # type: ignore[arg-type]
        campaign.tell("ba-to", fact)
        campaign._parts["ba-to"].activities[name] = shared
    campaign.withdraw("ba-to", "f")
    late = activity("g", status="postponed")
    campaign.tell("ba-to", ActivityDeclared(activity=late, **campaign.about("ba-to")))  # type: ignore[arg-type]
    counted = row(campaign, "ba-to").activities
    assert (counted.planned, counted.held, counted.postponed) == (2, 1, 1)
    assert (counted.withdrawn, counted.joint) == (2, 1)


def test_a_joint_record_is_loose_while_its_leads_record_is_gone() -> None:
    """A chain leads to the same record; once that is gone, the earliest of the others counts."""
    campaign = Campaign().begin()
    for unit, name, record in (
        ("ly-son", "x", joint("x", "ba-to", "lead")),
        ("binh-son", "y", joint("y", "ly-son", "x")),
        ("ba-to", "lead", activity("lead")),
    ):
        campaign.tell(unit, ActivityDeclared(activity=record, **campaign.about(unit)))  # type: ignore[arg-type]
        campaign._parts[unit].activities[name] = record
    assert consolidated(campaign).loose_joints == ()
    campaign.withdraw("ba-to", "lead")
    first, second = sorted(consolidated(campaign).loose_joints, key=lambda one: one.activity)
    assert (first.activity, first.counted, second.activity, second.counted) == (
        "x",
        True,
        "y",
        False,
    )
    assert (second.unit.id, second.title, second.lead) == ("binh-son", "Hoạt động y", "withdrawn")
    assert (second.lead_unit, second.lead_activity) == ("ly-son", "x")
    campaign.withdraw("ly-son", "x")
    [loose] = consolidated(campaign).loose_joints
    assert (loose.activity, loose.counted) == ("y", True)


def test_a_unit_that_an_amendment_took_out_keeps_its_row_behind_the_others() -> None:
    """By its name of the day of the plan, as the directory has it."""
    campaign = Campaign().begin()
    campaign.submit("binh-son", "", 1)
    left = [one for one in participants() if one.unit != "binh-son"]
    amended = PlanAmended(
        revision=2,
        plan=plan(),
        participants=left,
        reason="Điều chỉnh",
        document=AMENDING,
        receipt=campaign.receipt("so-tttt"),
    )
    campaign.say(f"evt.plan.{PLAN}", amended)
    names = [
        {"value": "Huyện Bình Sơn cũ", "valid_to": "2022-10-01"},
        {"value": "Xã Bình Sơn", "valid_from": "2022-10-01"},
    ]
    record = Unit.model_validate({"id": "binh-son", "names": names})
    campaign.say(
        "evt.directory.binh-son", UnitRecorded(record=record, receipt=campaign.receipt("x"))
    )
    rows = consolidated(campaign).rows
    assert [one.unit.id for one in rows] == ["ba-to", "ly-son", "binh-son"]
    last = rows[-1]
    assert last.unit.name == "Huyện Bình Sơn cũ"
    assert (last.level, last.parent, last.assignments) == (None, None, ())
    assert last.reports[0].version == 1


def test_the_offices_are_named_as_the_directory_has_them() -> None:
    whole = consolidated(Campaign().begin())
    assert (whole.issuer.id, whole.issuer.name) == ("ubnd", "UBND tỉnh")
    assert (whole.collecting_office.id, whole.collecting_office.name) == ("so-tttt", "Sở TT&TT")
    assert whole.receiver == whole.issuer
    assert (whole.plan, whole.as_of, whole.last_fact_at) == (plan(), EARLY, EARLY)


def test_evidence_that_several_activities_claim_is_told_and_other_evidence_is_not() -> None:
    campaign = Campaign().begin()
    campaign.claim("ba-to", "a", ("https://vi.du/1", None), ("https://vi.du/2", None))
    campaign.claim("ly-son", "b", ("https://vi.du/1", None))
    [piece] = consolidated(campaign).repeated_evidence
    assert (piece.link, piece.claimed) == ("https://vi.du/1", 2)


def test_documents_of_another_plan_are_in_no_row() -> None:
    campaign, other = Campaign().begin(), Campaign("ke-hoach-khac").begin()
    other.submit("ba-to", "", 4)
    other.declare("ba-to", "hd", 4)
    documents = fold_all([*campaign.facts, *other.facts], Documents())
    whole = consolidate(documents, documents.get(PlanDocument, PLAN), EARLY)
    [found] = [one for one in whole.rows if one.unit.id == "ba-to"]
    assert (found.activities.planned, len(found.duties)) == (0, 2)
    assert [one.version for one in found.reports] == [None]
    assert whole.totals.duties.total == 6
    assert whole.last_fact_at is None
