"""Files that units handed in: exit codes, and marked copies that overwrite nothing."""

import json
from pathlib import Path

import openpyxl
import pytest

from cli.workbook.handed import read_handed, write_marked
from tests.cli.given import run
from tests.workbook.given import PLAN_FILE, activity, saved
from workbook import layout


def test_a_copy_is_not_written_over_what_was_handed_in(tmp_path: Path) -> None:
    """Also where the copy of last time is handed in, mended in part."""
    source = saved(tmp_path / "a.xlsx", activity(kind="Hội chợ"))
    for path, copy in ((source, "a.loi.xlsx"), (tmp_path / "a.loi.xlsx", "a.loi-2.xlsx")):
        before = path.read_bytes()
        handed = read_handed(path, None, None)
        write_marked(handed, None)
        assert handed.marked == tmp_path / copy
        assert path.read_bytes() == before
        assert openpyxl.load_workbook(handed.marked).sheetnames[0] == layout.FAULTS


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 clean, 1 findings, 2 unreadable; the preview needs no server."""
    good = saved(tmp_path / "good.xlsx", activity())
    bad = saved(tmp_path / "bad.xlsx", activity(kind="Hội chợ"), unit="so-tttt")
    none = tmp_path / "none.xlsx"
    preview = ("workbook", "submit", "--preview", "--json", "--plan", PLAN_FILE)
    code, out, _ = run(capsys, *preview, good)
    (file,) = json.loads(out)["files"]
    assert (code, file["outcome"], file["marked"]) == (0, "clean", None)
    code, out, _ = run(capsys, *preview, good, bad, "--out", tmp_path / "out")
    file = json.loads(out)["files"][1]
    (found,) = file["findings"]
    assert (code, file["outcome"]) == (1, "refused")
    assert (found["sheet"], found["row"], found["column"]) == ("Hoạt động", 6, "Loại hoạt động")
    assert openpyxl.load_workbook(file["marked"]).sheetnames[0] == layout.FAULTS
    assert run(capsys, *preview, good, none)[0] == 2
