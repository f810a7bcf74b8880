"""Refusals that need no look at a history: they must not begin one, whatever word they name."""

from datetime import date
from typing import Any

import pytest

from contracts.commands import DeclareForceMajeure, PublishPlan, RecordUnit
from contracts.topology import OPERATOR
from contracts.values import Deadline
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan, decide_record
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.plan_history import PlanHistory
from tests.registry.given import DIRECTORY, codes, published
from tests.registry.plans import BA_TO, DOCUMENT, OFFICE, PROVINCE, amending, plan, receipt, unit

OTHERS = [{"id": "la", "name": "Lạ"}]
AMEND = amending(plan(title="Khác"), "Điều chỉnh")
STORM = DeclareForceMajeure(
    plan="cds-2022",
    reason="Bão",
    document=DOCUMENT,
    until=Deadline(day=date(2022, 10, 14)),
)


def planned(command: Any, sender: str, history: PlanHistory | None = None) -> Decision:
    return decide_plan(command, history or PlanHistory(), Case(receipt(1, sender), DIRECTORY))


def recorded(sender: str, **fields: Any) -> Decision:
    command = RecordUnit(record=unit("xa-moi", PROVINCE, **fields))
    return decide_record(command, DIRECTORY, Case(receipt(1, sender), DIRECTORY))


@pytest.mark.parametrize(
    ("decision", "code", "pointer", "words"),
    [
        (recorded(OFFICE), "not-allowed", "/data", [OFFICE, "record-unit", OPERATOR]),
        (
            planned(PublishPlan(plan=plan()), BA_TO),
            "not-allowed",
            "/data/plan/issuer",
            [BA_TO, "publish-plan", PROVINCE, OFFICE],
        ),
        (
            planned(AMEND, BA_TO, published()),
            "not-allowed",
            "/data/plan/issuer",
            [BA_TO, "amend-plan", f"{OFFICE}, {PROVINCE}"],
        ),
        (planned(AMEND, OFFICE), "unknown-plan", "/data/plan/id", ["cds-2022"]),
        (planned(STORM, OFFICE), "unknown-plan", "/data/plan", ["cds-2022"]),
    ],
    ids=["record", "publish", "amend", "amend nothing", "an event in nothing"],
)
def test_a_stranger_or_a_plan_that_nobody_published_leaves_no_trace(
    decision: Decision, code: str, pointer: str, words: list[str]
) -> None:
    """And the refusal says who sent what, and who may."""
    assert (decision.outcome, decision.facts, decision.unseen) == ("refused", (), True)
    assert codes(decision) == [(code, pointer)]
    for text in (decision.findings[0].vi, decision.findings[0].en):
        assert all(word in text for word in words), text


@pytest.mark.parametrize(
    "decision",
    [
        recorded(OPERATOR, successors=["xa-moi"]),
        planned(PublishPlan(plan=plan(title="Khác")), PROVINCE, published()),
        planned(PublishPlan(plan=plan(kinds=OTHERS)), PROVINCE),
        planned(amending(plan(issuer=OFFICE), "x"), OFFICE, published()),
        planned(amending(plan(kinds=OTHERS), "x"), OFFICE, published()),
        refuse(),
    ],
    ids=[
        "a circle",
        "another plan",
        "other kinds",
        "another issuer",
        "other kinds now",
        "by itself",
    ],
)
def test_what_was_refused_by_what_the_history_says_is_said_in_its_order(decision: Decision) -> None:
    assert not decision.unseen
    assert not decision.facts


def test_a_plan_that_is_there_already_is_named() -> None:
    decision = planned(PublishPlan(plan=plan(title="Khác")), PROVINCE, published())
    assert codes(decision) == [("plan-exists", "/data/plan/id")]
    assert "cds-2022" in decision.findings[0].en
