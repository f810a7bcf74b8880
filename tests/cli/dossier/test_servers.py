"""`ngayso plan file` after a campaign: readable and checked without us, and the same each time."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.servers.connect import Session, with_nats
from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import MessageAccepted, MessageComposed
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from tests.cli.given import UNITS, plan_with, run, write

CAPSYS = pytest.CaptureFixture[str]
TEXT = "Bà B (0914 là số máy lẻ) chưa có máy"
SECRET = "Bà B"
COUNTED = (
    MessageComposed(
        plan="ngay-cds", unit="huyen-1", at="2022-10-18T08:00:00+07:00", duty="bc-tinh",
        due="2022-10-20T00:00:00+07:00", rung="truoc", message="m-1", channel="email",
        recipient="can-bo-1", person="p-1", leaves_at="2022-10-18T08:00:02+07:00",
    ),
    MessageAccepted(
        plan="ngay-cds", unit="huyen-1", at="2022-10-18T08:00:03+07:00", message="m-1",
        channel="email",
    ),
)  # fmt: skip


@pytest.fixture
def campaign(registry: str, tmp_path: Path, capsys: CAPSYS) -> Path:
    """A plan, amended; a report in two versions, of which a text was covered; its document; an
    extension; what was said of one message. Where the files may lie.
    """

    def send(verb: str, unit: str, sender: str, **data: Any) -> None:
        whole = {"plan": "ngay-cds", "unit": unit, **data}
        file = write(tmp_path / "command.json", whole)
        code, out, err = run(capsys, "send", file, "--as", sender, "--verb", verb)
        assert code == 0, out + err

    assert run(capsys, "units", "import", write(tmp_path / "units.yaml", UNITS))[0] == 0
    closes = {"day": "2030-12-30"}
    plan = write(tmp_path / "plan.yaml", plan_with(lambda data: data.update(closes=closes)))
    assert run(capsys, "plan", "publish", plan, "--yes")[0] == 0
    write(plan, plan_with(lambda data: data.update(closes=closes, title="Kế hoạch mới")))
    document = ("--document", "20/KH-UBND", "--day", "20/09/2022", "--signer", "Lê Văn Mẫu")
    amend = ("--amend", "--reason", "Sửa tên", *document)
    assert run(capsys, "plan", "publish", plan, "--yes", *amend)[0] == 0
    for value in (2, 3):
        figures = [{"indicator": "su-kien", "value": value}, {"indicator": "luot", "value": 5}]
        report = {"figures": figures, "difficulties": TEXT}
        send("submit-report", "huyen-1", "huyen-1", report=report)
    for version in (1, 2):
        span = {"owed": "bc-tinh", "version": version, "field": "difficulties"}
        send(
            "redact-report", "huyen-1", "so-a", **span, start=0, end=len(SECRET), reason="tên người"
        )
    signed = {"number": "=12/BC-UBND", "day": "2022-10-17"}
    incoming = {"number": "55", "day": "2022-10-18"}
    about = {"owed": "bc-tinh", "signed": signed, "incoming": incoming}
    send("register-document", "huyen-1", "so-a", **about)
    deadline = {"day": "2027-12-30"}
    for unit, duty in (("xa-1", "bc-xa"), ("so-a", "bc-tinh")):  # so that every part is open
        send("extend-duty", unit, "so-a", duty=duty, deadline=deadline, reason="mưa lũ")
    with_nats(registry, _say_of_messages, quiet=True)
    return tmp_path


async def _say_of_messages(connected: Session) -> None:
    """As the notifier says it."""
    log = JetStreamLog(connected.broker, SystemClock())
    events = [
        encode(wrap(fact, id=str(index), source="urn:ngayso:test"))
        for index, fact in enumerate(COUNTED)
    ]
    await log.append(topology.message_facts("ngay-cds", "huyen-1"), events, 0)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_file_of_a_campaign_is_whole_checked_and_names_nobody(
    campaign: Path, capsys: CAPSYS
) -> None:
    """Every file is hashed and listed; the same log gives the same bytes."""
    out, again = campaign / "ho-so", campaign / "lan-hai"
    code, said, err = run(capsys, "plan", "file", "ngay-cds", out, "--json")
    assert code == 0, err
    told = json.loads(said)
    assert run(capsys, "plan", "file", "ngay-cds", again)[0] == 0
    there = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.*")}
    there["SHA256SUMS"] = (out / "SHA256SUMS").read_bytes()
    assert told["files"] == len(there)
    assert there == {name: (again / name).read_bytes() for name in there}

    check = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=out, check=False,
                           capture_output=True, text=True)  # fmt: skip
    assert (check.returncode, check.stdout.count(": OK")) == (0, len(there) - 1)
    page = there["muc-luc.html"].decode()
    assert all(
        f'href="{name}"' in page for name in there if name not in ("SHA256SUMS", "muc-luc.html")
    )

    everything = b"".join(there.values()).decode()
    assert not [word for word in (SECRET, "can-bo-1", "p-1") if word in everything]
    _holds_the_campaign(out)


def _holds_the_campaign(out: Path) -> None:
    """Amendment, versions, figures, documents, decisions, and of messages how many."""
    assert [row["số văn bản"] for row in rows(out / "ke-hoach/cac-lan.csv")] == [
        "12/KH-UBND",
        "20/KH-UBND",
    ]
    assert "Kế hoạch mới" in (out / "ke-hoach/lan-02.yaml").read_text()
    assert [(row["bản"], row["tình trạng"]) for row in rows(out / "bao-cao/phien-ban.csv")] == [
        ("1", "có bản sau"),
        ("2", "đang tính"),
    ]
    values = [
        (row["bản"], row["giá trị"])
        for row in rows(out / "bao-cao/so-lieu.csv")
        if row["mã chỉ tiêu báo cáo"] == "su-kien"
    ]
    assert values == [("1", "2"), ("2", "3")]
    (paper,) = rows(out / "bao-cao/van-ban.csv")
    assert (paper["số văn bản"], paper["số đến"]) == ("'=12/BC-UBND", "55")
    decided = {(row["mã đơn vị"], row["quyết định"]) for row in rows(out / "quyet-dinh.csv")}
    assert decided >= {("huyen-1", "che chữ"), ("xa-1", "gia hạn")}
    assert [(row["kênh"], row["số lần"]) for row in rows(out / "tin-nhan.csv")] == [
        ("email", "1"),
        ("email", "1"),
    ]
    assert "mưa lũ" in (out / "don-vi/xa-1.txt").read_text()


def test_a_folder_that_holds_files_and_a_plan_that_is_not_there_are_refused(
    registry: str, tmp_path: Path, capsys: CAPSYS
) -> None:
    assert registry
    (tmp_path / "x").write_text("")
    code, _, err = run(capsys, "plan", "file", "ngay-cds", tmp_path)
    assert (code, "dossier-not-empty" in err) == (2, True)
    code, _, err = run(capsys, "plan", "file", "khong-co", tmp_path / "moi")
    assert (code, "plan-none" in err) == (2, True)
    assert not (tmp_path / "moi").exists()
