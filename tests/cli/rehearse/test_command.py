"""`ngayso rehearse` tells everything as a table, as an .xlsx and as JSON, and sends nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.given import PLAN, UNITS, run, write
from tests.cli.rehearse.given import PEOPLE

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> list[object]:
    """The arguments that name the plan, the units and whom to write to."""
    return [
        write(tmp_path / "plan.yaml", PLAN),
        *("--units", write(tmp_path / "units.yaml", UNITS)),
        *("--contacts", write(tmp_path / "contacts.yaml", PEOPLE)),
    ]


def data_of(capsys: Capture, *arguments: object) -> dict[str, Any]:
    code, out, _ = run(capsys, "rehearse", *arguments, "--json")
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    return told


def test_json_has_every_message_whole(files: list[object], capsys: Capture) -> None:
    told = data_of(capsys, *files, "--sms-price", 500)
    assert told["totals"] == {
        "mails": 3, "sms": 3, "segments": 3, "cost": 1500, "people": 2, "most": 1,
    }  # fmt: skip
    assert told["rungs"] == {"sent": 3}
    first = told["messages"][0]
    assert first["at"] == "2022-10-14T08:00:00+07:00"
    assert first["text"].startswith("Kính gửi: Xã 1")
    about = {"unit": "xa-1", "duty": "bc-xa", "rung": "truoc", "notice": None}
    assert first["about"] == [about]


def test_the_table_shows_each_message_and_the_summary(files: list[object], capsys: Capture) -> None:
    """Vietnamese first; of a mail its subject, of an SMS its text."""
    code, out, _ = run(capsys, "rehearse", *files, "--sms-price", 500)
    assert code == 0
    [sms] = [line for line in out.splitlines() if "07:00 22/10/2022  tin nhắn" in line]
    assert "Lê Thử" in sms
    assert "Ke hoach 12/KH-UBND" in sms
    assert "Nhắc việc: Báo cáo xã" in out
    assert "14/10/2022  2      2    1    1" in out
    assert "3 thư, 3 SMS (3 đoạn, 1.500 đồng) đến 2 người" in out


def test_the_xlsx_holds_every_message_and_every_rung_that_is_not_sent(
    files: list[object], capsys: Capture, tmp_path: Path
) -> None:
    """Each with its whole text; and why a rung is not sent."""
    out = tmp_path / "dien-tap.xlsx"
    code, said, _ = run(capsys, "rehearse", *files, "--last-day", "--out", out)
    assert code == 0
    assert str(out) in said
    book = load_workbook(out)
    rows = list(book["Tin gửi"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 5
    assert rows[0][0] == "14/10/2022 08:00"
    assert str(rows[0][7]).startswith("Kính gửi: Xã 1")
    [off] = book["Không gửi"].iter_rows(min_row=2, values_only=True)
    assert off[1:] == ("Huyện 1", "bc-tinh", "sau", "không cần gửi: đã thực hiện")


def test_what_is_assumed_is_said_by_options(files: list[object], capsys: Capture) -> None:
    """Times are the plan's."""
    late = data_of(capsys, *files, "--published", "2022-12-01T09:00")
    assert {one["at"][:10] for one in late["messages"]} == {"2022-12-01", "2022-12-07"}
    away = ("--outage-from", "2022-10-13", "--outage-to", "2022-10-18T09:00")
    back = data_of(capsys, *files, *away)
    assert back["messages"][0]["at"].startswith("2022-10-18T09:00")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (["--outage-from", "2022-10-13"], "outage-half"),
        (["--outage-from", "2022-10-13", "--outage-to", "2022-10-12"], "outage-half"),
        (["--last-day", "--submissions", "x.yaml"], "assumed-twice"),
        (["--out", "x.csv"], "not-xlsx-name"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_done(
    files: list[object], capsys: Capture, wrong: list[str], code: str
) -> None:
    assert run(capsys, "rehearse", *files, *wrong)[0] == 2
    left, out, _ = run(capsys, "rehearse", *files, *wrong, "--json")
    assert (left, json.loads(out)["error"]["code"]) == (2, code)


def test_files_that_are_wrong_are_named(
    files: list[object], capsys: Capture, tmp_path: Path
) -> None:
    """Contacts with an error, a timeline that is none, a file of gateways that cannot be read."""
    none = write(tmp_path / "none.yaml", [{"at": "soon"}])
    broken = write(tmp_path / "broken.yaml", [{**PEOPLE[0], "unit": "A B"}])
    for wrong, code in (
        (["--submissions", none], "not-a-timeline"),
        (["--contacts", broken], "contacts-with-errors"),
        (["--gateways", tmp_path / "no.yaml"], "gateways-wrong"),
    ):
        left, out, _ = run(capsys, "rehearse", *files, *wrong, "--json")
        assert (left, json.loads(out)["error"]["code"]) == (2, code)


def test_the_environment_is_read_as_the_notifier_reads_it(
    files: list[object], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's telephone number and templates; one that is wrong is named."""
    monkeypatch.setenv("NGAYSO_HELP_PHONE", "0255 382 2222")
    told = data_of(capsys, *files)["messages"]
    assert all("0255 382 2222" in one["text"] for one in told if one["channel"] == "sms")
    monkeypatch.setenv("NGAYSO_TEMPLATES", str(tmp_path))
    (tmp_path / "reminder.txt").write_text("{{ mail.none }}")
    code, out, _ = run(capsys, "rehearse", *files, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "template-wrong")
    monkeypatch.setenv("NGAYSO_MAILS_A_DAY", "0")
    code, out, _ = run(capsys, "rehearse", *files, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "settings-wrong")
