"""Every rule of the plan checker: one plan that trips it, one beside it that does not."""

from pathlib import Path
from typing import Any

import pytest

from cli.plans.catalogue import RULES
from tests.cli.given import UNITS, Change, findings, plan_with, run, write


def put(path: str, value: Any) -> Change:
    """A change that puts a value at a JSON pointer; `-` at the end of a list adds to it."""
    *parts, last = path.strip("/").split("/")

    def change(plan: dict[str, Any]) -> None:
        place: Any = plan
        for part in parts:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list) and last == "-":
            place.append(value)
        elif isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value

    return change


def both(*changes: Change) -> Change:
    def change(plan: dict[str, Any]) -> None:
        for one in changes:
            one(plan)

    return change


def day(day_: str, inclusive: bool = False, hour: str | None = None) -> dict[str, Any]:
    return {"day": day_, "inclusive": inclusive} | ({"hour": hour} if hour else {})


REPORT = "/owed/0/deadline"
TRIPS: list[tuple[str, Change, str, Change]] = [
    (
        "contract",
        put("/number", 12),
        "/number",
        put("/number", "13/KH-UBND"),
    ),
    (
        "duplicate-id",
        put("/ladder/1/id", "truoc"),
        "/ladder/1/id",
        put("/ladder/1/id", "bc-tinh"),  # the same word in another list is another thing
    ),
    (
        "cut-off-missing",
        put("/reporting/cut_off", None),
        "/reporting",
        put("/reporting/cut_off", "2022-10-13"),
    ),
    (
        "cut-off-too-close",  # "trước ngày 20/10" leaves the 19th; cut off on the 19th leaves none
        put("/reporting/cut_off", "2022-10-18"),
        "/owed/1/deadline",
        put("/reporting/cut_off", "2022-10-17"),
    ),
    (
        "child-not-before-parent",
        put("/owed/1/deadline", day("2022-10-20")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-19")),
    ),
    (
        "deadline-day-off",  # before Monday the 17th: the last day in time is a Sunday
        put("/owed/1/deadline", day("2022-10-17")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-14", inclusive=True)),
    ),
    (
        "deadline-before-issue",
        put(
            "/owed/-", {"id": "dk", "kind": "declare", "title": "x", "deadline": day("2022-09-15")}
        ),
        "/owed/2/deadline",
        put(
            "/owed/-", {"id": "dk", "kind": "declare", "title": "x", "deadline": day("2022-09-16")}
        ),
    ),
    (
        "deadline-before-window-end",
        both(put("/owed/1/deadline", day("2022-10-10")), put("/reporting/cut_off", "2022-10-05")),
        "/owed/1/deadline",
        both(put("/owed/1/deadline", day("2022-10-11")), put("/reporting/cut_off", "2022-10-05")),
    ),
    (
        "deadline-after-close",
        put("/closes", day("2022-10-19")),
        "/owed/0/deadline",
        put("/closes", day("2022-10-28")),
    ),
    (
        "window-backwards",
        put("/window", {"first": "2022-10-10", "last": "2022-10-09"}),
        "/window",
        put("/window", {"first": "2022-10-10", "last": "2022-10-10"}),
    ),
    (
        "event-outside-window",
        put("/central_events/0/day", "2022-10-11"),
        "/central_events/0/day",
        put("/central_events/0/day", "2022-10-01"),
    ),
    (
        "unit-unknown",
        put("/assignments/0/assignees/0", {"unit": "so-b"}),
        "/assignments/0/assignees/0/unit",
        put("/assignments/0/assignees/-", {"unit": "ubnd-tinh"}),
    ),
    (
        "group-empty",
        put("/assignments/1/assignees/0", {"group": "truong"}),
        "/assignments/1/assignees/0/group",
        put("/assignments/0/assignees/-", {"group": "huyen"}),
    ),
    (
        "kind-unassigned",
        put("/kinds/-", {"id": "bao-chi", "name": "Báo chí"}),
        "/kinds/2",
        both(
            put("/kinds/-", {"id": "bao-chi", "name": "Báo chí"}),
            put("/assignments/0/kinds/-", "bao-chi"),
        ),
    ),
    (
        "kind-unknown",
        put("/assignments/0/kinds/-", "bao-chi"),
        "/assignments/0/kinds/1",
        put("/assignments/0/kinds/-", "tap-huan"),
    ),
    (
        "owed-assignment-unknown",
        put("/owed/0/assignments", ["v1", "v9"]),
        "/owed/0/assignments/1",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", ["so"])),
    ),
    (
        "owed-by-nobody",
        put("/owed/0/assignments", ["v9"]),
        "/owed/0",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", [])),
    ),
    (
        "level-matches-nobody",
        put("/owed/0/levels", ["so", "truong"]),
        "/owed/0/levels/1",
        put("/owed/0/levels", ["so"]),
    ),
    (
        "rung-owed-unknown",
        put("/ladder/0/owed/-", "bc-truong"),
        "/ladder/0/owed/2",
        put("/ladder/1/owed/-", "bc-xa"),
    ),
    (
        "rung-before-issue",
        put("/ladder/0/working_days", -25),
        "/ladder/0/working_days",
        put("/ladder/0/working_days", -20),
    ),
    (
        "rung-after-close",
        put("/ladder/1/working_days", 60),
        "/ladder/1/working_days",
        put("/ladder/1/working_days", 40),
    ),
    (
        "rung-after-deadline",  # on the last day itself, after its hour
        both(put("/ladder/0/working_days", 0), put("/ladder/0/at", "18:00")),
        "/ladder/0/at",
        both(put("/ladder/0/working_days", 1), put("/ladder/0/at", "18:00")),
    ),
    (
        "rung-outside-hours",
        put("/ladder/1/at", "21:01"),
        "/ladder/1/at",
        both(put("/ladder/1/at", "06:00"), put("/ladder/1/channels", ["email"])),
    ),
    (
        "rung-day-off",  # rung 0 stays on the last day, which here is Saturday the 15th
        both(put("/owed/1/deadline", day("2022-10-16")), put("/ladder/0/working_days", 0)),
        "/ladder/0/working_days",
        put("/ladder/0/working_days", 0),
    ),
    (
        "indicator-without-arithmetic",
        put("/indicators/0/arithmetic", None),
        "/indicators/0",
        put("/indicators/0/arithmetic", "text"),
    ),
    (
        "rule-indicator-unknown",
        put("/rules/0/right/-", "nguoi"),
        "/rules/0/right/1",
        put("/rules/0/right/-", "su-kien"),
    ),
    (
        "budget-sources-missing",
        put("/budget_sources", []),
        "/budget_sources",
        put("/budget_sources/-", {"id": "tai-tro", "name": "Tài trợ"}),
    ),
    (
        "budget-source-unnamed",
        put("/budget_sources/-", {"id": "khac", "name": "…"}),
        "/budget_sources/1",
        put("/budget_sources/-", {"id": "khac", "name": "Khác"}),
    ),
]


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
    assert "[cut-off-too-close] plan.yaml, dòng 2, /owed/1/deadline" in out
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
