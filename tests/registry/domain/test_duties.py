"""Extending a duty, excusing from it, and what a plan and its amendments open, move and close."""

from datetime import timedelta
from typing import Any

import pytest
from services.registry.domain.opening import open_duties

from contracts.commands import DeclareActivity, ExcuseDuty, ExtendDuty, ReturnReport, SubmitReport
from contracts.facts import PlanAmended
from services.registry.domain import plans
from services.registry.domain.decide import UnitVerb, standings
from services.registry.domain.door import answer, read
from services.registry.domain.participation import absorb
from tests.registry.given import DIRECTORY, Part, codes, facts
from tests.registry.plans import (
    BA_TO,
    LY_SON,
    OFFICE,
    PLAN,
    PROVINCE,
    REPORT_DUE,
    activity,
    plan,
    receipt,
    report,
)

DAY = timedelta(days=1)
LATER: dict[str, Any] = {"duty": "bao-cao", "deadline": {"day": "2022-10-30"}, "reason": "Bão"}


def test_an_extension_moves_the_due_moment() -> None:
    part = Part()
    assert facts(part.office(ExtendDuty, 1, **LATER)) == ["duty-extended"]
    part.send(SubmitReport, REPORT_DUE + DAY, report=report())
    assert part.duty("bao-cao") == ("met", True)


def test_an_extension_granted_later_judges_again_by_the_same_receipt() -> None:
    part = Part()
    part.send(SubmitReport, REPORT_DUE + DAY, report=report())
    assert part.duty("bao-cao") == ("met", False)
    decision = part.office(ExtendDuty, REPORT_DUE + 2 * DAY, **LATER)
    assert facts(decision) == ["duty-extended", "duty-met"]
    assert decision.facts[1].met_at == REPORT_DUE + DAY
    assert part.duty("bao-cao") == ("met", True)


def test_the_same_extension_again_stays_quiet_and_an_earlier_moment_is_refused() -> None:
    part = Part()
    part.office(ExtendDuty, 1, **LATER)
    assert part.office(ExtendDuty, 2, **LATER).outcome == "unchanged"
    earlier = {**LATER, "deadline": {"day": "2022-10-25"}}
    assert codes(part.office(ExtendDuty, 3, **earlier)) == [
        ("deadline-not-later", "/data/deadline")
    ]


def test_an_excused_unit_owes_nothing_whatever_it_sends() -> None:
    part = Part()
    decision = part.office(ExcuseDuty, 1, duty="bao-cao", reason="Sáp nhập")
    assert facts(decision) == ["duty-excused"]
    assert facts(part.send(SubmitReport, 2, report=report())) == ["report-submitted"]
    assert part.duty("bao-cao")[0] == "excused"
    assert part.office(ExcuseDuty, 3, duty="bao-cao", reason="Sáp nhập").outcome == "unchanged"
    assert codes(part.office(ExtendDuty, 4, **LATER)) == [("duty-excused", "/data/duty")]


@pytest.mark.parametrize("command", [ExtendDuty, ExcuseDuty])
def test_a_duty_that_is_not_opened_yet_is_waited_for(command: type[UnitVerb]) -> None:
    """An office may act the moment its plan is published, before every duty is in the log."""
    fields = LATER if command is ExtendDuty else {"duty": "bao-cao", "reason": "Sáp nhập"}
    part = Part(opened=False)
    early = part.office(command, 1, **fields)
    assert (early.too_soon, early.facts, early.findings) == (True, (), ())
    part.open()
    assert part.office(command, 1, **fields).outcome == "accepted"


def test_an_unknown_duty_is_refused() -> None:
    part = Part()
    assert codes(part.office(ExtendDuty, 1, **{**LATER, "duty": "la"})) == [
        ("unknown-duty", "/data/duty")
    ]
    assert codes(part.office(ExcuseDuty, 1, duty="la", reason="?")) == [
        ("unknown-duty", "/data/duty")
    ]


def test_a_parent_or_the_unit_itself_may_not_extend() -> None:
    assert codes(Part().send(ExtendDuty, 1, by=BA_TO, **LATER)) == [("not-allowed", "/data/unit")]


ASKED: list[tuple[type[UnitVerb], str, dict[str, Any], bool]] = [
    (SubmitReport, LY_SON, {"report": report()}, False),
    (ExcuseDuty, LY_SON, {"duty": "bao-cao", "reason": "?"}, False),
    (SubmitReport, BA_TO, {"report": report(9999)}, True),
    (ExcuseDuty, OFFICE, {"duty": "la", "reason": "?"}, True),
]


@pytest.mark.parametrize(("command", "sender", "fields", "shown"), ASKED)
def test_a_refusal_shows_a_unit_s_duties_to_those_who_may_speak_or_decide_about_it(
    command: type[UnitVerb], sender: str, fields: dict[str, Any], shown: bool
) -> None:
    part = Part()
    decision = part.send(command, 1, by=sender, **fields)
    request = read(f"cmd.{sender}.x", b"", sequence=1, at=REPORT_DUE)
    verdict = answer(request, decision, standings(part.state), REPORT_DUE)
    assert (verdict.outcome, verdict.facts) == ("refused", [])
    assert bool(verdict.duties) == shown


def test_standings_name_each_duty_with_the_verdict_of_its_original_clock() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    found = {item.duty: (item.status, item.on_time) for item in standings(part.state)}
    assert found == {
        "dang-ky": ("met", True),
        "to-chuc": ("owing", None),
        "bao-cao": ("owing", None),
    }


def test_opening_twice_stays_quiet() -> None:
    part = Part()
    assert part.open() == ()


def amend(part: Part, at: float, **changes: Any) -> list[str]:
    """Amend the plan, follow it for this unit; the short names of what was said."""
    amended = plan(**changes)
    part.plan = plans.evolve(
        part.plan,
        PlanAmended(
            plan=amended,
            participants=plans.list_participants(amended, DIRECTORY),
            reason="Điều chỉnh",
            receipt=receipt(at, PROVINCE),
        ),
    )
    said = part.open()
    assert part.open() == ()
    return [fact.wire.split(".")[1] for fact in said]


def owed(*keep: str, **deadlines: str) -> list[dict[str, Any]]:
    """The plan's owed entries: those kept, some with another day."""
    entries = [entry for entry in PLAN["owed"] if entry["id"] in keep]
    return [
        {**entry, "deadline": {"day": deadlines[entry["kind"]]}}
        if entry["kind"] in deadlines
        else entry
        for entry in entries
    ]


ALL = ("dang-ky", "to-chuc", "bao-cao")


def test_an_amendment_closes_what_is_no_longer_owed_and_opens_it_again() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    assert amend(part, 2, owed=owed("dang-ky", "to-chuc")) == ["duty-excused"]
    assert part.duty("bao-cao")[0] == "excused"
    assert amend(part, 3) == ["duty-reopened", "duty-met"]
    assert part.duty("bao-cao") == ("met", True)


def test_what_the_office_excused_is_not_opened_again_by_an_amendment() -> None:
    part = Part()
    part.office(ExcuseDuty, 1, duty="bao-cao", reason="Sáp nhập")
    assert amend(part, 2, owed=owed(*ALL, report="2022-10-28")) == []
    assert amend(part, 3, owed=owed("dang-ky", "to-chuc")) == []
    assert amend(part, 4) == []


def test_an_amendment_moves_the_duty_and_judges_again() -> None:
    part = Part()
    part.send(SubmitReport, REPORT_DUE, report=report())
    said = amend(part, 999, owed=owed(*ALL, report="2022-10-28"))
    assert said == ["duty-extended", "duty-met"]
    assert part.duty("bao-cao") == ("met", True)
    assert amend(part, 1000) == ["duty-extended", "duty-met"]
    assert part.duty("bao-cao") == ("met", False)


def test_an_extension_of_the_office_outlives_an_amendment_to_an_earlier_moment() -> None:
    part = Part()
    part.office(ExtendDuty, 1, **LATER)
    amend(part, 2, owed=owed(*ALL, report="2022-10-25"))
    part.send(SubmitReport, REPORT_DUE + 8 * DAY, report=report())
    assert part.duty("bao-cao") == ("met", True)


def test_a_duty_opened_after_a_return_stands_in_the_round_of_the_return() -> None:
    part = Part(opened=False)
    part.send(SubmitReport, 1, report=report())
    part.office(ReturnReport, 2, version=1, reasons=[{"code": "x"}], deadline={"day": "2022-10-25"})
    part.open()
    duty = part.state.duties["bao-cao"]
    assert (duty.status, [held.on_time for held in duty.rounds]) == ("owing", [True, None])


def test_a_unit_that_left_the_plan_has_all_its_duties_closed() -> None:
    part = Part()
    case = part.case(receipt(5, PROVINCE))
    said = open_duties(part.state, None, case.about, "Điều chỉnh")
    part.state = absorb(part.state, [said])
    assert [item.status for item in standings(part.state)] == ["excused"] * 3
