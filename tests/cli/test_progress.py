"""Progress is for eyes on a terminal, and for nobody else."""

import io
import sys
from pathlib import Path

import pytest

from cli.progress import progress
from tests.cli.given import PLAN, UNITS, run, write

Patch = pytest.MonkeyPatch


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def watched(monkeypatch: Patch, *, terminal: bool = True) -> Screen:
    """Standard error as somebody looks at it; to be called in the test, after pytest's capture."""
    screen = Screen(terminal=terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_a_terminal_sees_how_far_it_is(monkeypatch: Patch) -> None:
    """In both languages, with the count; and what stood there is wiped in the end."""
    screen = watched(monkeypatch)
    with progress("making-workbooks", 3, quiet=False) as done:
        done()
        done()
    assert "Đang lập biểu / making workbooks" in screen.getvalue()
    assert "2/3" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")


def test_what_has_no_steps_is_told_too(monkeypatch: Patch) -> None:
    """A question to a server goes on for who knows how long."""
    screen = watched(monkeypatch)
    with progress("talking-to-nats", quiet=False):
        pass
    assert "talking to NATS" in screen.getvalue()


@pytest.mark.parametrize(("terminal", "quiet"), [(True, True), (False, False)])
def test_programs_pipes_and_logs_see_nothing(
    monkeypatch: Patch, terminal: bool, quiet: bool
) -> None:
    """--json, and standard error that is no terminal."""
    screen = watched(monkeypatch, terminal=terminal)
    with progress("making-workbooks", 3, quiet=quiet) as done:
        done()
    assert screen.getvalue() == ""


def test_a_long_command_shows_it_and_json_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Patch
) -> None:
    """One workbook per unit: 3 of 3."""
    plan, units = write(tmp_path / "plan.json", PLAN), write(tmp_path / "units.json", UNITS)
    words = ("workbook", "make", plan, "--units", units, "--out", tmp_path / "out")
    screen = watched(monkeypatch)
    assert run(capsys, *words, "--json")[0] == 0
    assert screen.getvalue() == ""
    assert run(capsys, *words)[0] == 0
    assert "3/3" in screen.getvalue()
