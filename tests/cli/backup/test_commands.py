"""What the three commands say before any server is asked, and how they count."""

from pathlib import Path

import pytest

from cli.backup.commands import _ranges
from tests.cli.given import run

CAPSYS = pytest.CaptureFixture[str]


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("log", "verify")])
def test_each_command_explains_its_place(words: tuple[str, ...], capsys: CAPSYS) -> None:
    code, out, _ = run(capsys, *words, "--help")
    assert (code, "s3://" in out) == (0, True)


@pytest.mark.parametrize("words", [("restore",), ("log", "verify")])
def test_a_place_without_a_backup_is_one_sentence_and_makes_nothing(
    words: tuple[str, ...], tmp_path: Path, capsys: CAPSYS
) -> None:
    """In each language; no server is needed to say so."""
    code, out, err = run(capsys, *words, tmp_path / "none")
    assert (code, out, len(err.splitlines())) == (2, "", 2)
    assert "backup-none" in err
    assert not (tmp_path / "none").exists()


def test_numbers_that_follow_each_other_are_told_together() -> None:
    assert _ranges([1, 2, 3, 5, 9, 10]) == ["1–3", "5", "9–10"]
    assert _ranges([]) == []
