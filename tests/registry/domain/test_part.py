"""What a unit may know of a plan: what concerns it, and nothing of others' duties."""

from typing import Any

import pytest

from contracts.commands import ExcuseDuty, ExtendDuty
from contracts.parts import PartTold
from contracts.plan import Plan
from services.registry.domain.part import part_of
from tests.registry.given import Part
from tests.registry.plans import BA_TO, LY_SON, PLAN, PRESS


def told(part: Part) -> PartTold:
    """The part, and that its plan still keeps the contract."""
    told = part_of(part.unit, part.state, part.in_force)
    Plan.model_validate_json(told.plan.model_dump_json(), strict=True)
    return told


def ids(values: Any) -> list[str]:
    return [one.id for one in values]


def test_a_unit_is_told_its_own_assignments_entries_and_duties():
    """The newspaper leads one task, owes no report, and is told nothing of the districts'."""
    part = told(Part(unit=PRESS))

    assert (part.unit, part.revision) == (PRESS, 1)
    assert part.participant.unit == PRESS
    assert ids(part.plan.assignments) == ["viec-2"]
    assert ids(part.plan.owed) == ids(part.duties) == ["dang-ky"]
    assert [one.status for one in part.standings] == ["owing"]


def test_what_is_for_people_or_for_reminders_is_left_out():
    texts = {"legal_basis": ["Căn cứ"], "items": [{"number": "I"}], "recipients": ["Như trên"]}
    plan = told(Part(unit=BA_TO, **texts)).plan

    assert (plan.legal_basis, plan.items, plan.recipients, plan.ladder) == ([], [], [], [])
    assert ids(plan.kinds) == [kind["id"] for kind in PLAN["kinds"]]
    assert ids(plan.budget_sources) == [one["id"] for one in PLAN["budget_sources"]]
    assert (plan.window, plan.closes) == (Part(unit=BA_TO).newest.plan.window, plan.closes)


def test_a_unit_that_only_reports_is_told_what_its_form_asks_for_and_the_rules_among_it():
    """Others' indicators are not its business; an activity may tell of any."""
    form = {"figures": [{"indicator": name} for name in ("su-kien", "truc-tiep", "truc-tuyen")]}
    entry = {**PLAN["owed"][2], "levels": [], "units": [PRESS, LY_SON], "form": form}
    only = told(Part(unit=PRESS, owed=[entry]))
    also = told(Part(unit=PRESS, owed=[entry, PLAN["owed"][0]]))

    assert ids(only.plan.indicators) == ["su-kien", "truc-tiep", "truc-tuyen"]
    assert ids(only.plan.rules) == ["cong"]
    assert only.plan.owed[0].units == [PRESS]
    assert ids(also.plan.indicators) == [one["id"] for one in PLAN["indicators"]]


def test_targets_and_deadlines_of_other_units_are_left_out():
    target = [{"units": [name], "value": 3} for name in (BA_TO, LY_SON)]
    indicators = [{**PLAN["indicators"][0], "targets": [*target, {"value": 9}]}]
    own = [{"units": [name], "deadline": {"day": "2022-10-22"}} for name in (BA_TO, LY_SON)]
    entry = {**PLAN["owed"][2], "own_deadlines": own}
    plan = told(Part(unit=BA_TO, indicators=indicators, rules=[], owed=[entry])).plan

    assert [one.units for one in plan.indicators[0].targets] == [[BA_TO], []]
    assert [one.units for one in plan.owed[0].own_deadlines] == [[BA_TO]]


def test_instances_are_those_of_the_unit_s_own_entries():
    weekly = {"every": "week", "weekday": "fri", "on_day_off": "keep"}
    weekly |= {"first": "2022-09-19", "last": "2022-10-10"}
    entry = {"id": "tuan", "kind": "report", "title": "Tuần", "recurring": weekly}
    mine, others = ({**entry, "id": f"tuan-{n}", "units": [n]} for n in (BA_TO, LY_SON))
    part = told(Part(unit=BA_TO, owed=[mine, others]))

    assert [one.owed for one in part.instances] == [f"tuan-{BA_TO}"] * 3
    assert [duty.period for duty in part.duties] == [one.period for one in part.instances]


def test_duties_are_told_as_they_are():
    """With what the office granted, and with what it excused."""
    part = Part(unit=BA_TO)
    part.office(ExtendDuty, 1, duty="bao-cao", deadline={"day": "2022-10-25"}, reason="Bão")
    part.office(ExcuseDuty, 2, duty="to-chuc", reason="Không tổ chức")
    part.amend(3, title="Kế hoạch mới")
    now = told(part)

    due = {duty.id: f"{duty.due.astimezone(now.plan.zone):%d/%m}" for duty in now.duties}
    assert due == {"dang-ky": "01/10", "to-chuc": "11/10", "bao-cao": "25/10"}
    assert {one.duty: one.status for one in now.standings}["to-chuc"] == "excused"


@pytest.mark.parametrize("left", [[PLAN["owed"][0]], PLAN["owed"]])
def test_a_unit_that_left_the_plan_is_told_so(left: Any):
    """It has no duties there any more; the plan is whole, since none of it is the unit's."""
    part = Part(unit=PRESS)
    given = [{**PLAN["assignments"][0]}]
    part.amend(1, assignments=given, owed=left)
    now = told(part)

    assert (now.revision, now.participant, now.duties) == (2, None, [])
    assert ids(now.plan.owed) == [entry["id"] for entry in left]
