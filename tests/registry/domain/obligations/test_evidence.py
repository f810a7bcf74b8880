"""What meets a duty: its own evidence and nothing else (obligations, section 3)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.commands import (
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    SubmitReport,
    VoidActivity,
    WithdrawActivity,
)
from contracts.facts import DutyExcused
from tests.registry.domain.obligations.owed import DAY, KINDS, TASKS, entry, part, report_entry
from tests.registry.given import Part, codes, facts
from tests.registry.plans import OFFICE, PRESS, PROVINCE, ZONE, activity, report

TRAIN, FOUND = "v-tap-huan", "v-lap-to"
DUE = datetime(2022, 10, 11, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def done(name: str, *assignments: str, status: str = "held", **fields: Any) -> dict[str, Any]:
    kind = fields.pop("kind", "tap-huan")
    record = activity(name, kind=kind, assignments=list(assignments), status=status, **fields)
    return {"activity": record}


def two_tasks() -> Part:
    return part(
        entry("dk-tap-huan", "declare", assignments=[TRAIN]),
        entry("dk-lap-to", "declare", assignments=[FOUND]),
        entry("tap-huan", "hold", assignments=[TRAIN]),
        entry("lap-to", "hold", assignments=[FOUND]),
    )


def standing(one: Part) -> dict[str, str]:
    return {name: duty.status for name, duty in one.state.duties.items()}


def test_an_activity_meets_the_duties_of_its_own_assignments_only() -> None:
    one = two_tasks()
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    assert standing(one) == {
        "dk-tap-huan": "met",
        "dk-lap-to": "owing",
        "tap-huan": "met",
        "lap-to": "owing",
    }


def test_one_workshop_for_two_tasks_meets_both() -> None:
    one = two_tasks()
    one.send(DeclareActivity, 1, **done("a", TRAIN, FOUND))
    assert set(standing(one).values()) == {"met"}


def test_an_activity_that_names_no_assignment_meets_none_and_says_so() -> None:
    one = two_tasks()
    decision = one.send(DeclareActivity, 1, **done("a"))
    assert ("assignment-left-out", "/data/activity/assignments") in codes(decision)
    assert set(standing(one).values()) == {"owing"}


def test_the_only_assignment_that_could_be_meant_may_be_left_out() -> None:
    tasks = [{**task, "kinds": [kind["id"]]} for task, kind in zip(TASKS, KINDS, strict=True)]
    one = part(entry("tap-huan", "hold", assignments=[TRAIN]), assignments=tasks)
    one.send(DeclareActivity, 1, **done("a"))
    assert one.duty("tap-huan") == ("met", True)


def test_an_entry_may_ask_for_kinds() -> None:
    one = part(entry("to", "hold", met_by={"kinds": ["lap-to"]}))
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    assert one.duty("to")[0] == "owing"
    one.send(DeclareActivity, 2, **done("b", FOUND, kind="lap-to"))
    assert one.duty("to")[0] == "met"


def test_at_least_two_are_met_by_two_and_a_third_is_not_owed() -> None:
    one = part(entry("hai", "hold", met_by={"number": 2, "measure": "at-least"}))
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    assert one.duty("hai")[0] == "owing"
    one.send(DeclareActivity, 2, **done("b", TRAIN))
    assert one.duty("hai") == ("met", True)
    assert facts(one.send(DeclareActivity, 3, **done("c", TRAIN, status="planned"))) == [
        "activity-declared"
    ]


def test_one_of_two_voided_is_owed_again_by_its_own_clock_never_late_retroactively() -> None:
    one = part(entry("hai", "hold", met_by={"number": 2, "measure": "at-least"}))
    for name in ("a", "b"):
        one.send(DeclareActivity, 1, **done(name, TRAIN))
    decision = one.office(VoidActivity, DUE + HOUR, activity="b", reason="Ghi trùng")
    assert facts(decision) == ["activity-voided", "duty-reopened"]
    assert one.duty("hai") == ("owing", True)
    assert one.state.duties["hai"].present.due == datetime(2022, 10, 15, tzinfo=ZONE)
    one.send(DeclareActivity, DUE + 48 * HOUR, **done("c", TRAIN))
    assert [round_.on_time for round_ in one.state.duties["hai"].rounds] == [True, True]


def test_all_withdrawn_after_the_date_leaves_declaring_met_and_holding_without_object() -> None:
    early = {"day": "2022-09-30", "inclusive": True}
    one = part(entry("dang-ky", "declare", deadline=early), entry("to-chuc", "hold"))
    one.send(DeclareActivity, 1, **done("a", TRAIN, status="planned"))
    at = datetime(2022, 10, 3, tzinfo=ZONE)
    decision = one.send(WithdrawActivity, at, activity="a", reason="Mưa lũ")
    assert facts(decision) == ["activity-withdrawn", "duty-excused"]
    excused = decision.facts[-1]
    assert isinstance(excused, DutyExcused)
    assert excused.cause == "no-activity"
    assert one.duty("dang-ky") == ("met", True)


def test_all_withdrawn_before_the_date_is_simply_owing_again() -> None:
    one = part(entry("dang-ky", "declare"), entry("to-chuc", "hold"))
    one.send(DeclareActivity, 1, **done("a", TRAIN, status="planned"))
    one.send(WithdrawActivity, 2, activity="a")
    assert standing(one) == {"dang-ky": "owing", "to-chuc": "owing"}


def test_an_activity_voided_is_owed_again_with_its_own_clock() -> None:
    one = part(entry("dang-ky", "declare"), entry("to-chuc", "hold"))
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    one.office(VoidActivity, DUE + HOUR, activity="a", reason="Không có thật")
    assert {one.duty(name) for name in ("dang-ky", "to-chuc")} == {("owing", True)}
    assert not one.state.evidence["to-chuc"].alive
    again = one.office(VoidActivity, DUE + 2 * HOUR, activity="a", reason="Không có thật")
    assert again.outcome == "unchanged"


def test_whoever_voids_an_activity_may_give_more_time_and_no_less_than_a_working_day() -> None:
    one = part(entry("to-chuc", "hold"))
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    void = {"activity": "a", "reason": "Không có thật"}
    soon = one.office(VoidActivity, DUE + HOUR, **void, deadline={"day": "2022-10-11"})
    assert [found.code for found in soon.findings] == ["deadline-too-soon"]
    one.office(VoidActivity, DUE + HOUR, **void, deadline={"day": "2022-10-20"})
    assert one.state.duties["to-chuc"].present.due == datetime(2022, 10, 20, tzinfo=ZONE)


MOVES = {"moves_until": "2022-10-31", "days_after": 2}
LATER = {"starts_on": "2022-10-20", "ends_on": "2022-10-20"}


def test_an_activity_postponed_beyond_the_date_moves_its_duty_up_to_the_plans_limit() -> None:
    one = part(entry("to-chuc", "hold", **MOVES))
    one.send(DeclareActivity, 1, **done("a", TRAIN, status="planned"))
    moved = one.send(DeclareActivity, 2, **done("a", TRAIN, status="postponed", **LATER))
    assert facts(moved) == ["activity-changed", "duty-extended"]
    assert one.state.duties["to-chuc"].present.due == datetime(2022, 10, 25, tzinfo=ZONE)
    beyond = {"starts_on": "2022-12-01", "ends_on": "2022-12-01"}
    one.send(DeclareActivity, 3, **done("a", TRAIN, status="postponed", **beyond))
    assert one.state.duties["to-chuc"].present.due == datetime(2022, 11, 1, tzinfo=ZONE)


def test_without_a_limit_the_office_decides_about_what_is_postponed() -> None:
    one = part(entry("to-chuc", "hold"))
    one.send(DeclareActivity, 1, **done("a", TRAIN, status="planned"))
    moved = one.send(DeclareActivity, 2, **done("a", TRAIN, status="postponed", **LATER))
    assert facts(moved) == ["activity-changed"]


def test_what_is_declared_after_holding_was_met_is_owed_alone_after_its_end() -> None:
    one = part(entry("to-chuc", "hold", days_after=2))
    one.send(DeclareActivity, 1, **done("a", TRAIN))
    more = one.send(DeclareActivity, 2, **done("b", TRAIN, status="planned", **LATER))
    assert facts(more)[-1] == "duty-reopened"
    assert one.state.duties["to-chuc"].present.due == datetime(2022, 10, 25, tzinfo=ZONE)
    at = datetime(2022, 10, 21, tzinfo=ZONE)
    one.send(DeclareActivity, at, **done("b", TRAIN, **LATER))
    assert [round_.on_time for round_ in one.state.duties["to-chuc"].rounds] == [True, True]


@pytest.mark.parametrize(
    ("roles", "owes"), [(["lead"], False), (["partner"], True), (["lead", "partner"], True)]
)
def test_partner_only_units_owe_what_the_entry_says(roles: list[str], owes: bool) -> None:
    partner = [{"group": "huyen"}, {"unit": PRESS, "role": "partner"}]
    tasks = [{**TASKS[0], "assignees": partner}]
    one = part(report_entry(roles=roles), unit=PRESS, assignments=tasks)
    assert bool(one.state.duties) == owes


def test_an_entry_may_name_units_and_groups_that_are_assigned_nothing() -> None:
    for named in ({"units": [PRESS]}, {"groups": ["huyen"]}):
        one = part(report_entry(**named), unit=PRESS)
        assert bool(one.state.duties) == ("units" in named)


def test_of_two_deadlines_the_one_that_names_the_unit_wins_else_the_later() -> None:
    groups = [
        {"groups": ["huyen"], "deadline": {"day": "2022-10-15"}},
        {"levels": ["huyen"], "deadline": {"day": "2022-10-12"}},
    ]
    one = part(report_entry(own_deadlines=groups))
    assert one.state.duties["bao-cao"].present.due.day == 15
    named = [*groups, {"units": ["ba-to"], "deadline": {"day": "2022-10-11"}}]
    assert part(report_entry(own_deadlines=named)).state.duties["bao-cao"].present.due.day == 11
    other = part(report_entry(own_deadlines=named), unit="ly-son")
    assert other.state.duties["bao-cao"].present.due.day == 15


def test_an_excused_unit_may_report_anyway_and_stays_excused() -> None:
    one = part(report_entry())
    one.office(ExcuseDuty, 1, duty="bao-cao", reason="Lũ")
    assert facts(one.send(SubmitReport, 2, report=report())) == ["report-submitted"]
    assert one.duty("bao-cao")[0] == "excused"
    assert one.state.reports["bao-cao"].in_force is not None


def test_the_collecting_offices_own_report_is_met_by_its_own_acceptance() -> None:
    tasks = [{**TASKS[0], "assignees": [{"unit": OFFICE}]}]
    one = part(report_entry(), unit=OFFICE, assignments=tasks)
    decision = one.send(SubmitReport, 1, report=report())
    assert facts(decision) == ["report-submitted", "report-accepted", "duty-met"]


def test_only_the_issuer_moves_the_report_to_its_superior() -> None:
    tasks = [{**TASKS[0], "assignees": [{"unit": OFFICE}]}]
    own = report_entry(consolidates=True)
    one = part(own, unit=OFFICE, assignments=tasks)
    later: dict[str, Any] = {"duty": "bao-cao", "deadline": {"day": "2022-10-30"}, "reason": "x"}
    assert codes(one.office(ExtendDuty, 1, **later)) == [("not-allowed", "/data/duty")]
    assert facts(one.send(ExtendDuty, 1, by=PROVINCE, **later)) == ["duty-extended"]


def test_a_report_meets_only_the_entry_that_it_names() -> None:
    one = part(entry("nhanh", "report"), entry("day-du", "report", deadline=DAY))
    refused = one.send(SubmitReport, 1, report=report())
    assert codes(refused) == [("which-report", "/data/owed")]
    assert "nhanh, day-du" in refused.findings[0].vi
    one.send(SubmitReport, 2, owed="nhanh", report=report())
    assert standing(one) == {"nhanh": "met", "day-du": "owing"}
    assert list(one.state.reports) == ["nhanh"]


def test_a_record_of_the_future_and_a_twin_are_told_of() -> None:
    one = part(entry("to-chuc", "hold"))
    first = one.send(DeclareActivity, 1, **done("a", TRAIN, title="Tập huấn"))
    assert codes(first) == [("held-in-future", "/data/activity/ends_on")]
    twin = one.send(DeclareActivity, DUE, **done("b", TRAIN, title="TẬP HUẤN"))
    assert ("activity-twin", "/data/activity") in codes(twin)
