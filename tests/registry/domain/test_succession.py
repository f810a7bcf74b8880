"""Who speaks for a unit that has ended: merged, split, renamed, promoted, a level that is gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.commands import AcceptReport, DeclareActivity, ExcuseDuty, SubmitReport
from contracts.facts import DutyExcused, PlanApplied
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import plan_history
from services.registry.domain.history.directory import Directory
from tests.registry.given import Part, codes, facts, published
from tests.registry.plans import (
    OFFICE,
    PROVINCE,
    ZONE,
    activity,
    amending,
    plan,
    receipt,
    report,
    unit,
)
from tests.registry.reorganised import DIRECTORY, known

BEFORE = datetime(2022, 10, 4, 12, tzinfo=ZONE)
AFTER = datetime(2022, 10, 5, tzinfo=ZONE)


IN_FORCE = published(DIRECTORY).revisions[0]


def part_of(name: str = "ba-to", directory: Directory = DIRECTORY) -> Part:
    return Part(name, directory=directory)


def send(command: Any, by: str, at: datetime, unit: str = "ba-to", **fields: Any) -> Decision:
    """To a part in which nothing was sent before."""
    return part_of(unit).send(command, at, by=by, **fields)


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
    part = part_of()
    part.send(SubmitReport, AFTER, report=report())
    for sender in ("ba-to", "xa-ba-vi"):
        at = datetime(2022, 11, 2, tzinfo=ZONE)
        decision = part.send(SubmitReport, at, by=sender, report=report(6))
        assert "plan-closed" in decision.refused_for


def test_a_promoted_or_renamed_unit_speaks_for_itself_without_a_word() -> None:
    decision = send(SubmitReport, "ly-son", AFTER, unit="ly-son", report=report())
    assert (decision.outcome, decision.findings) == ("accepted", ())
    participant = IN_FORCE.participants["ly-son"]
    assert (participant.name, participant.level) == ("Huyện Lý Sơn", "huyen")
    changes = {"issued_on": "2023-01-01", "assignments": _to("xa"), "owed": _owed("xa")}
    participant = published(DIRECTORY, **changes).revisions[0].participants["ly-son"]
    assert (participant.name, participant.level) == ("Đặc khu Lý Sơn", "xa")


def _to(group: str) -> list[dict[str, Any]]:
    assignees = [{"group": group}]
    return [{"id": "viec-1", "number": "1", "text": "", "assignees": assignees}]


def _owed(level: str) -> list[dict[str, Any]]:
    deadline = {"day": "2022-10-20"}
    entry = {"id": "bao-cao", "kind": "report", "title": "Báo cáo", "deadline": deadline}
    return [{**entry, "levels": [level]}]


def test_an_offices_rights_go_to_the_one_that_took_it_over_whole() -> None:
    part = part_of()
    part.send(SubmitReport, BEFORE, report=report())
    assert part.send(AcceptReport, AFTER, by="so-khcn", version=1).outcome == "accepted"
    excuse: dict[str, Any] = {"duty": "dang-ky", "reason": "Đã kết thúc"}
    assert send(ExcuseDuty, "so-khcn", AFTER, **excuse).outcome == "accepted"
    assert send(ExcuseDuty, "so-khcn", BEFORE, **excuse).outcome == "refused"


def test_the_rights_of_a_split_office_go_to_nobody() -> None:
    two = known(unit("so-moi", PROVINCE, predecessors=[OFFICE]))
    for heir in ("so-khcn", "so-moi"):
        decision = part_of(directory=two).send(
            ExcuseDuty, AFTER, by=heir, duty="dang-ky", reason="x"
        )
        assert codes(decision) == [("not-allowed", "/data/unit")]


def amend(
    by: str = PROVINCE,
    at: datetime = AFTER,
    reason: str = "Sắp xếp lại đơn vị hành chính",
    **changes: Any,
) -> Decision:
    command = amending(plan(**{"title": "Sửa đổi", **changes}), reason)
    return decide_plan(command, published(DIRECTORY), Case(receipt(at, by), DIRECTORY))


TO_COMMUNES: dict[str, Any] = {
    "issued_on": "2022-10-06",
    "assignments": _to("xa"),
    "owed": _owed("xa"),
}


def follow(part: Part, amendment: Decision) -> Decision:
    """What the unit's part becomes by the amendment."""
    part.plans = plan_history.evolve(part.plans, amendment.facts)  # type: ignore[arg-type]
    return part.open()


def test_an_amendment_after_a_reorganisation_gives_the_duties_to_the_successors() -> None:
    """Those of ended units are closed, and the reason names who took over."""
    amendment, part = amend(by="so-khcn", **TO_COMMUNES), part_of()
    applied, *closed = follow(part, amendment).facts
    assert isinstance(applied, PlanApplied)
    assert sorted(part.in_force.participants) == ["ly-son", "xa-ba-dong", "xa-ba-vi", "xa-son"]
    assert {type(one) for one in closed} == {DutyExcused}
    (reason,) = {one.reason for one in closed}  # type: ignore[union-attr]
    assert "05/10/2022" in reason
    assert "Đơn vị xa-ba-dong, Đơn vị xa-ba-vi" in reason
    opened = follow(Part("xa-ba-vi", directory=DIRECTORY, opened=False), amendment)
    assert facts(opened) == ["plan-applied", "duty-opened"]


@pytest.mark.parametrize("name", ["ba-to", "ly-son"])
def test_a_unit_that_the_plan_still_names_is_told_the_reason_of_the_amendment_alone(
    name: str,
) -> None:
    """Whether it has ended or not."""
    _, *closed = follow(part_of(name), amend(owed=_owed("huyen"))).facts
    assert facts(Decision(tuple(closed))) == ["duty-changed", "duty-excused", "duty-excused"]
    assert {one.reason for one in closed} == {"Sắp xếp lại đơn vị hành chính"}  # type: ignore[union-attr]


def test_a_reason_stays_within_its_length() -> None:
    _, *closed = follow(part_of(), amend(reason="x" * 500, **TO_COMMUNES)).facts
    assert {len(one.reason) for one in closed} == {500}  # type: ignore[union-attr]


def test_an_amendment_that_keeps_the_old_day_says_who_has_ended() -> None:
    decision = amend()
    said = {one.code: one for one in decision.findings}
    assert decision.outcome == "accepted"
    assert "ba-to, son-ha, son-tay" in said["participants-ended"].en
    assert "participants-ended" not in {one.code for one in amend(at=BEFORE).findings}


def test_a_level_that_has_gone_leaves_its_group_empty() -> None:
    decision = amend(issued_on="2022-10-06")
    assert ("group-empty", "/data/plan/assignments/0/assignees/0/group") in codes(decision)
