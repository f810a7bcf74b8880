"""What cannot be said of a report is refused before anybody is asked."""

from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from cli.report import verify
from tests.cli.given import run
from workbook.read.bounds import MAX_FILE

ABOUT = ("--number", "5/BC", "--day", "21/10/2022", "--signer", "A", "--capacity", "GĐ")


def test_an_empty_file_is_not_the_signed_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever verified any other empty file would hear that it was signed."""
    scan = tmp_path / "quet.pdf"
    scan.touch()
    for words in (("signed", "kh", 1, *ABOUT, "--file", scan), ("verify", scan)):
        code, _, err = run(capsys, "report", *words)
        assert (code, "file-empty" in err) == (2, True)


def test_a_scan_may_be_larger_than_any_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty pages in colour are; nobody could split a signed paper."""
    scan, asked = tmp_path / "quet.pdf", list[str]()
    with scan.open("wb") as file:
        file.truncate(MAX_FILE + 1)

    def unknown(_: str, __: str | None, path: str) -> httpx.Response:
        asked.append(path)
        return httpx.Response(404)

    monkeypatch.setattr(verify, "ask", unknown)
    assert run(capsys, "report", "verify", scan)[0] == 1
    assert asked == [f"/api/files/{sha256(bytes(MAX_FILE + 1)).hexdigest()}"]
