"""What cannot be said of a report is refused before anybody is asked."""

from pathlib import Path

import pytest

from tests.cli.given import run


def test_an_empty_file_is_not_the_signed_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever verified any other empty file would hear that it was signed."""
    scan = tmp_path / "quet.pdf"
    scan.touch()
    about = ("--number", "5/BC", "--day", "21/10/2022", "--signer", "A", "--capacity", "GĐ")
    code, _, err = run(capsys, "report", "signed", "kh", 1, *about, "--file", scan)
    assert (code, "file-empty" in err) == (2, True)
