"""What stands in a campaign's file, without a server: published reports, hostile cells, hashes."""

import csv
import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import Trouble
from cli.dossier import commands
from cli.dossier.file import CONTENTS, SUMS, files_of
from cli.dossier.gather import Campaign, UnitPart
from cli.dossier.tables import duties, snapshots, table
from cli.dossier.words import MESSAGES
from cli.files.content import write
from cli.plans.check import look_at
from contracts.facts import (
    DutyExcused,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanPublished,
    ReminderFact,
    SnapshotFormCorrected,
    SnapshotFrozen,
    SnapshotPublished,
    SnapshotSigned,
    SnapshotWithdrawn,
    UnitHistoryFact,
)
from contracts.frozen import FrozenFile, FrozenFiles
from contracts.owed import Duty
from contracts.plan import Plan
from contracts.snapshots import after
from contracts.values import Receipt
from services.registry.domain.history.participation import evolve
from tests.cli.given import UNITS, plan_with, units_of

AT = datetime(2022, 10, 21, tzinfo=UTC)
RECEIPT = Receipt(at=AT, sequence=1, command="1", sender="so-a", door="operator")
BYTES = {"json": b"{}", "docx": b"PK"}


def campaign(*, published: bool = True) -> Campaign:
    look = look_at(Plan.model_validate(plan_with()), units_of(UNITS))
    fact = PlanPublished(plan=look.plan, participants=look.participants, receipt=RECEIPT)
    files = [
        FrozenFile(form=form, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        for form, data in BYTES.items()
    ]
    about = {"plan": "ngay-cds", "snapshot": 1, "as_of": AT, "position": 9, "receipt": RECEIPT}
    made = FrozenFiles(files=files)
    snapshots = after({}, SnapshotFrozen(**about, made=made))
    if published:
        snapshots = after(snapshots, SnapshotPublished(**about, made=made))
    return Campaign([fact], snapshots, [UnitPart("huyen-1", "Huyện <1>")], [], 9)


def test_published_reports_lie_in_it_as_they_were_published() -> None:
    files = files_of(campaign(), lambda file: BYTES[file.form])
    found = {form: files[f"bao-cao-phat-hanh/lan-01.{form}"] for form in BYTES}
    assert found == BYTES
    frozen = files_of(campaign(published=False), lambda file: BYTES[file.form])
    assert not [name for name in frozen if name.startswith("bao-cao-phat-hanh/lan-")]


def test_bytes_other_than_those_that_were_published_stop_the_file() -> None:
    with pytest.raises(Trouble, match="not the bytes"):
        files_of(campaign(), lambda _: b"other")


def test_what_became_of_a_signed_report_stands_with_its_documents_and_reasons() -> None:
    """In twenty years the archive has no command that could be asked."""
    made = campaign()
    about = {"plan": "ngay-cds", "snapshot": 1, "receipt": RECEIPT}
    signature = {"number": "5/BC", "day": AT.date(), "signer": "A", "capacity": "GĐ"}
    signature |= {"sha256": "0" * 64}
    letter = {"number": "8/CV", "day": AT.date(), "signer": "B"}
    for kind, said in (
        (SnapshotSigned, {"signed": signature}),
        (SnapshotSigned, {"signed": {**signature, "number": "6/BC"}, "reason": "ghi nhầm"}),
        (SnapshotFormCorrected, {"document": letter, "reason": "sai thể thức"}),
        (SnapshotWithdrawn, {"document": {**letter, "number": "9/QĐ"}, "reason": "gửi nhầm"}),
    ):
        made.snapshots = after(made.snapshots, kind.model_validate({**about, **said}))
    [row] = csv.DictReader(io.StringIO(snapshots(made).decode("utf-8-sig")))
    day = f"{AT:%d/%m/%Y}"
    assert (row["số văn bản"], row["trước ghi nhầm là"]) == (
        "6/BC",
        f"5/BC ngày {day}, GĐ A: ghi nhầm",
    )
    assert row["đính chính theo"] == f"8/CV ngày {day}, B: sai thể thức"
    assert row["thu hồi văn bản theo"] == f"9/QĐ ngày {day}, B: gửi nhầm"


def test_a_duty_that_has_to_be_done_again_is_told_with_both_its_clocks() -> None:
    """Else it would be open, and done on time."""
    made = campaign()
    [part] = made.units
    about = {"plan": "ngay-cds", "unit": "huyen-1", "receipt": RECEIPT}
    duty = Duty(id="bao-cao", owed="bao-cao", kind="report", title="Báo cáo", due=AT)
    early = AT - timedelta(hours=1)
    met = {"duty": "bao-cao", "round": 0, "met_at": early, "due": AT, "on_time": True}
    again = {"duty": "bao-cao", "round": 1, "due": AT + timedelta(days=5), "reason": "thiếu"}
    nothing = {"duty": "to-chuc", "reason": "không tổ chức", "cause": "office"}
    other = duty.model_copy(update={"id": "to-chuc", "owed": "to-chuc", "kind": "hold"})
    said: list[UnitHistoryFact] = [
        DutyOpened.model_validate({**about, "duty": duty}),
        DutyOpened.model_validate({**about, "duty": other}),
        DutyExcused.model_validate({**about, **nothing}),
        DutyMet.model_validate({**about, **met}),
        DutyReopened.model_validate({**about, **again}),
    ]
    part.state = evolve(part.state, said)
    row, spared = csv.DictReader(io.StringIO(duties(made).decode("utf-8-sig")))
    assert (row["loại"], row["tình trạng"], row["đúng hạn"]) == (
        "gửi báo cáo",
        "chưa thực hiện",
        "có",
    )
    assert (row["hạn"][:10], row["xong lúc"][:10]) == ("2022-10-21", "2022-10-21")
    assert (row["hạn làm lại"][:10], row["làm lại xong lúc"]) == ("2022-10-26", "")
    assert (spared["tình trạng"], spared["miễn vì"]) == ("được miễn", "Được miễn")


def test_an_interrupted_file_says_so_and_is_finished_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was half written is gone then."""
    written: list[Path] = []

    def killed(path: Path, content: bytes) -> None:
        if len(written) == 3:
            path.with_name(path.name + ".partial").write_bytes(content[:1])
            raise KeyboardInterrupt
        written.append(path)
        write(path, content)

    files = files_of(campaign(), lambda file: BYTES[file.form])
    monkeypatch.setattr(commands, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        commands.write_all(tmp_path, files, lambda: None)
    assert "chưa lập xong" in (tmp_path / commands.UNFINISHED).read_text()
    assert not (tmp_path / SUMS).exists()
    commands.refuse_filled(tmp_path)
    monkeypatch.undo()
    commands.write_all(tmp_path, files, lambda: None)
    there = {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()}
    assert there == set(files)
    with pytest.raises(Trouble, match="holds files"):
        commands.refuse_filled(tmp_path)


def test_every_file_is_hashed_and_listed_and_names_are_no_markup() -> None:
    files = files_of(campaign(), lambda file: BYTES[file.form])
    lines = dict(line.split("  ")[::-1] for line in files[SUMS].decode().splitlines())
    assert lines == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS
    }
    page = files[CONTENTS].decode()
    assert "Huyện &lt;1&gt;" in page
    assert page.count("<tr><td>") == len(files) - 2


def test_everything_that_is_said_of_a_message_has_a_word() -> None:
    said = {one.wire.split(".")[1] for one in ReminderFact.__args__}
    assert said - set(MESSAGES) == {"message-attempted"}


STARTS = st.sampled_from(["", "=", "+", "-", "@"])
CELLS = st.builds(lambda start, rest: start + rest, STARTS, st.text(st.characters(codec="utf-8")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_a_table_holds_every_text_and_none_that_a_spreadsheet_would_run(
    rows: list[list[str]],
) -> None:
    text = table(("a", "b"), rows).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_moment_stands_with_its_zone() -> None:
    """Whoever opens the file in twenty years knows no plan's zone."""
    at = datetime(2022, 10, 20, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert table(("a",), [[at]]).decode("utf-8-sig") == "a\r\n2022-10-20T08:30:00+07:00\r\n"
