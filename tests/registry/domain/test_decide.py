"""What every command about a unit's part has in common: who may send it, and the first opens it."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    CarryReport,
    DeclareActivity,
    DeclareNothing,
    ExcuseDuty,
    ExtendDuty,
    LiftExcuse,
    OpenDuties,
    ReturnReport,
    ShareActivity,
    SubmitReport,
    UnitCommand,
    WithdrawActivity,
)
from contracts.topology import REGISTRY
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part
from services.registry.domain.verbs.table import PART_VERBS
from tests.registry.domain.histories import EVERY
from tests.registry.domain.obligations.owed import part, report_entry
from tests.registry.given import DIRECTORY, Part, codes, facts
from tests.registry.plans import BA_TO, CLOSES, LY_SON, OFFICE, activity, receipt, report

EXAMPLES: dict[type[UnitCommand], dict[str, Any]] = {
    type(one): one.model_dump(exclude={"plan", "unit"}, exclude_unset=True)
    for one in reversed(EVERY)
}
"""What the first of each kind in histories.py says."""
RETURN = EXAMPLES[ReturnReport]
EXTEND = {"duty": "bao-cao", "deadline": {"day": "2022-10-30"}, "reason": "Bão"}
OF_UNITS = (DeclareActivity, WithdrawActivity, DeclareNothing, SubmitReport, AttachDocument)
OPENING = ["plan-applied", "duty-opened", "duty-opened", "duty-opened"]
FIRST: list[tuple[type[UnitCommand], str, list[str]]] = [
    (DeclareActivity, BA_TO, ["activity-declared", "duty-met"]),
    (SubmitReport, BA_TO, ["report-submitted", "duty-met"]),
    (ExtendDuty, OFFICE, ["duty-extended"]),
    (ExcuseDuty, OFFICE, ["duty-excused"]),
    (OpenDuties, REGISTRY, []),
]


@pytest.mark.parametrize(("command", "sender", "own"), FIRST)
def test_the_first_command_about_a_unit_opens_its_part_whoever_sends_it(
    command: type[UnitCommand], sender: str, own: list[str]
) -> None:
    """A unit or an office may act before the registry's own command arrived."""
    part = Part(opened=False)
    decision = part.send(command, 1, by=sender, **{**EXAMPLES, ExtendDuty: EXTEND}[command])
    assert facts(decision) == [*OPENING, *own]
    assert {fact.receipt for fact in decision.facts} == {receipt(1, sender)}
    assert part.open().outcome == "unchanged"


@pytest.mark.parametrize("command", [WithdrawActivity, AcceptReport, ReturnReport])
def test_a_refused_command_opens_nothing(command: type[UnitCommand]) -> None:
    part = Part(opened=False)
    sender = BA_TO if command is WithdrawActivity else OFFICE
    decision = part.send(command, 1, by=sender, **EXAMPLES[command])
    assert (decision.outcome, decision.facts) == ("refused", ())


def test_the_opening_is_for_the_registry_alone() -> None:
    for sender in (BA_TO, OFFICE):
        decision = Part(opened=False).send(OpenDuties, 1, by=sender, revision=1)
        assert codes(decision) == [("not-allowed", "/data/unit")]


def test_the_registry_says_nothing_for_a_unit_or_an_office() -> None:
    for command in EXAMPLES.keys() - {OpenDuties, CarryReport, ShareActivity}:
        decision = Part().send(command, 1, by=REGISTRY, **EXAMPLES[command])
        assert decision.outcome == "refused", command


def test_an_unknown_sender_an_unknown_plan_and_an_unknown_unit_are_told_apart() -> None:
    part = Part("huyen-ma")
    assert codes(part.send(SubmitReport, 1, report=report())) == [("unknown-unit", "")]
    excuse = EXAMPLES[ExcuseDuty]
    decision = part.office(ExcuseDuty, 1, **excuse)
    assert codes(decision) == [("unknown-unit", "/data/unit")]
    assert "huyen-ma" in decision.findings[0].vi
    part = Part()
    command = ExcuseDuty(plan="kh-la", unit=BA_TO, **excuse)
    decision = decide_part(command, part.state, Case(receipt(1, OFFICE), DIRECTORY, BA_TO))
    assert codes(decision) == [("unknown-plan", "/data/plan")]


@pytest.mark.parametrize("row", PART_VERBS, ids=lambda row: row.name)
def test_a_closed_plan_refuses_its_units_while_its_offices_still_settle(row: Any) -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity("a", status="held"))
    part.send(SubmitReport, 2, report=report(4, summary="Đã tổ chức."))
    senders = {"unit": BA_TO, "unit-or-office": BA_TO, "registry": REGISTRY}
    sender = senders.get(row.said_by, OFFICE)
    later = {"deadline": {"day": "2022-12-01"}}
    fields = {**EXAMPLES, ReturnReport: RETURN | later, ExtendDuty: EXTEND | later}[row.command]
    if row.command is LiftExcuse:
        part.office(ExcuseDuty, 3, **EXAMPLES[ExcuseDuty])
    command = row.command(plan="cds-2022", unit=BA_TO, **fields)
    decision = part.take(command, receipt(CLOSES, sender))
    expected = {"plan-closed"} if row.command in OF_UNITS else set()
    assert decision.refused_for == expected


def test_closing_never_blocks_what_is_still_owing() -> None:
    """A return, an extension or a duty that is simply open keeps the way open for what meets it."""
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    part.send(SubmitReport, 2, report=report(4))
    closed = part.send(SubmitReport, CLOSES, report=report(5))
    assert closed.refused_for == {"plan-closed"}
    held = part.send(DeclareActivity, CLOSES, activity=activity(status="held"))
    assert facts(held) == ["activity-changed", "activity-held", "duty-met"]
    later = {"deadline": {"day": "2022-12-01"}}
    part.office(ReturnReport, CLOSES + timedelta(hours=1), **(RETURN | later))
    again = part.send(SubmitReport, CLOSES + timedelta(hours=2), report=report(5))
    assert facts(again) == ["report-corrected", "duty-met"]


def test_a_refusal_of_who_asks_looks_at_no_history_and_any_other_does() -> None:
    """What was decided on the unit's history must be said in its order."""
    part = Part()
    stranger = part.send(SubmitReport, 1, by="ly-son", report=report())
    assert (stranger.outcome, stranger.unseen) == ("refused", True)
    early = part.office(AcceptReport, 1, version=1)
    assert (early.outcome, early.unseen) == ("refused", False)


def test_whom_a_report_passed_through_may_still_approve_it_after_an_amendment() -> None:
    """The entry recurs from now on and names nobody; what was owed before passes as it did."""
    one = part(report_entry(through={"unit": LY_SON}))
    weekly = {"every": "week", "weekday": "mon", "first": "2022-09-12", "last": "2022-10-10"}
    changed = report_entry(recurring={**weekly, "on_day_off": "keep"}, through={})
    one.amend(2, owed=[changed])
    one.send(SubmitReport, 3, owed="bao-cao", report=report())
    approved = one.send(AcceptReport, 4, LY_SON, owed="bao-cao", version=1)
    assert approved.outcome == "accepted", approved.findings
