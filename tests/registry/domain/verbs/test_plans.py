"""Publishing and amending a plan: it records, it refuses, it stays quiet."""

from typing import Any

import pytest

from contracts.commands import AmendPlan, PublishPlan
from contracts.facts import PlanPublished
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.plan_history import PlanHistory
from tests.registry.given import DIRECTORY, codes, published, recorded
from tests.registry.plans import (
    BA_TO,
    DECLARE_DUE,
    HOLD_DUE,
    LY_SON,
    OFFICE,
    PLAN,
    PRESS,
    PROVINCE,
    REPORT_DUE,
    plan,
    receipt,
    unit,
)

NONE = PlanHistory()


def send(
    history: PlanHistory = NONE,
    *,
    by: str = PROVINCE,
    directory: Directory = DIRECTORY,
    **changes: Any,
) -> Decision:
    case = Case(receipt(1, by), directory)
    return decide_plan(PublishPlan(plan=plan(**changes)), history, case)


def send_amendment(history: PlanHistory, *, by: str = PROVINCE, **changes: Any) -> Decision:
    command = AmendPlan(plan=plan(**changes), reason="Điều chỉnh")
    return decide_plan(command, history, Case(receipt(1, by), DIRECTORY))


def test_a_plan_is_published_with_its_groups_expanded_and_its_duties_computed() -> None:
    (fact,) = send().facts
    assert isinstance(fact, PlanPublished)
    found = {one.unit: {duty.id: duty.due for duty in one.duties} for one in fact.participants}
    full = {"dang-ky": DECLARE_DUE, "to-chuc": HOLD_DUE, "bao-cao": REPORT_DUE}
    assert found == {BA_TO: full, LY_SON: full, PRESS: {"dang-ky": DECLARE_DUE}}
    assert {one.unit: one.assignments for one in fact.participants} == {
        BA_TO: ["viec-1", "viec-2"],
        LY_SON: ["viec-1", "viec-2"],
        PRESS: ["viec-2"],
    }


def test_a_group_is_expanded_to_its_members_of_the_day_the_plan_was_issued() -> None:
    (later,) = send(issued_on="2023-01-01").facts
    assert [one.unit for one in later.participants][-1] == "son-ha"  # type: ignore[attr-defined]


def test_the_same_plan_again_stays_quiet_and_another_one_is_for_amend_plan() -> None:
    history = published()
    assert send(history).outcome == "unchanged"
    assert codes(send(history, title="Khác")) == [("plan-exists", "/data/plan/id")]


ENDS, BEGINS = {"valid_to": "2022-09-15"}, {"valid_from": "2022-09-16"}
OFFICES: list[tuple[str, dict[str, Any], bool]] = [
    ("by role", {"roles": [{"value": "focal-point"}]}, True),
    ("without a role", {}, False),
    ("another role", {"roles": [{"value": "dau-moi-khac"}]}, False),
    ("no longer", {"roles": [{"value": "focal-point", **ENDS}]}, False),
    ("not yet", {"roles": [{"value": "focal-point", **BEGINS}]}, False),
    ("ended itself", {"roles": [{"value": "focal-point"}], **ENDS}, False),
    ("elsewhere", {"roles": [{"value": "focal-point"}], "parent": "bo-tttt"}, False),
]


@pytest.mark.parametrize(("what", "fields", "may"), OFFICES)
def test_a_collecting_office_publishes_by_a_role_of_the_day_of_receipt_and_under_the_issuer(
    what: str, fields: dict[str, Any], may: bool
) -> None:
    directory = recorded(unit(OFFICE, **{"parent": PROVINCE, **fields}))
    decision = send(by=OFFICE, directory=directory)
    expected = [] if may else [("not-allowed", "/data/plan/issuer")]
    assert codes(decision) == expected, what


def test_nobody_else_publishes_and_no_unit_by_naming_itself_the_collecting_office() -> None:
    """Else any unit could burden everybody under the issuer; the sentence says what is missing."""
    assert codes(send(by=BA_TO)) == [("not-allowed", "/data/plan/issuer")]
    (found,) = send(by=BA_TO, collecting_office=BA_TO).findings
    assert found.code == "not-allowed"
    assert "ubnd-tinh, ba-to (roles: focal-point, parents: ubnd-tinh)" in found.en
    assert "ubnd-tinh, ba-to (vai trò 'focal-point', trực thuộc ubnd-tinh)" in found.vi


def test_a_unit_cannot_burden_units_that_are_not_under_it() -> None:
    decision = send(by=BA_TO, issuer=BA_TO, collecting_office=BA_TO)
    assert ("assignee-outside-issuer", "/data/plan/assignments/0/assignees/0/group") in codes(
        decision
    )


def test_a_unit_may_give_work_to_itself() -> None:
    mine = [{"id": "v", "number": "1", "text": "x", "assignees": [{"unit": BA_TO}]}]
    own = {"issuer": BA_TO, "collecting_office": BA_TO, "assignments": mine, "owed": PLAN["owed"]}
    own["owed"] = [{**entry, "assignments": []} for entry in PLAN["owed"]]
    assert send(by=BA_TO, **own).outcome == "accepted"


def assigned(*assignees: dict[str, str]) -> dict[str, Any]:
    first, *rest = PLAN["assignments"]
    return {"assignments": [{**first, "assignees": list(assignees)}, *rest]}


def with_entry(name: str, **fields: Any) -> dict[str, Any]:
    """The plan's first entry of a catalogue, with some fields replaced."""
    first, *rest = PLAN[name]
    return {name: [{**first, **fields}, *rest]}


FAULTS = [
    (assigned({"unit": "huyen-ma"}), "assignee-unknown", "assignments/0/assignees/0/unit"),
    (assigned({"group": "xa"}), "group-empty", "assignments/0/assignees/0/group"),
    ({"collecting_office": "huyen-ma"}, "unknown-unit", "collecting_office"),
    (with_entry("assignments", kinds=["la"]), "unknown-reference", "assignments/0/kinds/0"),
    (with_entry("owed", assignments=["la"]), "unknown-reference", "owed/0/assignments/0"),
    (with_entry("ladder", owed=["la"]), "unknown-reference", "ladder/0/owed/0"),
    (with_entry("rules", right=["la"]), "unknown-reference", "rules/0/right/0"),
    (with_entry("rules", right=[]), "field-missing", "rules/0/right"),
    (with_entry("rules", left="la"), "unknown-indicator", "rules/0/left"),
    (with_entry("kinds", id="ra-quan"), "id-repeated", "kinds/1/id"),
    (with_entry("indicators", arithmetic=None), "arithmetic-missing", "indicators/0/arithmetic"),
]


@pytest.mark.parametrize(("changes", "code", "pointer"), FAULTS)
def test_a_plan_that_does_not_hold_together_is_refused_naming_the_field(
    changes: dict[str, Any], code: str, pointer: str
) -> None:
    decision = send(**changes)
    assert decision.outcome == "refused"
    assert (code, f"/data/plan/{pointer}") in codes(decision)


def test_an_amendment_makes_the_next_revision_and_keeps_who_ever_took_part() -> None:
    history = published()
    for unit_id in (BA_TO, PRESS):
        alone = [{**entry, "assignees": [{"unit": unit_id}]} for entry in PLAN["assignments"]]
        (fact,) = send_amendment(history, assignments=alone).facts
        history = plan_history.evolve(history, [fact])  # type: ignore[list-item]
    first, second, third = history.revisions
    assert [one.revision for one in history.revisions] == [1, 2, 3]
    assert (second.reason, {*second.participants}) == ("Điều chỉnh", {BA_TO})
    assert {*third.participants} == {PRESS}
    assert second.ever == third.ever == {BA_TO, LY_SON, PRESS}
    assert [history.at(number) for number in (0, 1, 2, 3, 4)] == [None, first, second, third, None]
    assert history.newest is third


def test_an_amendment_of_no_plan_is_refused() -> None:
    assert codes(send_amendment(NONE)) == [("unknown-plan", "/data/plan/id")]


def test_an_amendment_is_for_the_offices_of_the_plan_in_force_and_keeps_its_issuer() -> None:
    taken = send_amendment(published(), by=BA_TO, issuer=BA_TO, collecting_office=BA_TO)
    assert codes(taken) == [("not-allowed", "/data/plan/issuer")]
    collecting = send_amendment(published(), by=BA_TO, collecting_office=BA_TO)
    assert codes(collecting) == [("not-allowed", "/data/plan/issuer")]
    assert send_amendment(published(), by=OFFICE, collecting_office=BA_TO).outcome == "accepted"
    changed = send_amendment(published(), issuer=OFFICE)
    assert codes(changed) == [("issuer-changed", "/data/plan/issuer")]


def test_the_same_amendment_stays_quiet_and_one_that_does_not_hold_together_is_refused() -> None:
    assert send_amendment(published()).outcome == "unchanged"
    wrong = send_amendment(published(), **assigned({"group": "xa"}))
    assert codes(wrong) == [("group-empty", "/data/plan/assignments/0/assignees/0/group")]
