"""Declaring and withdrawing activities: it records, it refuses, it stays quiet."""

from datetime import timedelta

import pytest

from contracts.commands import DeclareActivity, WithdrawActivity
from tests.registry.given import Part, codes, facts
from tests.registry.plans import BA_TO, CLOSES, DECLARE_DUE, LY_SON, activity, hour

MINUTE = timedelta(minutes=1)


def test_a_first_declaration_is_recorded_and_meets_the_declare_duty() -> None:
    part = Part()
    decision = part.send(DeclareActivity, 1, activity=activity())
    assert decision.outcome == "accepted"
    assert facts(decision) == ["activity-declared", "duty-met"]
    assert part.duty("dang-ky") == ("met", True)


def test_a_changed_record_is_recorded_with_its_field_differences() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    decision = part.send(DeclareActivity, 2, activity=activity(title="Hội thảo mới", place="Ba Tơ"))
    changes = {
        change.pointer: (change.before, change.after) for change in decision.facts[0].changes
    }
    assert changes == {
        "/title": ('"Hội thảo chuyển đổi số hd-1"', '"Hội thảo mới"'),
        "/place": (None, '"Ba Tơ"'),
    }


def test_the_same_record_again_stays_quiet() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    decision = part.send(DeclareActivity, 2, activity=activity())
    assert (decision.outcome, decision.facts) == ("unchanged", ())


def test_a_held_activity_is_said_to_be_held_and_meets_the_hold_duty() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    decision = part.send(DeclareActivity, 2, activity=activity(status="held"))
    assert facts(decision) == ["activity-changed", "activity-held", "duty-met"]
    assert part.duty("to-chuc") == ("met", True)


def test_a_hold_duty_waits_for_the_last_activity_that_is_left_unheld() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity("hd-1", status="held"))
    assert part.duty("to-chuc")[0] == "met"
    reopened = part.send(DeclareActivity, 2, activity=activity("hd-2"))
    assert facts(reopened) == ["activity-declared", "duty-reopened"]
    assert reopened.facts[-1].round == 1
    withdrawn = part.send(WithdrawActivity, 3, activity="hd-2")
    assert facts(withdrawn) == ["activity-withdrawn", "duty-met"]
    assert withdrawn.facts[-1].met_at == hour(2)
    assert part.duty("to-chuc") == ("met", True)


def test_a_hold_duty_is_met_by_the_last_activity_that_was_held() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity("hd-1"))
    part.send(DeclareActivity, 2, activity=activity("hd-2", status="held"))
    last = part.send(DeclareActivity, 5, activity=activity("hd-1", status="held"))
    assert last.facts[-1].met_at == hour(5)


def test_withdrawing_the_last_activity_reopens_the_duty_with_the_same_due_moment() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity("hd-1"))
    part.send(DeclareActivity, 2, activity=activity("hd-2"))
    assert facts(part.send(WithdrawActivity, 3, activity="hd-2")) == ["activity-withdrawn"]
    last = part.send(WithdrawActivity, 4, activity="hd-1")
    assert facts(last) == ["activity-withdrawn", "duty-reopened"]
    assert (last.facts[1].round, last.facts[1].due) == (0, DECLARE_DUE)


def test_what_is_declared_in_place_of_one_withdrawn_keeps_the_first_moment() -> None:
    """Withdrawn because of the weather, another declared: the duty was met in time."""
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    part.send(WithdrawActivity, 2, activity="hd-1")
    assert part.duty("dang-ky") == ("owing", None)
    decision = part.send(DeclareActivity, DECLARE_DUE, activity=activity("hd-2"))
    assert facts(decision) == ["activity-declared", "duty-met"]
    assert part.duty("dang-ky") == ("met", True)


def test_withdrawing_twice_stays_quiet() -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity())
    part.send(WithdrawActivity, 2, activity="hd-1")
    assert part.send(WithdrawActivity, 3, activity="hd-1").outcome == "unchanged"


def test_an_unknown_activity_cannot_be_withdrawn() -> None:
    decision = Part().send(WithdrawActivity, 1, activity="hd-9")
    assert codes(decision) == [("unknown-activity", "/data/activity")]


def test_lateness_is_the_receipt_and_is_told() -> None:
    part = Part()
    decision = part.send(DeclareActivity, DECLARE_DUE, activity=activity())
    assert ("late", "") in codes(decision)
    assert decision.outcome == "accepted"
    in_time = Part().send(DeclareActivity, DECLARE_DUE - MINUTE, activity=activity())
    assert codes(in_time) == []


FAULTS = [
    ({"kind": "le-hoi"}, "unknown-kind", "/kind"),
    ({"assignments": ["viec-9"]}, "unknown-assignment", "/assignments/0"),
    ({"partners": [LY_SON, "huyen-ma"]}, "unknown-partner", "/partners/1"),
    ({"joint_with": {"unit": "huyen-ma", "activity": "x"}}, "unknown-partner", "/joint_with/unit"),
    ({"joint_with": {"unit": BA_TO, "activity": "x"}}, "joint-with-itself", "/joint_with/unit"),
    (
        {"planned": {"figures": [{"indicator": "la", "value": 1}]}},
        "unknown-indicator",
        "/planned/figures/0/indicator",
    ),
    (
        {"actual": {"budget": {"total": 1, "sources": []}}},
        "money-does-not-add-up",
        "/actual/budget/total",
    ),
]


@pytest.mark.parametrize(("changes", "code", "pointer"), FAULTS)
def test_a_record_that_does_not_fit_the_plan_is_refused_naming_the_field(
    changes: dict[str, object], code: str, pointer: str
) -> None:
    part = Part()
    decision = part.send(DeclareActivity, 1, activity=activity(**changes))
    assert decision.outcome == "refused"
    assert decision.facts == ()
    assert (code, f"/data/activity{pointer}") in codes(decision)


def test_a_record_that_uses_everything_the_plan_knows_is_accepted_without_a_remark() -> None:
    full = activity(
        assignments=["viec-1"],
        partners=[LY_SON],
        joint_with={"unit": LY_SON, "activity": "hd-7"},
        planned={
            "figures": [{"indicator": "su-kien", "value": 1}],
            "budget": {"total": 5, "sources": [{"source": "ngan-sach", "amount": 5}]},
        },
    )
    decision = Part().send(DeclareActivity, 1, activity=full)
    assert (decision.outcome, decision.findings) == ("accepted", ())


def test_dates_outside_the_window_are_a_warning() -> None:
    decision = Part().send(
        DeclareActivity, 1, activity=activity(starts_on="2022-09-30", ends_on="2022-10-11")
    )
    assert decision.outcome == "accepted"
    assert codes(decision) == [
        ("outside-window", "/data/activity/starts_on"),
        ("outside-window", "/data/activity/ends_on"),
    ]


def test_the_same_photograph_for_two_activities_is_flagged_and_not_refused() -> None:
    part = Part()
    photo = {"title": "Ảnh", "link": "https://example.vn/a.jpg", "sha256": "0" * 64}
    moved = {**photo, "link": "https://example.vn/b.jpg"}
    part.send(DeclareActivity, 1, activity=activity("hd-1", evidence=[photo]))
    assert part.send(DeclareActivity, 2, activity=activity("hd-1", evidence=[moved])).findings == ()
    decision = part.send(DeclareActivity, 3, activity=activity("hd-2", evidence=[photo]))
    assert codes(decision) == [("evidence-repeated", "/data/activity/evidence/0")]
    assert decision.outcome == "accepted"


def test_a_unit_speaks_about_itself_only() -> None:
    decision = Part().send(DeclareActivity, 1, by=LY_SON, activity=activity())
    assert codes(decision) == [("not-your-unit", "/data/unit")]


def test_a_unit_the_plan_gives_nothing_has_no_part() -> None:
    decision = Part("son-ha").send(DeclareActivity, 1, activity=activity())
    assert codes(decision) == [("not-a-participant", "/data/unit")]


def test_a_unit_that_is_not_in_the_directory_is_refused() -> None:
    decision = Part("huyen-ma").send(DeclareActivity, 1, activity=activity())
    assert codes(decision) == [("unknown-unit", "")]


@pytest.mark.parametrize(("at", "outcome"), [(CLOSES - MINUTE, "accepted"), (CLOSES, "refused")])
def test_a_closed_plan_refuses_its_units(at: object, outcome: str) -> None:
    part = Part()
    part.send(DeclareActivity, 1, activity=activity(status="held"))
    decision = part.send(DeclareActivity, at, activity=activity("hd-2"))  # type: ignore[arg-type]
    assert decision.outcome == outcome
    assert (("plan-closed", "/data/plan") in codes(decision)) == (outcome == "refused")
