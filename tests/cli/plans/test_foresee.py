"""What publishing a plan will do, told before it is done: the duties that arise."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cli.plans.check import look_at
from cli.plans.foresee import Arising, arising
from contracts.plan import Plan
from services.registry.domain.check.plan.look import Look
from tests.cli.given import UNITS, Change, plan_with, units_of
from tests.cli.plans.trips import both, day, owed, weekly

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUE = datetime(2022, 9, 15, 8, tzinfo=ZONE)


def foreseen(at: datetime = ISSUE, change: Change | None = None) -> list[Arising]:
    look = look_at(Plan.model_validate(plan_with(change)), units_of(UNITS))
    return list(arising(Look(look.plan, look.directory, at)))


def test_each_entry_tells_its_units_its_duties_and_when_they_are_due() -> None:
    found = foreseen(change=owed("tuan", "report", recurring=weekly()))
    assert [(one.owed, one.units, one.duties) for one in found] == [
        ("bc-tinh", 2, 2),
        ("bc-xa", 1, 1),
        ("tuan", 1, 6),
    ]
    weeks = found[-1]
    assert (weeks.first, weeks.last) == (
        datetime(2022, 9, 23, tzinfo=ZONE),
        datetime(2022, 10, 28, tzinfo=ZONE),
    )


def test_what_was_due_already_is_owed_a_working_day_later_an_instance_not_at_all() -> None:
    """As opening the duties does."""
    change = both(
        owed("dk", "declare", deadline=day("2022-09-15")),
        owed("tuan", "report", recurring=weekly(last="2022-09-23")),
    )
    found = foreseen(datetime(2022, 9, 26, 9, tzinfo=ZONE), change)
    assert [one.owed for one in found] == ["bc-tinh", "bc-xa", "dk"]
    assert found[-1].first == datetime(2022, 9, 28, tzinfo=ZONE)
