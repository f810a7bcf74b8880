"""What a report is: its figures and its document, in any order (obligations, section 1)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.commands import (
    AttachDocument,
    DeclareActivity,
    DeclareNothing,
    RegisterDocument,
    ReturnReport,
    SubmitReport,
)
from contracts.topology import REGISTRY
from services.registry.domain.verbs.part.carrying import carried_by
from tests.registry.domain.obligations.owed import entry, part, report_entry
from tests.registry.given import Part, codes, facts
from tests.registry.plans import OFFICE, ZONE, activity, receipt, report

DUE = datetime(2022, 10, 11, tzinfo=ZONE)
HOUR = timedelta(hours=1)
SIGNED = {"number": "12/BC-UBND", "day": "2022-10-09", "signer": "Nguyễn Văn Mẫu"}
WITH_NUMBER = {"signed": SIGNED}


def wants(what: str, judged_by: str | None = None) -> Part:
    return part(report_entry(wants=what, judged_by=judged_by))


@pytest.mark.parametrize(
    ("what", "judged_by", "on_time"),
    [
        ("data", None, True),
        ("both", "figures", True),
        ("both", "document", False),
        ("both", "first", True),
    ],
)
def test_an_entry_says_what_it_wants_and_whose_moment_counts(
    what: str, judged_by: str | None, on_time: bool
) -> None:
    """Figures in time, the document a day late."""
    one = wants(what, judged_by)
    one.send(SubmitReport, DUE - HOUR, report=report())
    assert one.duty("bao-cao")[0] == ("met" if what == "data" else "owing")
    one.send(AttachDocument, DUE + 24 * HOUR, **WITH_NUMBER)
    assert one.duty("bao-cao") == ("met", on_time)


def test_a_document_alone_meets_what_wants_only_the_document() -> None:
    one = wants("document")
    one.send(SubmitReport, DUE - 2 * HOUR, report=report())
    assert one.duty("bao-cao") == ("owing", None)
    assert facts(one.send(AttachDocument, DUE - HOUR, **WITH_NUMBER)) == [
        "document-attached",
        "duty-met",
    ]
    assert one.duty("bao-cao") == ("met", True)


def test_what_wants_both_is_not_met_by_the_document_alone() -> None:
    """Paper came first; the figures follow in time."""
    one = wants("both")
    one.office(RegisterDocument, DUE - 2 * HOUR, incoming={"number": "345", "day": "2022-10-10"})
    assert one.duty("bao-cao") == ("owing", None)
    one.send(SubmitReport, DUE - HOUR, report=report())
    assert one.duty("bao-cao") == ("met", True)


def test_figures_now_document_later_makes_no_new_version() -> None:
    one = wants("both")
    one.send(SubmitReport, 1, report=report())
    one.send(AttachDocument, 2, **WITH_NUMBER)
    assert len(one.state.reports["bao-cao"].versions) == 1
    assert one.send(AttachDocument, 3, **WITH_NUMBER).outcome == "unchanged"


def test_the_day_of_the_incoming_register_counts_where_the_document_is_judged() -> None:
    """Paper came first: registered on the 10th, told to us on the 12th."""
    one = wants("document")
    incoming = {"number": "345", "day": "2022-10-10"}
    decision = one.office(RegisterDocument, DUE + 24 * HOUR, incoming=incoming)
    assert facts(decision) == ["document-registered", "duty-met"]
    assert one.duty("bao-cao") == ("met", True)


def test_a_document_judged_late_is_judged_again_by_the_register() -> None:
    one = wants("document")
    one.send(AttachDocument, DUE + HOUR, **WITH_NUMBER)
    assert one.duty("bao-cao") == ("met", False)
    one.office(RegisterDocument, DUE + 2 * HOUR, incoming={"number": "345", "day": "2022-10-10"})
    assert one.duty("bao-cao") == ("met", True)


def test_no_register_tells_of_a_day_that_is_still_to_come() -> None:
    decision = wants("document").office(
        RegisterDocument, 1, incoming={"number": "345", "day": "2022-10-10"}
    )
    assert codes(decision) == [("registered-in-future", "/data/incoming/day")]


def test_the_office_may_type_what_came_on_paper_and_the_unit_may_correct_it() -> None:
    one = wants("data")
    typed = report(typed_from="0" * 64)
    decision = one.office(SubmitReport, 1, report=typed)
    assert codes(decision) == [("typed-by-office", "/data/unit")]
    assert decision.facts[0].receipt.sender == OFFICE  # type: ignore[union-attr]
    corrected = one.send(SubmitReport, 2, report=report(6))
    assert facts(corrected) == ["report-corrected"]


def test_the_office_types_nothing_without_the_paper() -> None:
    decision = wants("data").office(SubmitReport, 1, report=report())
    assert ("typed-without-paper", "/data/report/typed_from") in codes(decision)
    assert decision.outcome == "refused"


def test_a_figure_may_say_why_there_is_none_and_only_not_yet_known_leaves_it_open() -> None:
    """The first three of the four kinds of nothing satisfy what is required."""
    for nothing in ("no-occurrence", "not-our-function"):
        given = [{"indicator": "su-kien", "nothing": nothing}]
        assert wants("data").send(SubmitReport, 1, report=report(figures=given)).facts
    zero = [{"indicator": "su-kien", "value": 0}]
    assert wants("data").send(SubmitReport, 1, report=report(figures=zero)).facts
    unknown = [{"indicator": "su-kien", "nothing": "not-yet-known"}]
    decision = wants("data").send(SubmitReport, 1, report=report(figures=unknown))
    assert codes(decision) == [("indicator-untold", "/data/report/figures")]


def test_a_nil_report_meets_its_duty() -> None:
    one = wants("data")
    one.send(SubmitReport, 1, report=report(figures=[], nothing="no-occurrence"))
    assert one.duty("bao-cao") == ("met", True)


def test_nothing_to_declare_meets_declaring_and_leaves_holding_without_object() -> None:
    one = part(entry("dang-ky", "declare"), entry("to-chuc", "hold"))
    decision = one.send(DeclareNothing, 1, duty="dang-ky", reason="not-our-function")
    assert facts(decision) == ["nothing-declared", "duty-met", "duty-excused"]
    assert one.state.duties["to-chuc"].excused == "nothing-declared"
    again = one.send(DeclareActivity, 2, activity=activity(kind="tap-huan", assignments=[]))
    assert facts(again) == ["activity-declared", "duty-reopened"]
    assert one.duty("dang-ky") == ("met", True)


def test_nothing_is_declared_for_a_duty_to_declare_that_has_no_activities() -> None:
    one = part(entry("dang-ky", "declare"))
    words = {"reason": "not-our-function"}
    unknown = one.send(DeclareNothing, 1, duty="la", **words)
    assert codes(unknown) == [("unknown-duty", "/data/duty")]
    one.send(DeclareActivity, 2, activity=activity(kind="tap-huan", assignments=[]))
    declared = one.send(DeclareNothing, 3, duty="dang-ky", **words)
    assert codes(declared) == [("has-activities", "/data/duty")]


WEEKLY: dict[str, Any] = {
    "every": "week",
    "weekday": "fri",
    "first": "2022-09-16",
    "last": "2022-10-14",
    "inclusive": True,
    "on_day_off": "previous",
}


def test_one_report_for_several_weeks_meets_each_of_them_once() -> None:
    one = part(report_entry(recurring=WEEKLY))
    weeks = list(one.state.duties)
    assert weeks == [f"bao-cao_2022-w{number}" for number in range(37, 42)]
    both = report(also_owed=[weeks[1]])
    one.send(SubmitReport, 1, owed=weeks[2], report=both)
    met = [name for name in weeks if one.duty(name)[0] == "met"]
    assert met == weeks[1:3]
    back: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-10-25"}}
    one.office(ReturnReport, 2, owed=weeks[2], version=1, **back)
    assert [one.duty(name)[0] for name in weeks[1:3]] == ["owing", "owing"]
    one.send(SubmitReport, 3, owed=weeks[2], report=report(6, also_owed=[weeks[1]]))
    assert [one.duty(name)[0] for name in weeks[1:3]] == ["met", "met"]


def test_a_week_is_reported_alone_or_gathered_and_its_figures_never_count_twice() -> None:
    """Whichever came first; what was gathered in a report that is returned may be sent alone."""
    one = part(report_entry(recurring=WEEKLY))
    weeks = list(one.state.duties)
    one.send(SubmitReport, 1, owed=weeks[0], report=report())
    both = report(also_owed=[weeks[0]])
    decision = one.send(SubmitReport, 2, owed=weeks[1], report=both)
    assert codes(decision) == [("period-reported", "/data/report/also_owed/0")]
    one.send(SubmitReport, 3, owed=weeks[3], report=report(also_owed=[weeks[2]]))
    decision = one.send(SubmitReport, 4, owed=weeks[2], report=report())
    assert codes(decision) == [("period-gathered", "/data/report")]
    back: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-10-25"}}
    one.office(ReturnReport, 5, owed=weeks[3], version=1, **back)
    assert one.send(SubmitReport, 6, owed=weeks[2], report=report()).outcome == "accepted"


def test_a_report_for_several_weeks_is_sent_for_the_last_of_them() -> None:
    """Its figures are that week's; the others are gathered in it."""
    one = part(report_entry(recurring=WEEKLY))
    first, last, *_ = one.state.duties
    decision = one.send(SubmitReport, 1, owed=first, report=report(also_owed=[last]))
    assert codes(decision) == [("later-period", "/data/report/also_owed/0")]
    assert decision.outcome == "refused"
    assert one.send(SubmitReport, 1, owed=last, report=report(also_owed=[first])).facts


def test_a_report_that_is_marked_secret_is_refused_with_the_reason() -> None:
    decision = wants("data").send(SubmitReport, 1, report=report(secrecy="Mật"))
    assert codes(decision) == [("secret", "/data/report/secrecy")]
    assert "Mật" in decision.findings[0].vi


def spoken_for(one: Part, by: Part, owed: str = "bao-cao") -> list[str]:
    """What the registry says to itself about a unit after another's report, and what it causes."""
    told = carried_by("cds-2022", by.unit, owed, by.state)
    return [name for command in told for name in facts(one.take(command, receipt(9, REGISTRY)))]


def test_one_report_for_several_units_meets_the_duty_of_each_and_their_own_comes_first() -> None:
    """khối, văn phòng chung: the figures are in one report and count once."""
    lead, other = wants("data"), part(report_entry(), unit="ly-son")
    lead.send(SubmitReport, 1, report=report(also_for=["ly-son"]))
    assert spoken_for(other, lead) == ["report-carried", "duty-met"]
    assert (
        other.state.duties["bao-cao"].present.met_at
        == lead.state.reports["bao-cao"].versions[0].receipt.at
    )
    assert spoken_for(other, lead) == []
    assert facts(other.send(SubmitReport, 10, report=report(6))) == ["report-submitted"]


def test_a_shared_report_that_is_returned_is_owed_again_by_whom_it_spoke_for() -> None:
    lead, other = wants("data"), part(report_entry(), unit="ly-son")
    lead.send(SubmitReport, 1, report=report(also_for=["ly-son"]))
    spoken_for(other, lead)
    back: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-10-25"}}
    lead.office(ReturnReport, 2, version=1, **back)
    assert spoken_for(other, lead) == ["report-carried", "duty-reopened"]
    assert other.duty("bao-cao") == ("owing", True)
    lead.send(SubmitReport, 3, report=report(6, also_for=["ly-son"]))
    assert spoken_for(other, lead) == ["report-carried", "duty-met"]


def test_a_unit_reports_only_for_those_below_it_or_beside_it() -> None:
    decision = wants("data").send(SubmitReport, 1, report=report(also_for=["bao-qn"]))
    assert codes(decision) == [("not-spoken-for", "/data/report/also_for/0")]
    assert "ly-son" in decision.findings[0].vi
