"""What publishing a plan will do, told before it is done."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cli.plans.check import look_at
from cli.plans.foresee import Foreseen, Round, foresee
from contracts.plan import Plan, Rung
from services.registry.domain.check.plan.look import Look
from tests.cli.given import UNITS, Change, plan_with, units_of
from tests.cli.plans.trips import both, day, owed, put, weekly

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUE = datetime(2022, 9, 15, 8, tzinfo=ZONE)


def foreseen(at: datetime = ISSUE, change: Change | None = None) -> Foreseen:
    look = look_at(Plan.model_validate(plan_with(change)), units_of(UNITS))
    return foresee(Look(look.plan, look.directory, at), people)


def people(unit: str, rung: Rung) -> int:
    """Two in the district, and nobody in the commune."""
    return 2 if unit == "huyen-1" else 0


def told(rounds: tuple[Round, ...]) -> list[tuple[Any, ...]]:
    return [(one.at, one.rung.id, one.owed, one.units) for one in rounds]


def test_each_entry_tells_its_units_its_duties_and_when_they_are_due() -> None:
    found = foreseen(change=owed("tuan", "report", recurring=weekly()))
    assert [(one.owed, one.units, one.duties) for one in found.arising] == [
        ("bc-tinh", 2, 2),
        ("bc-xa", 1, 1),
        ("tuan", 1, 6),
    ]
    weeks = found.arising[-1]
    assert (weeks.first, weeks.last) == (
        datetime(2022, 9, 23, tzinfo=ZONE),
        datetime(2022, 10, 28, tzinfo=ZONE),
    )


def test_the_messages_are_told_by_moment_with_how_many_units_they_go_to() -> None:
    """Two working days before, and two after, the last day in time; the office, which owes a report
    itself, writes nothing to itself.
    """
    assert told(foreseen().rounds) == [
        (datetime(2022, 10, 14, 8, tzinfo=ZONE), "truoc", "bc-xa", 1),
        (datetime(2022, 10, 17, 8, tzinfo=ZONE), "truoc", "bc-tinh", 1),
        (datetime(2022, 10, 21, 21, tzinfo=ZONE), "sau", "bc-tinh", 1),
    ]


def test_people_are_counted_where_contacts_can_be_read_and_so_is_whom_nobody_hears_for() -> None:
    commune, district, _ = foreseen().rounds
    assert (commune.people, commune.silent) == (0, 1)
    assert (district.people, district.silent) == (2, 0)
    look = look_at(Plan.model_validate(plan_with()), units_of(UNITS))
    assert {one.people for one in foresee(look, None).rounds} == {None}


def test_of_rungs_that_are_past_the_latest_goes_out_at_once_and_the_others_lapse() -> None:
    """As the notifier does when a duty is opened so late."""
    earlier = {**plan_with()["ladder"][0], "id": "truoc-4", "working_days": -4}
    late = foreseen(datetime(2022, 10, 18, 9, tzinfo=ZONE), put("/ladder/-", earlier))
    assert told(late.rounds) == [
        (None, "truoc", "bc-tinh", 1),
        (None, "truoc", "bc-xa", 1),
        (datetime(2022, 10, 21, 21, tzinfo=ZONE), "sau", "bc-tinh", 1),
    ]
    assert late.lapsed == 2


def test_what_was_due_already_is_owed_a_working_day_later_an_instance_not_at_all() -> None:
    """As opening the duties does."""
    change = both(
        owed("dk", "declare", deadline=day("2022-09-15")),
        owed("tuan", "report", recurring=weekly(last="2022-09-23")),
    )
    found = foreseen(datetime(2022, 9, 26, 9, tzinfo=ZONE), change)
    assert [one.owed for one in found.arising] == ["bc-tinh", "bc-xa", "dk"]
    assert found.arising[-1].first == datetime(2022, 9, 28, tzinfo=ZONE)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=30), timedelta(days=400)])
def test_every_rung_is_sent_waiting_or_lapsed(later: timedelta) -> None:
    """However late the plan comes, none is lost from the account."""
    found = foreseen((ISSUE + later).astimezone(UTC))
    assert sum(one.units for one in found.rounds) + found.lapsed == 3
