"""Every rule of a plan: it speaks when it must, and is silent when it may, at both doors."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from cli.plans.check import look_at
from contracts.findings import MAX_FINDINGS
from contracts.plan import Plan
from services.registry.domain.check.plan.catalogue import RULES
from services.registry.domain.check.plan.run import check_plan
from tests.cli.given import PLAN, UNITS, Change, findings, gate, plan_with, run, units_of
from tests.cli.plans.trips import Trip, both, put
from tests.cli.plans.trips.every import TRIPS

NAMES = [row[0] for row in TRIPS]
AS_WRITTEN = {"contract", "issue-day-missing"}
"""What only a file can be: a command with this never comes so far."""
AT_THE_GATE = {"participants-ended", "owed-kind-changed"}
"""What only a receipt or an amendment shows; tests/registry/domain/verbs/test_plans.py."""
CASES = Path("tests/cases")


def test_a_sound_plan_has_no_findings() -> None:
    """Nothing is said against the plan that every other test here changes."""
    assert findings() == []
    assert gate(plan_with()) == ("accepted", [])


@pytest.mark.parametrize(("rule", "change", "where", "_"), TRIPS, ids=NAMES)
def test_the_rule_is_tripped(rule: str, change: Change, where: str, _: Change) -> None:
    """The finding names the rule and the place in the plan."""
    assert (rule, where) in findings(change)


@pytest.mark.parametrize(("rule", "_", "__", "change"), TRIPS, ids=NAMES)
def test_the_rule_is_kept(rule: str, _: Change, __: str, change: Change) -> None:
    """A plan that differs as little as can be says nothing of the rule."""
    assert rule not in [found for found, _ in findings(change)]


@pytest.mark.parametrize(("rule", "change", "where", "_"), TRIPS, ids=NAMES)
def test_the_gate_says_what_the_check_says(
    rule: str, change: Change, where: str, _: Change
) -> None:
    """An error refuses the plan, a warning comes back beside what was recorded."""
    if rule in AS_WRITTEN:
        return
    outcome, found = gate(plan_with(change))
    assert found == findings(change)
    assert (rule, where) in found
    errors = [code for code, _ in found if RULES[code].severity == "error"]
    assert outcome == ("refused" if errors else "accepted")


@given(st.lists(st.sampled_from(TRIPS), min_size=2, max_size=6))
def test_whatever_is_wrong_together_the_doors_agree(trips: list[Trip]) -> None:
    """No rule breaks over what another finds, and nothing is told twice."""
    data = plan_with()
    for rule, change, _, kept in trips:
        with suppress(IndexError, KeyError, TypeError):  # another change took its place away
            (kept if rule in AS_WRITTEN else change)(data)
    try:
        outcome, found = gate(data)
    except ValidationError:
        assume(False)
    assert found == findings(lambda plan: (plan.clear(), plan.update(data)))[:MAX_FINDINGS]
    said = check_plan(look_at(Plan.model_validate(data), units_of(UNITS)))
    assert len(said) == len({(one.code, one.pointer, one.vi) for one in said})
    assert (outcome == "refused") == any(RULES[code].severity == "error" for code, _ in found)


def test_every_rule_is_tried() -> None:
    """A rule without a plan that trips it might never speak."""
    assert {*NAMES} | AT_THE_GATE == set(RULES)


def test_a_source_without_a_name_is_a_finding_not_a_riddle() -> None:
    """What the contract refuses anyway is still told in the rule's own words."""
    assert findings(put("/budget_sources/-", {"id": "khac"})) == [
        ("budget-source-unnamed", "/budget_sources/1")
    ]


def test_a_unit_that_is_gone_on_the_day_is_unknown() -> None:
    """The districts of 2022 cannot be given work in 2026."""
    change = put("/issued_on", "2026-09-15")
    assert ("group-empty", "/assignments/1/assignees/0/group") in findings(change)


def hours(number: int, **more: object) -> Change:
    """The first rung by hours."""
    rung = {"id": "truoc", "owed": ["bc-tinh"], "channels": ["sms"], "audience": ["officer"]}
    return put("/ladder/0", {**rung, "hours": number, **more})


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (hours(-12), []),
        (hours(-2), [("rung-outside-hours", "/ladder/0/hours")]),
        (hours(0, channels=["email"]), [("rung-after-deadline", "/ladder/0/hours")]),
        (hours(-999, channels=["email"]), [("rung-before-issue", "/ladder/0/hours")]),
        (hours(8, counted_from="window-first"), [("rung-day-off", "/ladder/0/hours")]),
        (hours(8, counted_from="le"), []),
        (hours(-14, counted_from="window-last"), []),
    ],
)
def test_a_rung_by_hours_is_judged_by_its_moment(
    change: Change, wanted: list[tuple[str, str]]
) -> None:
    """The deadline is the beginning of Thursday 20/10; the window begins on a Saturday."""
    assert findings(change) == wanted


def test_a_rung_by_calendar_days_may_fall_on_a_day_off() -> None:
    """Four days before Wednesday the 19th is a Saturday, told at the field that is used."""
    days = {**PLAN["ladder"][0], "owed": ["bc-tinh"], "days": -4}
    del days["working_days"]
    assert findings(put("/ladder/0", days)) == [("rung-day-off", "/ladder/0/days")]


def test_one_deadline_for_all_is_no_chain_of_reports() -> None:
    """One entry asks everybody at once: nobody reports through anybody."""
    change = both(put("/owed/0/levels", ["so", "huyen", "xa"]), put("/owed/1/levels", ["so"]))
    assert "child-not-before-parent" not in [rule for rule, _ in findings(change)]


TASK = "/owed/0/assignments/0"
ONE_CAUSE: list[tuple[str, Change, tuple[str, str]]] = [
    ("kind", put("/assignments/0/kinds/-", "x"), ("kind-unknown", "/assignments/0/kinds/1")),
    ("task", put("/owed/0/assignments", ["x"]), ("owed-assignment-unknown", TASK)),
    ("close", put("/closes", {"day": "2022-10-01"}), ("deadline-after-close", "/closes")),
    ("no unit", put("/owed/0/levels", ["truong"]), ("level-matches-nobody", "/owed/0/levels/0")),
    ("window", put("/window/first", "2022-12-01"), ("window-backwards", "/window")),
    ("late plan", put("/issued_on", "2022-11-15"), ("issued-after-deadlines", "/issued_on")),
]  # fmt: skip


@pytest.mark.parametrize(("_", "change", "only"), ONE_CAUSE, ids=[row[0] for row in ONE_CAUSE])
def test_one_cause_is_one_finding(_: str, change: Change, only: tuple[str, str]) -> None:
    assert [one for one in findings(change) if RULES[one[0]].severity == "error"] == [only]


@pytest.mark.parametrize(
    ("name", "outcome", "errors"),
    [
        ("plan-false-errors", "accepted", []),
        ("plan-closes-before-deadlines", "refused", [("deadline-after-close", "/closes")]),
    ],
)
def test_a_plan_from_the_field_is_judged_alike_at_both_doors(
    name: str, outcome: str, errors: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """A kick-off before the window, a report due inside it and a cut-off of its own are no errors;
    closing before one's own deadlines is.
    """
    path, directory = CASES / f"{name}.yaml", CASES / "units.yaml"
    _, out, _ = run(capsys, "plan", "check", path, "--units", directory)
    assert [rule for rule, _ in errors] == [
        line.split("]")[0].removeprefix("LỖI [")
        for line in out.splitlines()
        if line.startswith("LỖI [")
    ]
    units = units_of(yaml.safe_load(directory.read_text()))
    said, found = gate(yaml.safe_load(path.read_text()), units)
    assert said == outcome
    assert [one for one in found if RULES[one[0]].severity == "error"] == errors
