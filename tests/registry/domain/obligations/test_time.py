"""By when (obligations, section 4): instances, amendments, what nobody could help."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.calendar import WorkingDays
from contracts.commands import (
    DeclareForceMajeure,
    ExcuseDuty,
    ExtendDuty,
    SubmitReport,
    UnitCommand,
)
from contracts.facts import DutyExcused
from contracts.owed import Recurrence
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.history import plan_history
from services.registry.domain.owing import recur
from tests.registry.domain.obligations.owed import TASKS, part, report_entry
from tests.registry.given import Part, codes, facts
from tests.registry.plans import DOCUMENT, OFFICE, ZONE, receipt, report

WEEKLY: dict[str, Any] = {
    "every": "week",
    "weekday": "mon",
    "first": "2022-08-15",
    "last": "2022-10-10",
    "on_day_off": "keep",
}
HOUR = timedelta(hours=1)
NOTED = {"reason": "Bão"}


def days(**fields: Any) -> list[tuple[str, str]]:
    rule = Recurrence.model_validate({**WEEKLY, **fields})
    return [(period, f"{due.day:%d/%m}") for period, due in recur(rule, WorkingDays())]


@pytest.mark.parametrize(
    ("on_day_off", "due"), [("keep", "01/09"), ("next", "05/09"), ("previous", "31/08")]
)
def test_an_instance_on_a_day_off_goes_where_the_entry_says(on_day_off: str, due: str) -> None:
    """Thursday 1 and Friday 2 September 2022 were the national holiday."""
    thursdays = {"weekday": "thu", "first": "2022-09-01", "last": "2022-09-01"}
    assert days(**thursdays, on_day_off=on_day_off) == [("2022-w35", due)]


def test_an_entry_that_recurs_says_what_becomes_of_a_day_off() -> None:
    """Nobody guesses for it."""
    fields = {name: value for name, value in WEEKLY.items() if name != "on_day_off"}
    with pytest.raises(ValidationError, match="on_day_off"):
        Recurrence.model_validate(fields)


def test_instances_are_named_by_their_period_whatever_day_they_move_to() -> None:
    weeks = days(first="2022-10-03", last="2022-10-17", without=["2022-10-10"])
    assert weeks == [("2022-w40", "03/10"), ("2022-w42", "17/10")]
    months = {"every": "month", "weekday": None, "day_of_month": 31, "last": "2022-10-31"}
    assert days(**months) == [("2022-08", "31/08"), ("2022-09", "30/09"), ("2022-10", "31/10")]
    third = {"every": "days", "weekday": None, "days": 3, "last": "2022-08-20"}
    assert days(**third) == [("2022-08-15", "15/08"), ("2022-08-18", "18/08")]


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["keep", "next", "previous"]),
    st.sampled_from([{"every": "week"}, {"every": "month"}, {"every": "days"}]),
    st.integers(1, 31),
)
def test_no_period_is_named_twice_and_none_is_due_before_the_one_before_it(
    first: date, length: int, on_day_off: str, every: dict[str, str], number: int
) -> None:
    detail = {
        "week": {"weekday": "wed"},
        "month": {"day_of_month": number},
        "days": {"days": number},
    }
    rule = Recurrence.model_validate(
        {
            **every,
            **detail[every["every"]],
            "first": first,
            "last": first + timedelta(days=length),
            "on_day_off": on_day_off,
        }
    )
    found = list(recur(rule, WorkingDays()))
    assert len({period for period, _ in found}) == len(found)
    moments = [deadline.cut(UTC) for _, deadline in found]
    assert moments == sorted(moments)


def test_a_recurrence_that_is_amended_keeps_what_runs_and_moves_it_only_later() -> None:
    one = part(report_entry(recurring={**WEEKLY, "first": "2022-09-19"}))
    due = {name: duty.present.due for name, duty in one.state.duties.items()}
    earlier = {**WEEKLY, "first": "2022-09-18", "weekday": "sun"}
    one.amend(5, **the_plan(report_entry(recurring=earlier)))
    moved = one.state.duties["bao-cao_2022-w39"]  # Sunday 2 October is of week 39, as Monday 26
    assert moved.present.due == max(due["bao-cao_2022-w39"], moved.planned)
    assert all(one.state.duties[name].present.due >= moment for name, moment in due.items())


def the_plan(*owed: dict[str, Any], **changes: Any) -> dict[str, Any]:
    fields = part(*owed, **changes).newest.plan.model_dump(mode="json", exclude_defaults=True)
    return {name: fields[name] for name in ("owed", "kinds", "assignments")} | {
        "ladder": [],
        "rules": [],
    }


def test_a_unit_that_joins_late_owes_no_instance_from_before_its_day() -> None:
    weekly = report_entry(recurring={**WEEKLY, "first": "2022-09-12"})
    elsewhere = [{**task, "assignees": [{"unit": "ly-son"}]} for task in TASKS]
    one = part(weekly, assignments=elsewhere)
    assert not one.state.duties
    three_weeks = (
        datetime(2022, 10, 4, tzinfo=ZONE) - datetime(2022, 9, 15, 8, tzinfo=ZONE)
    ) / HOUR
    one.amend(three_weeks, **the_plan(weekly))
    assert list(one.state.duties) == ["bao-cao_2022-w41"]


def test_what_was_due_before_the_plan_could_be_heard_of_is_owed_one_working_day_later() -> None:
    one = part(report_entry(deadline={"day": "2022-09-01"}))
    assert one.state.duties["bao-cao"].present.due == datetime(2022, 9, 17, tzinfo=ZONE)


def test_an_amendment_makes_nobody_late() -> None:
    one = part(report_entry())
    said = one.amend(48, **the_plan(report_entry(deadline={"day": "2022-09-16"})))
    assert said == ["plan-applied", "duty-extended"]
    assert one.state.duties["bao-cao"].present.due == datetime(2022, 9, 20, tzinfo=ZONE)
    one.send(SubmitReport, 49, report=report())
    one.amend(60, **the_plan(report_entry(deadline={"day": "2022-09-17"})))
    assert one.duty("bao-cao") == ("met", True)


def test_an_amendment_applies_every_field_that_it_changes() -> None:
    one = part(report_entry(wants="both"))
    one.send(SubmitReport, 1, report=report())
    assert one.duty("bao-cao")[0] == "owing"
    said = one.amend(2, **the_plan(report_entry(title="Báo cáo nhanh")))
    assert said == ["plan-applied", "duty-changed", "duty-met"]
    assert one.state.duties["bao-cao"].duty.title == "Báo cáo nhanh"


def test_what_was_met_stays_met_when_the_amendment_asks_for_more() -> None:
    one = part(report_entry())
    one.send(SubmitReport, 1, report=report())
    one.amend(2, **the_plan(report_entry(wants="both")))
    assert one.duty("bao-cao") == ("met", True)


def test_what_was_granted_by_telephone_says_who_when_and_how() -> None:
    granted = {"by": "Giám đốc Sở", "how": "điện thoại", "day": "2022-09-15"}
    one = part(report_entry())
    extended = one.office(
        ExtendDuty, 1, duty="bao-cao", deadline={"day": "2022-10-30"}, reason="Bão", granted=granted
    )
    assert extended.facts[0].granted.how == "điện thoại"  # type: ignore[union-attr]
    excused = one.office(ExcuseDuty, 2, duty="bao-cao", reason="Bão", granted=granted)
    (fact,) = excused.facts
    assert isinstance(fact, DutyExcused)
    assert fact.granted is not None


@pytest.mark.parametrize(
    ("command", "fields"),
    [(ExtendDuty, {"deadline": {"day": "2022-10-30"}, "reason": "Bão"}), (ExcuseDuty, NOTED)],
)
def test_the_paper_for_what_was_granted_by_telephone_may_follow(
    command: type[UnitCommand], fields: dict[str, Any]
) -> None:
    """It is recorded once, and moves nothing."""
    granted = {"by": "Giám đốc Sở", "how": "điện thoại", "day": "2022-09-15"}
    one = part(report_entry())
    one.office(command, 1, duty="bao-cao", granted=granted, **fields)
    before = one.state.duties["bao-cao"].present.due
    for paper, outcome in (
        (None, "unchanged"),
        ("95/SKHCN", "accepted"),
        ("95/SKHCN", "unchanged"),
    ):
        said = {**granted, "paper": paper}
        decision = one.office(command, 2, duty="bao-cao", granted=said, **fields)
        assert decision.outcome == outcome
    assert one.state.duties["bao-cao"].word.paper == "95/SKHCN"  # type: ignore[union-attr]
    assert one.state.duties["bao-cao"].present.due == before
    assert one.office(command, 3, duty="bao-cao", **fields).outcome == "unchanged"


STORM: dict[str, Any] = {
    "plan": "cds-2022",
    "reason": "Bão số 4",
    "document": DOCUMENT,
    "until": {"day": "2022-10-14", "inclusive": True},
}


def storm(one: Part, at: float, by: str = OFFICE, **area: Any) -> Any:
    """Declare it, and have the unit follow."""
    command = DeclareForceMajeure.model_validate({**STORM, **area})
    decision = decide_plan(command, one.plans, Case(receipt(at, by), one.directory))
    if decision.facts:
        one.plans = plan_history.evolve(one.plans, decision.facts)  # type: ignore[arg-type]
        one.open()
    return decision


def test_one_decision_moves_the_deadlines_of_an_area_and_ends_by_itself() -> None:
    one = part(report_entry())
    assert facts(storm(one, 24, units=["ba-to"])) == ["plan-amended"]
    duty = one.state.duties["bao-cao"]
    assert duty.present.due == datetime(2022, 10, 18, tzinfo=ZONE)  # Monday 17 is left
    assert storm(one, 30, units=["ba-to"]).outcome == "unchanged"


def test_an_event_elsewhere_or_over_before_the_deadline_moves_nothing() -> None:
    one = part(report_entry())
    storm(one, 24, units=["ly-son"])
    storm(one, 25, until={"day": "2022-10-01"})
    assert one.state.duties["bao-cao"].present.due.day == 11


def test_what_was_late_before_the_event_stays_late() -> None:
    one = part(report_entry(deadline={"day": "2022-09-20"}))
    storm(one, 24 * 10)
    assert one.state.duties["bao-cao"].present.due.day == 20


def test_only_an_office_declares_an_event_and_its_area_must_be_somebody() -> None:
    one = part(report_entry())
    assert storm(one, 1, by="ba-to").outcome == "refused"
    assert codes(storm(one, 1, groups=["la"])) == [("area-unknown", "/data/groups/0")]


def test_an_event_is_declared_before_its_end() -> None:
    assert codes(storm(part(report_entry()), 24 * 40)) == [("deadline-passed", "/data/until")]
