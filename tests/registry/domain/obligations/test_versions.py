"""Which version counts (obligations, section 2)."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    ReturnReport,
    SubmitReport,
    VoidReport,
)
from contracts.facts import ReportReturned
from tests.registry.domain.obligations.owed import entry, part, report_entry
from tests.registry.given import Part, codes, facts
from tests.registry.plans import OFFICE, PRESS, PROVINCE, report

BACK: dict[str, Any] = {
    "reasons": [{"code": "sai-so", "note": "Số hộ chưa khớp"}],
    "deadline": {"day": "2022-10-25"},
}


def reported(*figures: int) -> Part:
    one = part(report_entry())
    for hour, number in enumerate(figures, 1):
        one.send(SubmitReport, hour, report=report(number))
    return one


def in_force(one: Part) -> int | None:
    version = one.state.reports["bao-cao"].in_force
    return version.number if version else None


def test_an_accepted_version_stays_in_force_until_a_later_one_is_accepted() -> None:
    one = reported(5)
    one.office(AcceptReport, 2, version=1)
    one.send(SubmitReport, 3, report=report(6))
    assert in_force(one) == 1
    one.office(AcceptReport, 4, version=2)
    assert in_force(one) == 2


def test_a_correction_that_is_returned_leaves_the_accepted_version_and_the_duty_met() -> None:
    one = reported(5)
    one.office(AcceptReport, 2, version=1)
    one.send(SubmitReport, 3, report=report(6))
    decision = one.office(ReturnReport, 4, version=2, **BACK)
    assert facts(decision) == ["report-returned"]
    (returned,) = decision.facts
    assert isinstance(returned, ReportReturned)
    assert returned.due is None
    assert (in_force(one), one.duty("bao-cao")) == (1, ("met", True))


def test_a_returned_version_is_in_force_no_more_and_the_next_round_is_owing() -> None:
    one = reported(5)
    one.office(ReturnReport, 2, version=1, **BACK)
    assert (in_force(one), one.duty("bao-cao")) == (None, ("owing", True))


def test_an_accepted_version_found_wrong_may_be_returned_with_a_clock_of_its_own() -> None:
    one = reported(5)
    one.office(AcceptReport, 2, version=1)
    one.office(ReturnReport, 3, version=1, **BACK)
    assert (in_force(one), one.duty("bao-cao")) == (None, ("owing", True))
    one.send(SubmitReport, 4, report=report(6))
    assert (in_force(one), one.duty("bao-cao")) == (2, ("met", True))


def test_an_accepted_version_may_be_returned_while_its_correction_waits() -> None:
    one = reported(5)
    one.office(AcceptReport, 2, version=1)
    one.send(SubmitReport, 3, report=report(6))
    one.office(ReturnReport, 4, version=1, **BACK)
    assert (in_force(one), one.duty("bao-cao")[0]) == (2, "met")


def test_the_same_figures_answer_a_return_only_with_an_explanation() -> None:
    one = reported(5)
    one.office(ReturnReport, 2, version=1, **BACK)
    again = one.send(SubmitReport, 3, report=report(5))
    assert (again.outcome, codes(again)) == ("unchanged", [("still-returned", "/data/report")])
    assert "Số hộ chưa khớp" in again.findings[0].vi
    answer = one.send(SubmitReport, 4, report=report(5, explanation="Đã rà soát, số liệu đúng"))
    assert facts(answer) == ["report-corrected", "duty-met"]
    assert one.duty("bao-cao")[0] == "met"


def test_other_figures_under_a_signed_number_are_a_warning() -> None:
    signed = {"signed": {"number": "12/BC", "day": "2022-09-15"}}
    one = part(report_entry())
    one.send(SubmitReport, 1, report=report(5, **signed))
    decision = one.send(SubmitReport, 2, report=report(6, **signed))
    assert codes(decision) == [("signed-other-figures", "/data/report/signed/number")]
    assert "khác văn bản đã ký" in decision.findings[0].vi


def test_several_entries_under_one_number_on_one_day_are_no_warning() -> None:
    signed = {"signed": {"number": "12/BC", "day": "2022-09-15"}}
    one = part(entry("nhanh", "report"), entry("day-du", "report"))
    for number, owed in enumerate(("nhanh", "day-du")):
        decision = one.send(SubmitReport, 1, owed=owed, report=report(number, **signed))
        assert decision.findings == ()


def through(**fields: Any) -> Part:
    """The newspaper reports through its parent, the office; the province collects."""
    task = [{"id": "v", "number": "1", "text": "x", "assignees": [{"unit": PRESS}]}]
    passing = report_entry(through=fields)
    offices = {"issuer": PROVINCE, "collecting_office": PROVINCE}
    return part(passing, unit=PRESS, assignments=task, **offices)


def test_the_approval_of_a_report_is_a_duty_of_its_own_with_a_deadline() -> None:
    one = through(working_days=2)
    one.send(SubmitReport, 1, report=report())
    owed = one.state.duties["bao-cao_approval"]
    assert (owed.duty.kind, owed.duty.bearer, owed.status) == ("approve", OFFICE, "owing")
    assert f"{owed.present.due:%d/%m}" == "20/09"  # Thursday 15, two working days: Monday 19
    assert one.state.reports["bao-cao"].versions[0].awaiting
    one.send(AcceptReport, 3, by=OFFICE, version=1)
    assert one.duty("bao-cao_approval") == ("met", True)
    one.send(SubmitReport, 30, report=report(6))
    assert one.duty("bao-cao_approval")[0] == "owing"
    assert not one.state.reports["bao-cao"].versions[0].awaiting


def test_an_approval_has_the_deadline_that_the_plan_gives_it() -> None:
    one = through(deadline={"day": "2022-10-17"})
    one.send(SubmitReport, 1, report=report())
    assert f"{one.state.duties['bao-cao_approval'].present.due:%d/%m}" == "17/10"


def test_any_unit_may_be_passed_through() -> None:
    one = through(unit="ly-son")
    one.send(SubmitReport, 1, report=report())
    assert codes(one.send(AcceptReport, 2, by=OFFICE, version=1)) == [("not-allowed", "/data/unit")]
    assert facts(one.send(AcceptReport, 3, by="ly-son", version=1)) == [
        "report-accepted",
        "duty-met",
    ]


def test_a_voided_version_counts_nowhere_and_the_one_before_it_does_again() -> None:
    one = reported(5, 6)
    decision = one.office(VoidReport, 3, version=2, reason="Gửi nhầm")
    assert facts(decision) == ["report-voided"]
    assert (in_force(one), one.duty("bao-cao")) == (1, ("met", True))


@pytest.mark.parametrize("deadline", [None, {"day": "2022-10-25"}])
def test_the_only_version_voided_is_owed_again_by_a_clock_of_its_own(deadline: Any) -> None:
    one = reported(5)
    decision = one.office(VoidReport, 2, version=1, reason="Nhầm đơn vị", deadline=deadline)
    assert facts(decision) == ["report-voided", "duty-reopened"]
    assert one.duty("bao-cao") == ("owing", True)  # never late retroactively
    again = one.send(SubmitReport, 3, report=report(5))
    assert facts(again) == ["report-corrected", "duty-met"]


def test_of_several_receivers_the_first_decides_and_the_others_get_a_copy() -> None:
    one = part(report_entry(receivers=["ly-son", PRESS]))
    one.send(SubmitReport, 1, report=report())
    assert codes(one.send(AcceptReport, 2, by=PRESS, version=1)) == [("not-allowed", "/data/unit")]
    assert facts(one.send(AcceptReport, 3, by="ly-son", version=1)) == ["report-accepted"]


def test_one_number_over_other_figures_of_the_same_entry_is_a_warning_in_any_period() -> None:
    """Two weeks under one signed number, where one document cannot say both."""
    weekly = {"every": "week", "weekday": "fri", "first": "2022-09-19", "last": "2022-09-30"}
    one = part(report_entry(recurring={**weekly, "on_day_off": "keep"}))
    signed = {"signed": {"number": "12/BC", "day": "2022-09-15"}}
    first, second = one.state.duties
    assert codes(one.send(SubmitReport, 1, owed=first, report=report(5, **signed))) == []
    decision = one.send(SubmitReport, 2, owed=second, report=report(6, **signed))
    assert codes(decision) == [("signed-other-figures", "/data/report/signed/number")]
    assert decision.outcome == "accepted"


def test_a_correction_under_a_document_that_followed_alone_is_a_warning_too() -> None:
    """The number was told after the figures; the correction tells none, so that one stands."""
    one = part(report_entry())
    one.send(SubmitReport, 1, report=report(5))
    one.send(AttachDocument, 2, signed={"number": "12/BC", "day": "2022-09-15"})
    decision = one.send(SubmitReport, 3, report=report(6))
    assert codes(decision) == [("signed-other-figures", "/data/report/signed")]
    again = report(7, signed={"number": "13/BC", "day": "2022-09-15"})
    assert codes(one.send(SubmitReport, 4, report=again)) == []


def test_a_figure_of_a_period_is_never_negative_and_the_period_is_corrected_after_acceptance() -> (
    None
):
    """Week 2 was 20 too many: week 2 is corrected, no later week takes anything back."""
    with pytest.raises(ValidationError):
        report(-20)
    one = reported(120)
    one.office(AcceptReport, 2, version=1)
    decision = one.send(SubmitReport, 3, report=report(100))
    assert facts(decision) == ["report-corrected"]
    (change,) = decision.facts[0].changes  # type: ignore[union-attr]
    assert (change.pointer, change.before, change.after) == ("/figures/0/value", "120", "100")
    assert in_force(one) == 1


def test_a_cumulative_figure_that_falls_is_a_warning_with_both_numbers() -> None:
    """And the report has a field to say why."""
    so_far = {"id": "su-kien", "name": "Lũy kế", "arithmetic": "sum", "over_time": "cumulative"}
    weekly = {"every": "week", "weekday": "fri", "first": "2022-09-19", "last": "2022-09-30"}
    entry_ = report_entry(recurring={**weekly, "on_day_off": "keep"})
    one = part(entry_, indicators=[so_far])
    first, second = one.state.duties
    one.send(SubmitReport, 1, owed=first, report=report(120))
    decision = one.send(SubmitReport, 2, owed=second, report=report(100, explanation="Trùng 20 hộ"))
    assert codes(decision) == [("cumulative-falls", "/data/report/figures/0/value")]
    assert "là 100, thấp hơn kỳ trước (120)" in decision.findings[0].vi
    (submitted, *_) = decision.facts
    assert submitted.report.explanation == "Trùng 20 hộ"  # type: ignore[union-attr]
    assert codes(one.send(SubmitReport, 3, owed=second, report=report(130))) == []


def test_a_cumulative_figure_beside_another_sum_of_its_flows_is_a_warning_with_both() -> None:
    """100 and 20 were told; 130 so far is not that, and 120 is."""
    figures = [{"id": name, "name": name, "arithmetic": "sum"} for name in ("moi", "luy-ke")]
    rule = {"id": "cong-don", "check": "sum-so-far", "left": "luy-ke", "right": ["moi"]}
    weekly = {"every": "week", "weekday": "fri", "first": "2022-09-19", "last": "2022-09-30"}
    entry_ = report_entry(recurring={**weekly, "on_day_off": "keep"})
    one = part(entry_, indicators=figures, rules=[rule])
    first, second = one.state.duties

    def told(**values: int) -> Any:
        return report(
            figures=[{"indicator": n.replace("_", "-"), "value": v} for n, v in values.items()]
        )

    assert codes(one.send(SubmitReport, 1, owed=first, report=told(moi=100, luy_ke=100))) == []
    decision = one.send(SubmitReport, 2, owed=second, report=told(moi=20, luy_ke=130))
    assert codes(decision) == [("rule-sum-so-far", "/data/report/figures/1/value")]
    assert "luy-ke là 130, khác tổng moi các kỳ (120)" in decision.findings[0].vi
    assert decision.outcome == "accepted"
    assert codes(one.send(SubmitReport, 3, owed=second, report=told(moi=20, luy_ke=120))) == []
    assert codes(one.send(SubmitReport, 4, owed=second, report=told(luy_ke=90))) == []
