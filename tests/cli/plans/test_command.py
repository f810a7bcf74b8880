"""`ngayso plan check`: what it prints, what it returns, and drafts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.words import Severity
from tests.cli.given import UNITS, Change, plan_with, run, write
from tests.cli.plans.trips import put


def left_out(*names: str) -> Change:
    def change(plan: dict[str, Any]) -> None:
        for name in names:
            del plan[name]

    return change


DRAFTS: list[tuple[str, Change, str, Severity, Severity]] = [
    ("left out", left_out("number"), "number-missing", "error", "warning"),
    ("empty", put("/number", ""), "number-missing", "error", "warning"),
    ("dots", put("/number", "…/KH-UBND"), "number-missing", "error", "warning"),
    ("day left out", left_out("issued_on"), "issue-day-missing", "error", "warning"),
    ("day empty", put("/issued_on", ""), "issue-day-missing", "error", "warning"),
    ("signer left out", left_out("signed_by"), "signer-missing", "warning", "warning"),
    ("signer empty", put("/signed_by", ""), "signer-missing", "warning", "warning"),
]


@pytest.mark.parametrize(("_", "change", "rule", "whole", "draft"), DRAFTS)
def test_a_draft_may_lack_number_day_and_signer(
    _: str,
    change: Change,
    rule: str,
    whole: Severity,
    draft: Severity,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are given when it is signed; until then they are told, and stop nothing."""
    monkeypatch.setenv("NGAYSO_CLOCK_START", "2022-09-15T09:00:00+07:00")
    monkeypatch.setenv("NGAYSO_CLOCK_ANCHOR", datetime.now(UTC).isoformat())
    plan = write(tmp_path / "plan.yaml", plan_with(change))
    units = write(tmp_path / "units.yaml", UNITS)
    for options, severity in (((), whole), (("--draft",), draft)):
        said = run(capsys, "plan", "check", plan, "--units", units, *options)[1]
        mark = {"error": "LỖI", "warning": "LƯU Ý"}[severity]
        told = [line for line in said.splitlines() if line.startswith(("LỖI", "LƯU Ý"))]
        assert [line.split("]")[0] for line in told] == [f"{mark} [{rule}"]


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
@pytest.mark.parametrize("options", [(), ("--draft",)])
def test_what_is_no_plan_exits_2(
    text: str, options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unreadable is told apart from findings."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(text)
    directory = write(tmp_path / "units.yaml", UNITS)

    code, _, err = run(capsys, "plan", "check", plan, "--units", directory, *options)

    assert code == 2
    assert "plan.yaml" in err


def test_the_example_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """The plan that ships with the repository passes its own checker."""
    example = Path("examples/quang-ngai-2022")

    code, out, _ = run(
        capsys, "plan", "check", example / "plan.yaml", "--units", example / "units.yaml"
    )

    assert (code, "không có phát hiện" in out) == (0, True)
