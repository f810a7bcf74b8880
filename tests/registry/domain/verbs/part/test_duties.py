"""Extending a duty, excusing from it, and where the duties of a unit stand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.commands import (
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    LiftExcuse,
    ReturnReport,
    SubmitReport,
    UnitCommand,
)
from contracts.topology import stored_command
from services.registry.domain.decide import standings
from services.registry.domain.door import Answer, read, word_verdict
from tests.registry.given import Part, codes, facts
from tests.registry.plans import BA_TO, LY_SON, OFFICE, REPORT_DUE, ZONE, activity, report

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


def test_an_extension_that_does_not_reach_leaves_the_report_late_and_warns_nobody_again() -> None:
    part = Part()
    part.send(SubmitReport, REPORT_DUE + 8 * DAY, report=report())
    short = {**LATER, "deadline": {"day": "2022-10-22"}}
    decision = part.office(ExtendDuty, REPORT_DUE + 9 * DAY, **short)
    assert (facts(decision), decision.findings) == (["duty-extended", "duty-met"], ())
    assert part.duty("bao-cao") == ("met", False)


def until(day: str) -> dict[str, Any]:
    return {**LATER, "deadline": {"day": day}}


def test_the_same_extension_again_stays_quiet_and_it_may_be_moved_back() -> None:
    part = Part()
    part.office(ExtendDuty, 1, **LATER)
    assert part.office(ExtendDuty, 2, **LATER).outcome == "unchanged"
    assert facts(part.office(ExtendDuty, 3, **until("2022-10-25"))) == ["duty-extended"]
    assert part.state.duties["bao-cao"].present.due == REPORT_DUE + 5 * DAY


def test_no_extension_is_moved_before_the_plans_own_day_or_one_working_day_from_now() -> None:
    part = Part()
    part.office(ExtendDuty, 1, **LATER)
    too_soon = [("deadline-too-soon", "/data/deadline")]
    assert codes(part.office(ExtendDuty, 2, **until("2022-10-19"))) == too_soon
    friday = datetime(2022, 10, 21, 16, tzinfo=ZONE)
    assert codes(part.office(ExtendDuty, friday, **until("2022-10-24"))) == too_soon
    moved = part.office(ExtendDuty, friday, **until("2022-10-25"))  # Monday 24 is left
    assert facts(moved) == ["duty-extended"]


def test_a_return_has_a_clock_that_may_be_moved_back_too() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    back = {"version": 1, "reasons": [{"code": "x"}], "deadline": {"day": "2022-10-28"}}
    part.office(ReturnReport, 2, **back)
    assert facts(part.office(ExtendDuty, 3, **until("2022-09-20"))) == ["duty-extended"]
    assert [one.due.day for one in part.state.duties["bao-cao"].rounds] == [20, 20]


def test_what_was_met_is_not_given_an_earlier_moment() -> None:
    part = Part()
    part.office(ExtendDuty, 1, **LATER)
    part.send(SubmitReport, 2, report=report())
    refused = part.office(ExtendDuty, 3, **until("2022-10-25"))
    assert codes(refused) == [("duty-met-already", "/data/deadline")]


def test_an_excuse_is_lifted_with_a_clock_that_leaves_one_working_day() -> None:
    part = Part()
    part.office(ExcuseDuty, 1, duty="bao-cao", reason="Lũ")
    lifted = part.office(LiftExcuse, REPORT_DUE + DAY, duty="bao-cao", reason="Hết lũ")
    (again,) = lifted.facts
    assert again.due == datetime(2022, 10, 25, tzinfo=ZONE)  # type: ignore[union-attr]
    assert part.duty("bao-cao")[0] == "owing"
    part.send(SubmitReport, REPORT_DUE + 2 * DAY, report=report())
    assert part.duty("bao-cao") == ("met", True)


def test_what_was_met_before_an_excuse_is_met_again_once_it_is_lifted() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    part.office(ExcuseDuty, 2, duty="bao-cao", reason="Lũ")
    part.office(LiftExcuse, REPORT_DUE + DAY, duty="bao-cao", reason="Hết lũ")
    assert part.duty("bao-cao") == ("met", True)
    again = part.office(LiftExcuse, REPORT_DUE + 2 * DAY, duty="bao-cao", reason="Hết lũ")
    assert again.outcome == "unchanged"


def test_an_excused_unit_owes_nothing_whatever_it_sends() -> None:
    part = Part()
    decision = part.office(ExcuseDuty, 1, duty="bao-cao", reason="Sáp nhập")
    assert facts(decision) == ["duty-excused"]
    assert facts(part.send(SubmitReport, 2, report=report())) == ["report-submitted"]
    assert part.duty("bao-cao")[0] == "excused"
    assert part.office(ExcuseDuty, 3, duty="bao-cao", reason="Sáp nhập").outcome == "unchanged"
    assert codes(part.office(ExtendDuty, 4, **LATER)) == [("duty-excused", "/data/duty")]


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


ASKED: list[tuple[type[UnitCommand], str, dict[str, Any], bool]] = [
    (SubmitReport, LY_SON, {"report": report()}, False),
    (ExcuseDuty, LY_SON, {"duty": "bao-cao", "reason": "?"}, False),
    (SubmitReport, BA_TO, {"report": report(9999)}, True),
    (ExcuseDuty, OFFICE, {"duty": "la", "reason": "?"}, True),
]


@pytest.mark.parametrize(("command", "sender", "fields", "shown"), ASKED)
def test_a_refusal_shows_a_unit_s_duties_to_those_who_may_speak_or_decide_about_it(
    command: type[UnitCommand], sender: str, fields: dict[str, Any], shown: bool
) -> None:
    part = Part()
    decision = part.send(command, 1, by=sender, **fields)
    subject = stored_command(sender, "system", "x", BA_TO)
    request = read(subject, b"", sequence=1, at=REPORT_DUE)
    answer = Answer(decision.outcome, decision.findings)
    verdict = word_verdict(request, answer, standings(part.state), REPORT_DUE)
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
