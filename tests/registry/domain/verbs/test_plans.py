"""Publishing and amending a plan: it records, it refuses, it stays quiet."""

from datetime import datetime
from typing import Any

import pytest

from contracts.commands import AmendPlan, PublishPlan
from contracts.facts import PlanPublished
from contracts.findings import MAX_FINDINGS
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import duties_of
from tests.registry.given import DIRECTORY, codes, published, recorded
from tests.registry.plans import (
    BA_TO,
    DECLARE_DUE,
    DOCUMENT,
    HOLD_DUE,
    LY_SON,
    OFFICE,
    PLAN,
    PRESS,
    PROVINCE,
    REPORT_DUE,
    ZONE,
    amending,
    plan,
    receipt,
    unit,
)

NONE = PlanHistory()


def errors(decision: Decision) -> list[tuple[str, str]]:
    """The code and pointer of what refuses."""
    return [(one.code, one.pointer) for one in decision.findings if one.severity == "error"]


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
    command = AmendPlan(plan=plan(**changes), reason="Điều chỉnh", document=DOCUMENT)
    return decide_plan(command, history, Case(receipt(1, by), DIRECTORY))


def test_a_plan_is_published_with_its_groups_expanded_and_its_duties_computed() -> None:
    (fact,) = send().facts
    assert isinstance(fact, PlanPublished)
    found = {
        one.unit: {duty.id: duty.due for duty in duties_of(fact.plan, one, fact.instances)}
        for one in fact.participants
    }
    full = {"dang-ky": DECLARE_DUE, "to-chuc": HOLD_DUE, "bao-cao": REPORT_DUE}
    assert found == {BA_TO: full, LY_SON: full, PRESS: {"dang-ky": DECLARE_DUE}}
    assert {one.unit: one.assignments for one in fact.participants} == {
        BA_TO: ["viec-1", "viec-2"],
        LY_SON: ["viec-1", "viec-2"],
        PRESS: ["viec-2"],
    }


def test_a_group_is_expanded_to_its_members_of_the_day_the_plan_was_issued() -> None:
    owed = [{**entry, "deadline": {"day": "2023-02-01"}} for entry in PLAN["owed"]]
    (later,) = send(issued_on="2023-01-01", owed=owed, closes=None).facts
    assert [one.unit for one in later.participants][-1] == "son-ha"  # type: ignore[union-attr]


def test_the_same_plan_again_stays_quiet_and_another_one_is_for_amend_plan() -> None:
    history = published()
    assert send(history).outcome == "unchanged"
    assert errors(send(history, title="Khác")) == [("plan-exists", "/data/plan/id")]


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
    assert errors(decision) == expected, what


def test_nobody_else_publishes_and_no_unit_by_naming_itself_the_collecting_office() -> None:
    """Else any unit could burden everybody under the issuer; the sentence says what is missing."""
    assert errors(send(by=BA_TO)) == [("not-allowed", "/data/plan/issuer")]
    (found,) = send(by=BA_TO, collecting_office=BA_TO).findings
    assert found.code == "not-allowed"
    assert "ubnd-tinh, ba-to (roles: focal-point, parents: ubnd-tinh)" in found.en
    assert "ubnd-tinh, ba-to (vai trò 'focal-point', trực thuộc ubnd-tinh)" in found.vi


def test_a_unit_cannot_burden_units_that_are_not_under_it() -> None:
    decision = send(by=BA_TO, issuer=BA_TO, collecting_office=BA_TO)
    assert ("outside-issuer", "/data/plan/assignments/0/assignees/0/group") in errors(decision)


def test_a_unit_may_give_work_to_itself() -> None:
    mine = [{"id": "v", "number": "1", "text": "x", "assignees": [{"unit": BA_TO}]}]
    own = {"issuer": BA_TO, "collecting_office": BA_TO, "assignments": mine, "owed": PLAN["owed"]}
    own["owed"] = [{**entry, "assignments": []} for entry in PLAN["owed"]]
    assert send(by=BA_TO, **own).outcome == "accepted"


def assigned(*assignees: dict[str, str]) -> dict[str, Any]:
    first, *rest = PLAN["assignments"]
    return {"assignments": [{**first, "assignees": list(assignees)}, *rest]}


def test_a_plan_that_does_not_hold_together_is_refused_naming_the_field() -> None:
    """Every rule is tried at this door by tests/cli/plans/test_check.py."""
    decision = send(**assigned({"group": "xa"}, {"unit": "huyen-ma"}))
    assert (decision.outcome, decision.facts) == ("refused", ())
    assert errors(decision) == [
        ("unit-unknown", "/data/plan/assignments/0/assignees/1/unit"),
        ("group-empty", "/data/plan/assignments/0/assignees/0/group"),
    ]


def test_an_amendment_makes_the_next_revision_and_keeps_who_ever_took_part() -> None:
    history = published()
    for unit_id in (BA_TO, PRESS):
        alone = [{**entry, "assignees": [{"unit": unit_id}]} for entry in PLAN["assignments"]]
        owed = [{**entry, "levels": []} for entry in PLAN["owed"]]
        (fact,) = send_amendment(history, assignments=alone, owed=owed).facts
        history = plan_history.evolve(history, [fact])  # type: ignore[list-item]
    first, second, third = history.revisions
    assert [one.revision for one in history.revisions] == [1, 2, 3]
    assert (second.reason, {*second.participants}) == ("Điều chỉnh", {BA_TO})
    assert {*third.participants} == {PRESS}
    assert second.ever == third.ever == {BA_TO, LY_SON, PRESS}
    assert [history.at(number) for number in (0, 1, 2, 3, 4)] == [None, first, second, third, None]
    assert history.newest is third


def test_an_amendment_of_no_plan_is_refused() -> None:
    assert errors(send_amendment(NONE)) == [("unknown-plan", "/data/plan/id")]


def test_an_amendment_is_for_the_offices_of_the_plan_in_force_and_keeps_its_issuer() -> None:
    taken = send_amendment(published(), by=BA_TO, issuer=BA_TO, collecting_office=BA_TO)
    assert errors(taken) == [("not-allowed", "/data/plan/issuer")]
    collecting = send_amendment(published(), by=BA_TO, collecting_office=BA_TO)
    assert errors(collecting) == [("not-allowed", "/data/plan/issuer")]
    assert send_amendment(published(), by=OFFICE, collecting_office=BA_TO).outcome == "accepted"
    changed = send_amendment(published(), issuer=OFFICE)
    assert errors(changed) == [("issuer-changed", "/data/plan/issuer")]


def test_the_same_amendment_stays_quiet_and_one_that_does_not_hold_together_is_refused() -> None:
    assert send_amendment(published()).outcome == "unchanged"
    wrong = send_amendment(published(), **assigned({"group": "xa"}))
    assert errors(wrong) == [("group-empty", "/data/plan/assignments/0/assignees/0/group")]


def test_what_the_rules_warn_of_comes_back_beside_what_was_recorded() -> None:
    """At pointers into the command, and no more of it than a verdict lists."""
    decision = send(signed_by=None)
    assert decision.outcome == "accepted"
    assert ("signer-missing", "/data/plan/signed_by") in codes(decision)
    kinds = [*PLAN["kinds"], *({"id": f"k{n}", "name": "x"} for n in range(MAX_FINDINGS))]
    assert len(send(kinds=kinds).findings) == MAX_FINDINGS


def test_units_that_ended_between_issue_and_receipt_are_told() -> None:
    """They are given what their successors should have; see docs/decisions/0013."""
    ended = recorded(unit(PRESS, OFFICE, valid_to="2022-09-20"))
    command = PublishPlan(plan=plan())
    late, soon = (
        decide_plan(command, NONE, Case(receipt(at, PROVINCE), ended))
        for at in (datetime(2022, 9, 20, tzinfo=ZONE), datetime(2022, 9, 19, 23, tzinfo=ZONE))
    )
    assert ("participants-ended", "/data/plan/assignments") in codes(late)
    assert "participants-ended" not in {code for code, _ in codes(soon)}


def test_a_deadline_that_has_passed_at_receipt_is_told_with_the_day_that_holds() -> None:
    """Declaring was due on 30 September; who hears of it on 3 October has one working day."""
    case = Case(receipt(datetime(2022, 10, 3, 8, tzinfo=ZONE), PROVINCE), DIRECTORY)
    decision = decide_plan(PublishPlan(plan=plan()), NONE, case)
    said = {one.code: one for one in decision.findings}
    assert decision.outcome == "accepted"
    assert said["deadline-past"].pointer == "/data/plan/owed/0/deadline"
    assert "23:59 04/10/2022" in said["deadline-past"].vi


def test_an_amendment_is_told_of_the_deadlines_that_it_sets_too_early_and_of_no_other() -> None:
    """Declaring is history; the report may not be asked for before anybody can send it."""
    case = Case(receipt(datetime(2022, 10, 3, 8, tzinfo=ZONE), PROVINCE), DIRECTORY)
    declare, hold, report = PLAN["owed"]
    sooner = [declare, hold, {**report, "deadline": {"day": "2022-10-04"}}]
    found = decide_plan(amending(plan(owed=sooner), "Sớm hơn"), published(), case).findings
    past = [(one.pointer, one.vi) for one in found if one.code == "deadline-past"]
    assert [where for where, _ in past] == ["/data/plan/owed/2/deadline"]
    assert "23:59 04/10/2022" in past[0][1]


def test_an_amendment_may_not_turn_an_entry_into_another_kind() -> None:
    """Under another id it may: what was done for the old one stays what it was."""
    declare, *rest = PLAN["owed"]
    changed = send_amendment(published(), owed=[{**declare, "kind": "hold"}, *rest])
    assert errors(changed) == [("owed-kind-changed", "/data/plan/owed/0/kind")]
    anew = [{**declare, "id": "dang-ky-2", "kind": "hold"}, *rest]
    assert send_amendment(published(), owed=anew).outcome == "accepted"


def test_an_amendment_may_be_issued_after_every_deadline() -> None:
    """It hands on what is still owed; a plan that is new may not ask for what is past."""
    late = "2022-10-21"
    assert errors(send(issued_on=late)) == [("issued-after-deadlines", "/data/plan/issued_on")]
    assert errors(send_amendment(published(), issued_on=late)) == []
