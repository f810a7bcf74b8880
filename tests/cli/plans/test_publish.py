"""`ngayso plan publish` shows what it will do, and asks; a program says yes beforehand."""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.given import UNITS, plan_with, run, write
from tests.cli.plans.trips import put
from tests.cli.rehearse.given import PEOPLE

CAPSYS = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write(tmp_path / "plan.yaml", plan_with())


def test_a_program_that_does_not_say_yes_is_refused_before_anything_is_sent(
    plan: Path, capsys: CAPSYS
) -> None:
    """It would wait for ever for an answer."""
    code, _, err = run(capsys, "plan", "publish", plan, "--json")
    assert (code, "--yes" in err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("--amend",),
        ("--reason", "Sửa tên"),
        ("--document", "20/KH-UBND"),
        ("--amend", "--reason", "Sửa tên", "--document", "20/KH-UBND", "--day", "2022-09-20"),
        ("--amend", "--reason", "x", "--document", " ", "--day", "2022-09-20", "--signer", "y"),
    ],
)
def test_an_amendment_names_its_reason_and_its_document_whole(
    words: tuple[str, ...], plan: Path, capsys: CAPSYS
) -> None:
    code, _, err = run(capsys, "plan", "publish", plan, "--yes", *words)
    assert (code, "amending-wanted" in err) == (2, True)


@pytest.fixture
def office(registry: str, notifier: str, tmp_path: Path, capsys: CAPSYS) -> None:
    """Units, and somebody to write to in one of them."""
    assert registry == notifier
    units, people = tmp_path / "units.yaml", tmp_path / "people.yaml"
    assert run(capsys, "units", "import", write(units, UNITS))[0] == 0
    assert run(capsys, "contacts", "import", write(people, PEOPLE[:1]))[0] == 0


@pytest.mark.usefixtures("office")
def test_what_publishing_will_do_is_shown_and_only_a_yes_sends_it(
    tmp_path: Path, plan: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No terminal, no answer; anything but yes, nothing sent; a plan with errors is not asked.

    Whom it reminds is told by initials, and who is past already.
    """

    def answer(text: str | None, path: Path = plan) -> tuple[int, str]:
        given = io.StringIO() if text is None else Terminal(text + "\n")
        monkeypatch.setattr(sys, "stdin", given)
        code, out, err = run(capsys, "plan", "publish", path)
        return code, out + err

    monkeypatch.setenv("NGAYSO_CLOCK_ANCHOR", datetime.now(UTC).isoformat())
    monkeypatch.setenv("NGAYSO_CLOCK_START", "2022-10-17T12:00:00+07:00")
    code, said = answer(None)
    assert (code, "--yes" in said) == (2, True)
    assert "bc-tinh" in said
    assert "17/10/2022  1      1    1    1" in said
    assert "L. T.       cán bộ đầu mối  Huyện 1  thư điện tử  1" in said
    assert "Xã 1    1" in said
    assert "1 thư, 2 SMS (2 đoạn, ? đồng) đến 1 người" in said
    assert "thu@" not in said

    code, said = answer("không")
    assert (code, "Chưa gửi gì" in said) == (1, True)

    wrong = write(tmp_path / "wrong.yaml", plan_with(put("/closes", {"day": "2022-10-01"})))
    code, said = answer("có", wrong)
    assert (code, "deadline-after-close" in said, "ĐÃ NHẬN" in said) == (1, True, False)

    assert json.loads(run(capsys, "status", "--json")[1])["plans"] == []
    code, said = answer("có")
    assert (code, "ĐÃ NHẬN" in said) == (0, True)
