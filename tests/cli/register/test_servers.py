"""`ngayso register match` and a real registry: what matches is recorded once, the rest shown."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from contracts import topology
from tests.cli.given import UNITS, js_of, plan_with, run, write

CAPSYS = pytest.CaptureFixture[str]
HEAD = ["Ngày đến", "Số đến", "Tác giả", "Số ký hiệu", "Ngày văn bản", "Trích yếu"]
ROWS: list[list[Any]] = [
    ["18/10/2022", 55, "UBND Huyện 1", "Số: 12/BC-UBND ", "17/10/2022", "Báo cáo Ngày CĐS"],
    ["18/10/2022", 56, "Huyện 1", "012/BC-UBND", "17/10/2022", "Báo cáo Ngày CĐS"],
    ["19/10/2022", 57, "Xã 1", "3/BC-UBND", "18/10/2022", "Báo cáo"],
    ["19/10/2022", 58, "Sở B", "9/BC-SB", "18/10/2022", "Báo cáo"],
    ["19/10/2022", None, "Sở B", "10/BC-SB", "18/10/2022", "Báo cáo"],
]


def kept(tmp_path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(tmp_path / "so.xlsx")
    return tmp_path / "so.xlsx"


@pytest.fixture
def campaign(registry: str, tmp_path: Path, capsys: CAPSYS) -> str:
    """A plan; figures of one unit with their document's number, of another without."""
    assert run(capsys, "units", "import", write(tmp_path / "units.yaml", UNITS))[0] == 0
    plan = write(tmp_path / "plan.yaml", plan_with())
    assert run(capsys, "plan", "publish", plan, "--yes")[0] == 0
    report = {
        "figures": [{"indicator": "su-kien", "value": 2}, {"indicator": "luot", "value": 5}],
    }
    signed = {"number": "12/BC-UBND", "day": "2022-10-17"}
    for unit, told in (("huyen-1", {"signed": signed}), ("so-a", {})):
        data = {"plan": "ngay-cds", "unit": unit, "report": report | told}
        file = write(tmp_path / f"{unit}.json", data)
        code, out, err = run(capsys, "send", file, "--as", unit, "--verb", "submit-report")
        assert code == 0, out + err

    later = {"plan": "ngay-cds", "unit": "xa-1", "duty": "bc-xa", "reason": "mưa lũ"}
    deadline = {
        "deadline": {"day": "2027-12-30"}
    }  # said about its part, which is open from then on
    extension = write(tmp_path / "later.json", later | deadline)
    assert run(capsys, "send", extension, "--as", "so-a", "--verb", "extend-duty")[0] == 0
    return registry


def test_what_matches_is_recorded_by_the_office_and_once(
    campaign: str, tmp_path: Path, capsys: CAPSYS
) -> None:
    """Shown first; a program says yes; a second time nothing is left to send. Errors: exit 1."""
    book = kept(tmp_path, [ROWS[0], *ROWS[2:]])
    assert run(capsys, "register", "match", "ngay-cds", book, "--json")[0] == 2
    code, out, _ = run(capsys, "register", "match", "ngay-cds", book, "--preview")
    assert (code, "dòng 5" in out, "Có số liệu, chưa thấy văn bản" in out) == (1, True, True)

    def matched(path: Path) -> dict[str, Any]:
        said = run(capsys, "register", "match", "ngay-cds", path, "--yes", "--json")[1]
        return json.loads(said)

    first = matched(book)
    assert [(one["owed"], one["outcome"]) for one in sent(first)] == [("bc-tinh", "accepted")]
    assert first["counts"] == {
        "matched": 1, "recorded": 0, "apart": 0, "without_document": 1, "without_figures": 1,
        "other": 1,
    }  # fmt: skip
    again = matched(book)
    assert (again["sent"], again["counts"]["recorded"]) == ([], 1)
    twice = matched(kept(tmp_path, ROWS[:2]))
    assert [one["why"] for one in twice["apart"]] == ["entered-twice"]
    assert facts(campaign).count("ngayso.document-registered.v1") == 1


@pytest.mark.usefixtures("campaign")
def test_of_what_is_refused_the_row_is_told(tmp_path: Path, capsys: CAPSYS) -> None:
    """The registry knows no row."""
    ahead = f"{datetime.now(UTC) + timedelta(days=40):%d/%m/%Y}"
    book = kept(tmp_path, [[ahead, *ROWS[0][1:]]])
    code, out, _ = run(capsys, "register", "match", "ngay-cds", book, "--yes")
    assert (code, "registered-in-future" in out) == (1, True)
    assert re.search(r"dòng 2, huyen-1:\nBỊ TỪ CHỐI", out)


def sent(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"owed": one["owed"], "outcome": verdict["outcome"]}
        for one, verdict in zip(answer["matched"], answer["sent"], strict=True)
    ]


def facts(url: str) -> str:
    """What the log says of the unit, as it stands."""

    async def read(js: Any) -> str:
        subject = topology.unit_facts("ngay-cds", "huyen-1")
        message = await js.get_last_msg(topology.EVENTS.name, subject)
        return str(message.data.decode())

    return str(js_of(url, read))
