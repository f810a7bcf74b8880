"""What stands in a campaign's file, without a server: published reports, hostile cells, hashes."""

import csv
import hashlib
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import Trouble
from cli.dossier.file import CONTENTS, SUMS, files_of
from cli.dossier.gather import Campaign, UnitPart
from cli.dossier.tables import table
from cli.dossier.words import MESSAGES
from cli.plans.check import look_at
from contracts.facts import PlanPublished, ReminderFact, SnapshotFrozen, SnapshotPublished
from contracts.frozen import FrozenFile, FrozenFiles
from contracts.plan import Plan
from contracts.snapshots import after
from contracts.values import Receipt
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
