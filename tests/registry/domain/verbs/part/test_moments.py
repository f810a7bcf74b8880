"""To the microsecond: what is in time, which clock a verdict tells, and which day it is."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.commands import DeclareActivity, ExtendDuty, ReturnReport, SubmitReport
from services.registry.domain.decide import standings
from tests.registry.given import Part, codes, facts
from tests.registry.plans import (
    DECLARE_DUE,
    HOLD_DUE,
    REPORT_DUE,
    ZONE,
    activity,
    plan,
    receipt,
    report,
)

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(("at", "on_time"), [(REPORT_DUE - MOMENT, True), (REPORT_DUE, False)])
def test_the_due_moment_is_the_first_that_is_too_late(at: datetime, on_time: bool) -> None:
    """Said by the fact, kept by the fold, told as a warning and as where the unit stands."""
    part = Part()
    decision = part.send(SubmitReport, at, report=report())
    [met] = [fact for fact in decision.facts if "duty-met" in fact.wire]
    assert met.on_time == on_time  # type: ignore[union-attr]
    assert part.duty("bao-cao") == ("met", on_time)
    assert (("late", "") in codes(decision)) == (not on_time)
    [told] = [item for item in standings(part.state) if item.duty == "bao-cao"]
    assert (told.status, told.on_time) == ("met", on_time)


def test_a_late_report_that_is_returned_and_answered_in_time_stays_late() -> None:
    """Where the unit stands: due by the return's clock, on time by the first one."""
    part = Part()
    part.send(SubmitReport, REPORT_DUE, report=report())
    back = {"version": 1, "reasons": [{"code": "x"}], "deadline": {"day": "2022-10-25"}}
    part.office(ReturnReport, REPORT_DUE + MOMENT, **back)
    due = datetime(2022, 10, 25, tzinfo=ZONE)
    [told] = [item for item in standings(part.state) if item.duty == "bao-cao"]
    assert (told.status, told.due, told.on_time) == ("owing", due, False)
    part.send(SubmitReport, due - MOMENT, report=report(7))
    [told] = [item for item in standings(part.state) if item.duty == "bao-cao"]
    assert (told.status, told.due, told.on_time) == ("met", due, False)
    assert part.state.duties["bao-cao"].rounds[1].on_time


def test_an_inclusive_day_lasts_until_midnight_in_the_plans_zone() -> None:
    assert plan().owed[1].deadline.cut(ZONE) == HOLD_DUE
    for at, on_time in ((HOLD_DUE - MOMENT, True), (HOLD_DUE, False)):
        part = Part()
        part.send(DeclareActivity, at.astimezone(UTC), activity=activity(status="held"))
        assert part.duty("to-chuc") == ("met", on_time)


def test_an_extension_to_the_very_moment_of_the_receipt_does_not_reach_it() -> None:
    """And one of a day more does, without another word of the unit."""
    part = Part()
    noon = DECLARE_DUE + timedelta(hours=12)
    part.send(DeclareActivity, noon, activity=activity())
    for deadline, on_time in (
        ({"day": "2022-10-01", "hour": "12:00:00"}, False),
        ({"day": "2022-10-01", "hour": "12:00:00", "inclusive": True}, True),
    ):
        grant = {"duty": "dang-ky", "deadline": deadline, "reason": "Bão"}
        decision = part.office(ExtendDuty, noon + timedelta(days=1), **grant)
        assert facts(decision) == ["duty-extended", "duty-met"]
        assert part.duty("dang-ky") == ("met", on_time)


def test_a_day_of_the_directory_begins_in_the_plans_zone() -> None:
    """One o'clock in the morning there is still yesterday in UTC."""
    morning = datetime(2022, 10, 1, 1, tzinfo=ZONE)
    for at in (morning, morning.astimezone(UTC)):
        assert str(Part().case(receipt(at)).day) == "2022-10-01"
