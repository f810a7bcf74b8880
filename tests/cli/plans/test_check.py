"""Every rule of the plan checker: it speaks when it must, and is silent when it may."""

from pathlib import Path

import pytest
from cli.plans.catalogue import RULES

from tests.cli.given import PLAN, UNITS, Change, findings, plan_with, run, write
from tests.cli.plans.trips import TRIPS, both, put


def test_a_sound_plan_has_no_findings() -> None:
    """Nothing is said against the plan that every other test here changes."""
    assert findings() == []


@pytest.mark.parametrize(("rule", "change", "where", "_"), TRIPS, ids=[row[0] for row in TRIPS])
def test_the_rule_is_tripped(rule: str, change: Change, where: str, _: Change) -> None:
    """The finding names the rule and the place in the plan."""
    assert (rule, where) in findings(change)


@pytest.mark.parametrize(("rule", "_", "__", "change"), TRIPS, ids=[row[0] for row in TRIPS])
def test_the_rule_is_kept(rule: str, _: Change, __: str, change: Change) -> None:
    """A plan that differs as little as can be says nothing of the rule."""
    assert rule not in [found for found, _ in findings(change)]


def test_every_rule_is_tried() -> None:
    """A rule without a plan that trips it might never speak."""
    assert {row[0] for row in TRIPS} == set(RULES)


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
    """One entry without levels asks everybody at once: nobody reports through anybody."""
    assert "child-not-before-parent" not in [
        rule for rule, _ in findings(both(put("/owed/0/levels", []), put("/owed/1/kind", "hold")))
    ]


def test_the_command_names_the_line_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person finds the place without counting."""
    plan = tmp_path / "plan.yaml"
    whole = write(plan, plan_with()).read_text()
    plan.write_text("# first line\n" + whole.replace('"2022-10-12"', "\n2022-10-18"))
    directory = write(tmp_path / "units.yaml", UNITS)

    code, out, _ = run(capsys, "plan", "check", plan, "--units", directory)

    assert code == 1
    assert "LỖI [cut-off-too-close] tại plan.yaml, dòng 2, /owed/1/deadline: Từ ngày" in out
    assert "Nghị định 09/2019/NĐ-CP" in out
    assert "Cách sửa" in out


@pytest.mark.parametrize("text", ["[1, 2", "id: a\nid: b\n", "- a\n", "42", "\x00", "units: []\n"])
def test_what_is_no_plan_exits_2(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unreadable is told apart from findings."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(text)
    directory = write(tmp_path / "units.yaml", UNITS)

    code, _, err = run(capsys, "plan", "check", plan, "--units", directory)

    assert code == 2
    assert "plan.yaml" in err


def test_the_example_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """The plan that ships with the repository passes its own checker."""
    example = Path("examples/quang-ngai-2022")

    code, out, _ = run(
        capsys, "plan", "check", example / "plan.yaml", "--units", example / "units.yaml"
    )

    assert (code, "không có phát hiện" in out) == (0, True)
