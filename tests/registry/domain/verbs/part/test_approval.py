"""Reports that pass through the unit's parent: it records, it refuses, it stays quiet."""

from datetime import date
from typing import Any

import pytest

from contracts.commands import AcceptReport, ReturnReport, SubmitReport
from contracts.findings import Finding
from services.registry.domain.decision import Decision
from tests.registry.given import Part, codes, facts, recorded
from tests.registry.plans import BA_TO, OFFICE, PLAN, PRESS, PROVINCE, report, unit

EARLY = [("not-approved-yet", "/data/version")]
RETURN: dict[str, Any] = {
    "version": 1,
    "reasons": [{"code": "thieu-so-lieu"}],
    "deadline": {"day": "2022-10-25"},
}
OWED = [
    {**owed, "levels": [], "through": {}} if owed["kind"] == "report" else owed
    for owed in PLAN["owed"]
]


def reported(owed: Any = OWED, office: str = PROVINCE) -> Part:
    """The newspaper's part, under so-tttt; the province issues the plan."""
    part = Part(PRESS, owed=owed, issuer=PROVINCE, collecting_office=office)
    decision = part.send(SubmitReport, 1, report=report(5))
    assert facts(decision)[0] == "report-submitted"
    assert part.duty("bao-cao")[0] == "met"
    return part


def accepts(part: Part, by: str, at: float = 2, version: int = 1) -> Decision:
    return part.send(AcceptReport, at, by=by, version=version)


def level(decision: Decision) -> str:
    accepted = decision.facts[0]
    return accepted.level  # type: ignore[attr-defined, no-any-return]


def test_a_report_says_whom_it_passes_through() -> None:
    """What a version needs is settled when it is sent, so every fold sees it in its own facts."""
    assert reported().state.reports["bao-cao"].versions[0].through == OFFICE
    named = [*PLAN["owed"][:2], {**OWED[2], "through": {"unit": BA_TO}}]
    assert reported(named).state.reports["bao-cao"].versions[0].through == BA_TO


def test_the_parent_approves_and_then_the_office_accepts() -> None:
    part = reported()
    assert level(accepts(part, OFFICE)) == "through"
    assert level(accepts(part, PROVINCE, 3)) == "office"


def test_the_office_may_not_accept_before_the_parent_and_is_told_whom_to_ask() -> None:
    decision = accepts(reported(), PROVINCE)
    assert codes(decision) == EARLY
    (said,) = decision.findings
    assert isinstance(said, Finding)
    assert OFFICE in said.vi
    assert OFFICE in said.en


def test_the_same_approval_again_stays_quiet() -> None:
    part = reported()
    accepts(part, OFFICE)
    assert accepts(part, OFFICE, 3).outcome == "unchanged"
    accepts(part, PROVINCE, 4)
    assert accepts(part, OFFICE, 5).outcome == "unchanged"
    assert accepts(part, PROVINCE, 6).outcome == "unchanged"


def test_a_parent_accepts_nothing_where_the_plan_does_not_ask() -> None:
    owed = [{**entry, "through": None} for entry in OWED]
    assert codes(accepts(reported(owed=owed), OFFICE)) == [("not-allowed", "/data/unit")]
    assert level(accepts(reported(owed=owed), PROVINCE)) == "office"


def test_a_parent_that_is_the_collecting_office_accepts_at_once() -> None:
    """There is nothing to pass through on the way to itself."""
    part = reported(office=OFFICE)
    assert part.state.reports["bao-cao"].versions[0].through is None
    assert level(accepts(part, OFFICE)) == "office"
    assert accepts(part, OFFICE, 3).outcome == "unchanged"


@pytest.mark.parametrize("by", [OFFICE, PROVINCE])
def test_a_return_by_either_undoes_the_approval(by: str) -> None:
    part = reported()
    accepts(part, OFFICE)
    assert facts(part.send(ReturnReport, 3, by=by, **RETURN))[0] == "report-returned"
    part.send(SubmitReport, 4, report=report(6))
    assert codes(accepts(part, PROVINCE, 5, version=2)) == EARLY


def test_a_correction_needs_a_new_approval() -> None:
    part = reported()
    accepts(part, OFFICE)
    part.send(SubmitReport, 3, report=report(6))
    assert codes(accepts(part, PROVINCE, 4, version=2)) == EARLY
    assert level(accepts(part, OFFICE, 5, version=2)) == "through"
    assert level(accepts(part, PROVINCE, 6, version=2)) == "office"


def test_a_plan_that_no_longer_asks_lets_the_office_accept() -> None:
    """An amendment is the way out where a parent is gone."""
    part = reported()
    no_longer = [{**entry, "through": None} for entry in OWED]
    part.amend(2, owed=no_longer, issuer=PROVINCE, collecting_office=PROVINCE)
    assert level(accepts(part, PROVINCE, 3)) == "office"


@pytest.mark.parametrize("by", [OFFICE, BA_TO])
def test_who_owes_the_approval_by_an_amendment_may_give_it_and_who_was_asked_still_may(
    by: str,
) -> None:
    part = reported()
    named = [*PLAN["owed"][:2], {**OWED[2], "through": {"unit": BA_TO}}]
    part.amend(2, owed=named, issuer=PROVINCE, collecting_office=PROVINCE)
    assert level(accepts(part, by, 3)) == "through"


def test_a_parent_that_ended_is_followed_by_its_only_successor() -> None:
    """The right to approve goes where the office went whole; docs/decisions/0013."""
    part = reported()
    ended = unit(OFFICE, PROVINCE, valid_to=date(2022, 9, 1), successors=["so-khcn"])
    part.directory = recorded(ended, unit("so-khcn", PROVINCE))
    assert codes(accepts(part, BA_TO)) == [("not-allowed", "/data/unit")]
    assert "so-khcn" in accepts(part, PROVINCE).findings[0].vi
    assert level(accepts(part, "so-khcn")) == "through"
    assert accepts(part, OFFICE, 3).outcome == "unchanged"  # whoever of them said it
    assert level(accepts(part, PROVINCE, 4)) == "office"
    assert accepts(part, OFFICE, 5).outcome == "unchanged"
