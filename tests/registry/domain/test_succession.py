"""Who speaks for a unit that has ended: merged, split, renamed, promoted, a level that is gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from services.registry.domain.opening import open_duties, reason_for

from contracts.commands import (
    AcceptReport,
    AmendPlan,
    DeclareActivity,
    ExcuseDuty,
    PublishPlan,
    SubmitReport,
)
from contracts.facts import DutyExcused, PlanAmended, PlanPublished
from services.registry.domain import plans
from services.registry.domain.decide import decide_in
from services.registry.domain.decision import Decision
from services.registry.domain.participation import Participation, absorb
from tests.registry.given import codes, facts
from tests.registry.plans import OFFICE, PROVINCE, ZONE, activity, plan, receipt, report, unit
from tests.registry.reorganised import DIRECTORY, known

BEFORE = datetime(2022, 10, 4, 12, tzinfo=ZONE)
AFTER = datetime(2022, 10, 5, tzinfo=ZONE)


def published(**changes: Any) -> plans.PlanInForce:
    decision = plans.publish(
        PublishPlan(plan=plan(**changes)), None, DIRECTORY, receipt(0, PROVINCE)
    )
    (fact,) = decision.facts
    assert isinstance(fact, PlanPublished)
    return plans.evolve(None, fact)


IN_FORCE = published()


def opened(name: str) -> Participation:
    about: Any = {"plan": "cds-2022", "unit": name, "receipt": IN_FORCE.receipt}
    duties = open_duties(Participation(), IN_FORCE.participants[name], about, IN_FORCE.reason)
    return absorb(Participation(), [duties])


def send(
    command: Any, by: str, at: datetime, state: Participation | None = None, **fields: Any
) -> Decision:
    fields = {"plan": "cds-2022", "unit": "ba-to", **fields}
    state = state or opened(fields["unit"])
    return decide_in(command(**fields), state, IN_FORCE, DIRECTORY, receipt(at, by))


@pytest.mark.parametrize("heir", ["xa-ba-dong", "xa-ba-vi"])
def test_every_successor_of_a_split_unit_may_report_for_it_and_the_verdict_says_so(
    heir: str,
) -> None:
    decision = send(SubmitReport, heir, AFTER, report=report())
    assert facts(decision) == ["report-submitted", "duty-met"]
    assert codes(decision) == [("spoken-for", "/data/unit")]
    assert {fact.receipt.sender for fact in decision.facts} == {heir}  # type: ignore[attr-defined]


def test_a_successor_says_nothing_while_the_unit_exists() -> None:
    decision = send(SubmitReport, "xa-ba-vi", BEFORE, report=report())
    assert codes(decision) == [("not-your-unit", "/data/unit")]


def test_the_day_of_succession_begins_at_midnight_of_the_plans_zone() -> None:
    first = AFTER.astimezone(UTC)
    last = first - timedelta(microseconds=1)
    assert send(DeclareActivity, "xa-ba-vi", last, activity=activity()).outcome == "refused"
    assert send(DeclareActivity, "xa-ba-vi", first, activity=activity()).outcome == "accepted"


def test_both_units_of_a_merger_are_spoken_for_by_the_one_that_came() -> None:
    """The link may be written at either end."""
    for ended in ("son-ha", "son-tay"):
        decision = send(DeclareActivity, "xa-son", AFTER, unit=ended, activity=activity())
        assert decision.outcome == "accepted"
        stranger = send(DeclareActivity, "xa-ba-vi", AFTER, unit=ended, activity=activity())
        assert codes(stranger) == [("not-your-unit", "/data/unit")]


def test_an_ended_unit_may_go_on_itself_until_the_plan_closes() -> None:
    """Its system may still be running; the verdict names who took over."""
    decision = send(SubmitReport, "ba-to", AFTER, report=report())
    assert (decision.outcome, codes(decision)) == ("accepted", [("unit-ended", "/data/unit")])
    assert "xa-ba-dong, xa-ba-vi" in decision.findings[0].vi
    closed = send(SubmitReport, "ba-to", datetime(2022, 11, 2, tzinfo=ZONE), report=report())
    assert closed.outcome == "refused"
    by_heir = send(SubmitReport, "xa-ba-vi", datetime(2022, 11, 2, tzinfo=ZONE), report=report())
    assert by_heir.outcome == "refused"


def test_a_promoted_or_renamed_unit_speaks_for_itself_without_a_word() -> None:
    decision = send(SubmitReport, "ly-son", AFTER, unit="ly-son", report=report())
    assert (decision.outcome, decision.findings) == ("accepted", ())
    participant = IN_FORCE.participants["ly-son"]
    assert (participant.name, participant.level) == ("Huyện Lý Sơn", "huyen")
    later = published(
        id="cds-2023", issued_on="2023-01-01", assignments=_to("xa"), owed=_owed("xa")
    )
    participant = later.participants["ly-son"]
    assert (participant.name, participant.level) == ("Đặc khu Lý Sơn", "xa")


def _to(group: str) -> list[dict[str, Any]]:
    assignees = [{"group": group}]
    return [{"id": "viec-1", "number": "1", "text": "", "assignees": assignees}]


def _owed(level: str) -> list[dict[str, Any]]:
    deadline = {"day": "2022-10-20"}
    entry = {"id": "bao-cao", "kind": "report", "title": "Báo cáo", "deadline": deadline}
    return [{**entry, "levels": [level]}]


def test_an_offices_rights_go_to_the_one_that_took_it_over_whole() -> None:
    state = opened("ba-to")
    state = absorb(state, [send(SubmitReport, "ba-to", BEFORE, state, report=report()).facts])  # type: ignore[list-item]
    assert send(AcceptReport, "so-khcn", AFTER, state, version=1).outcome == "accepted"
    excuse: dict[str, Any] = {"duty": "dang-ky", "reason": "Đã kết thúc"}
    assert send(ExcuseDuty, "so-khcn", AFTER, **excuse).outcome == "accepted"
    assert send(ExcuseDuty, "so-khcn", BEFORE, **excuse).outcome == "refused"


def test_the_rights_of_a_split_office_go_to_nobody() -> None:
    two = known(unit("so-moi", PROVINCE, predecessors=[OFFICE]))
    command = ExcuseDuty(plan="cds-2022", unit="ba-to", duty="dang-ky", reason="x")
    for heir in ("so-khcn", "so-moi"):
        decision = decide_in(command, opened("ba-to"), IN_FORCE, two, receipt(AFTER, heir))
        assert codes(decision) == [("not-allowed", "/data/unit")]


def amend(by: str = PROVINCE, at: datetime = AFTER, **changes: Any) -> Decision:
    changed = plan(**{"title": "Sửa đổi", **changes})
    command = AmendPlan(plan=changed, reason="Sắp xếp lại đơn vị hành chính")
    return plans.amend(command, IN_FORCE, DIRECTORY, receipt(at, by))


TO_COMMUNES: dict[str, Any] = {
    "issued_on": "2022-10-06",
    "assignments": _to("xa"),
    "owed": _owed("xa"),
}


def test_an_amendment_after_a_reorganisation_gives_the_duties_to_the_successors() -> None:
    """Those of ended units are closed, and the reason names who took over."""
    (fact,) = amend(by="so-khcn", **TO_COMMUNES).facts
    assert isinstance(fact, PlanAmended)
    state = plans.evolve(IN_FORCE, fact)
    assert sorted(state.participants) == ["ly-son", "xa-ba-dong", "xa-ba-vi", "xa-son"]
    reason = reason_for("ba-to", state, DIRECTORY)
    assert "05/10/2022" in reason
    assert "Đơn vị xa-ba-dong, Đơn vị xa-ba-vi" in reason
    about: Any = {"plan": "cds-2022", "unit": "ba-to", "receipt": state.receipt}
    closed = open_duties(opened("ba-to"), None, about, reason)
    assert {type(one) for one in closed} == {DutyExcused}
    assert {one.reason for one in closed} == {reason}  # type: ignore[union-attr]
    assert reason_for("xa-ba-vi", state, DIRECTORY) == "Sắp xếp lại đơn vị hành chính"


def test_a_reason_stays_within_its_length() -> None:
    command = AmendPlan(plan=plan(title="Khác", **TO_COMMUNES), reason="x" * 500)
    (fact,) = plans.amend(command, IN_FORCE, DIRECTORY, receipt(AFTER, PROVINCE)).facts
    assert isinstance(fact, PlanAmended)
    state = plans.evolve(IN_FORCE, fact)
    assert len(reason_for("ba-to", state, DIRECTORY)) == 500


def test_an_amendment_that_keeps_the_old_day_says_who_has_ended() -> None:
    decision = amend()
    assert (decision.outcome, codes(decision)) == (
        "accepted",
        [("participants-ended", "/data/plan/assignments")],
    )
    assert "ba-to, son-ha, son-tay" in decision.findings[0].en
    assert amend(at=BEFORE).findings == ()


def test_a_level_that_has_gone_leaves_its_group_empty() -> None:
    decision = amend(issued_on="2022-10-06")
    assert ("group-empty", "/data/plan/assignments/0/assignees/0/group") in codes(decision)
