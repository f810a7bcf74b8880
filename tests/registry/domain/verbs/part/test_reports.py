"""Submitting, returning and accepting reports: it records, it refuses, it stays quiet."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.commands import AcceptReport, ReturnReport, SubmitReport
from tests.registry.given import Part, codes, facts
from tests.registry.plans import (
    BA_TO,
    LY_SON,
    OFFICE,
    PROVINCE,
    REPORT_DUE,
    not_below_last,
    report,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
RETURN: dict[str, Any] = {
    "version": 1,
    "reasons": [{"code": "thieu-so-lieu", "pointer": "/figures/0"}],
    "deadline": {"day": "2022-10-25"},
}


def returned(**changes: Any) -> Part:
    """A part whose first report, sent in time, was returned on the due day."""
    part = Part(**changes)
    part.send(SubmitReport, REPORT_DUE - DAY, report=report(5))
    decision = part.office(ReturnReport, REPORT_DUE, **RETURN)
    assert facts(decision) == ["report-returned", "duty-reopened"]
    return part


def test_a_first_report_is_version_1_and_meets_the_duty() -> None:
    part = Part()
    decision = part.send(SubmitReport, 1, report=report())
    assert facts(decision) == ["report-submitted", "duty-met"]
    assert part.duty("bao-cao") == ("met", True)


def test_a_correction_is_a_new_version_with_differences_and_keeps_the_first_time() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report(5))
    decision = part.send(SubmitReport, REPORT_DUE + DAY, report=report(6))
    assert facts(decision) == ["report-corrected"]
    (change,) = decision.facts[0].changes
    assert (change.pointer, change.before, change.after) == ("/figures/0/value", "5", "6")
    assert part.duty("bao-cao") == ("met", True)


def test_the_same_report_again_stays_quiet() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    assert part.send(SubmitReport, 2, report=report()).outcome == "unchanged"


def test_a_return_opens_a_round_with_its_own_clock_and_keeps_the_first_verdict() -> None:
    part = returned()
    duty = part.state.duties["bao-cao"]
    assert (duty.status, duty.rounds[0].on_time) == ("owing", True)
    again = part.send(SubmitReport, REPORT_DUE + DAY, report=report(7))
    assert facts(again) == ["report-corrected", "duty-met"]
    assert (again.facts[1].round, again.facts[1].on_time) == (1, True)
    assert part.duty("bao-cao") == ("met", True)


def test_a_late_answer_to_a_return_does_not_touch_the_original_clock() -> None:
    part = returned()
    late = part.send(SubmitReport, REPORT_DUE + 10 * DAY, report=report(7))
    assert ("late", "") in codes(late)
    assert [held.on_time for held in part.state.duties["bao-cao"].rounds] == [True, False]


def test_the_same_return_again_stays_quiet_and_another_one_is_refused() -> None:
    part = returned()
    assert part.office(ReturnReport, REPORT_DUE + MINUTE, **RETURN).outcome == "unchanged"
    other = {**RETURN, "deadline": {"day": "2022-10-28"}}
    decision = part.office(ReturnReport, REPORT_DUE + 2 * MINUTE, **other)
    assert codes(decision) == [("already-returned", "/data/version")]


def test_a_returned_version_cannot_be_accepted() -> None:
    decision = returned().office(AcceptReport, REPORT_DUE + MINUTE, version=1)
    assert codes(decision) == [("already-returned", "/data/version")]


def test_a_return_by_a_deadline_that_has_passed_is_refused() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    past = {**RETURN, "deadline": {"day": "2022-10-20"}}
    assert codes(part.office(ReturnReport, REPORT_DUE, **past)) == [
        ("deadline-passed", "/data/deadline")
    ]


@pytest.mark.parametrize("sender", [OFFICE, PROVINCE])
def test_a_version_is_accepted_once_by_each_who_may(sender: str) -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    assert facts(part.send(AcceptReport, 2, by=sender, version=1)) == ["report-accepted"]
    assert part.send(AcceptReport, 3, by=sender, version=1).outcome == "unchanged"


@pytest.mark.parametrize("command", [AcceptReport, ReturnReport])
def test_neither_the_unit_nor_a_neighbour_settles_a_report(command: Any) -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    fields = {"version": 1} if command is AcceptReport else RETURN
    for sender in (BA_TO, LY_SON):
        decision = part.send(command, 2, by=sender, **fields)
        assert codes(decision) == [("not-allowed", "/data/unit")]


def test_versions_that_are_missing_or_outdated_are_refused() -> None:
    part = Part()
    assert codes(part.office(AcceptReport, 1, version=1)) == [("no-report", "/data/version")]
    part.send(SubmitReport, 2, report=report(5))
    assert codes(part.office(AcceptReport, 3, version=2)) == [("unknown-version", "/data/version")]
    part.send(SubmitReport, 4, report=report(6))
    assert codes(part.office(AcceptReport, 5, version=1)) == [("version-outdated", "/data/version")]


def figures(*entries: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"indicator": "su-kien", "value": 5}, *entries]


def ratio(**numbers: int) -> dict[str, Any]:
    return {"indicator": "ho-so", **numbers}


def value(indicator: str, number: int) -> dict[str, Any]:
    return {"indicator": indicator, "value": number}


FIGURE_FAULTS = [
    ([], "indicator-missing", ""),
    (figures(value("la", 1)), "unknown-indicator", "/1/indicator"),
    (figures(value("su-kien", 1)), "indicator-repeated", "/1/indicator"),
    (figures({"indicator": "to-cns", "text": "ba"}), "indicator-shape", "/1/value"),
    (figures({"indicator": "thi-sinh"}), "indicator-shape", "/1/value"),
    (figures(value("ho-so", 3)), "indicator-shape", "/1/numerator"),
    (figures(ratio(numerator=3, denominator=0)), "indicator-shape", "/1/numerator"),
    (figures(ratio(numerator=3, denominator=2)), "indicator-shape", "/1/numerator"),
    (figures(value("nhan-xet", 3)), "indicator-shape", "/1/text"),
    ([value("su-kien", 1001)], "value-range", "/0/value"),
    (figures(value("truc-tiep", 2), value("truc-tuyen", 2)), "rule-sum", "/0/value"),
]


@pytest.mark.parametrize(("given", "code", "pointer"), FIGURE_FAULTS)
def test_a_figure_that_does_not_fit_the_plan_is_refused_naming_the_field(
    given: list[dict[str, Any]], code: str, pointer: str
) -> None:
    part = Part()
    decision = part.send(SubmitReport, 1, report=report(figures=given))
    assert decision.outcome == "refused"
    assert (code, f"/data/report/figures{pointer}") in codes(decision)
    assert not part.state.reports


MONEY_FAULTS = [
    (3, {"source": "la", "amount": 3}, "unknown-budget-source", "/sources/0/source"),
    (3, {"source": "tai-tro", "amount": 2}, "money-does-not-add-up", "/total"),
]


@pytest.mark.parametrize(("total", "source", "code", "pointer"), MONEY_FAULTS)
def test_money_whose_sources_are_unknown_or_do_not_add_up_is_refused(
    total: int, source: dict[str, Any], code: str, pointer: str
) -> None:
    spending = {"total": total, "sources": [source]}
    decision = Part().send(SubmitReport, 1, report=report(spending=spending))
    assert codes(decision) == [(code, f"/data/report/spending{pointer}")]


def test_a_report_with_every_kind_of_figure_is_accepted_without_a_remark() -> None:
    full = report(
        figures=figures(
            {"indicator": "truc-tiep", "value": 2},
            {"indicator": "truc-tuyen", "value": 3},
            {"indicator": "to-cns", "value": 9, "qualifier": "gần"},
            {"indicator": "thi-sinh", "value": 9},
            {"indicator": "ho-so", "numerator": 2, "denominator": 2},
            {"indicator": "nhan-xet", "text": "Tốt"},
        ),
        spending={"total": 2, "sources": [{"source": "tai-tro", "amount": 2}]},
    )
    decision = Part().send(SubmitReport, 1, report=full)
    assert (decision.outcome, decision.findings) == ("accepted", ())


def test_of_a_ratio_the_per_cent_alone_will_do() -> None:
    full = report(figures=figures({"indicator": "ho-so", "percent": 75}))
    decision = Part().send(SubmitReport, 1, report=full)
    assert (decision.outcome, decision.findings) == ("accepted", ())


def test_a_rule_of_severity_warning_does_not_refuse() -> None:
    many = report(
        figures=figures({"indicator": "thi-sinh", "value": 9}, {"indicator": "to-cns", "value": 2})
    )
    decision = Part().send(SubmitReport, 1, report=many)
    assert decision.outcome == "accepted"
    assert codes(decision) == [("rule-at-most", "/data/report/figures/1/value")]


def test_what_was_not_reported_is_not_a_zero_to_a_rule() -> None:
    some = report(figures=figures({"indicator": "truc-tiep", "value": 2}))
    assert Part().send(SubmitReport, 1, report=some).findings == ()


def test_a_rule_against_the_last_version_refuses_a_fall() -> None:
    part = Part(rules=not_below_last())
    assert part.send(SubmitReport, 1, report=report(5)).outcome == "accepted"
    fall = part.send(SubmitReport, 2, report=report(4))
    assert codes(fall) == [("rule-not-below-last", "/data/report/figures/0/value")]
    assert part.send(SubmitReport, 3, report=report(6)).outcome == "accepted"
