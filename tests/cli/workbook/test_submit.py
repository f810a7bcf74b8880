"""Workbook, submit: what is filled in goes to the real registry, and its verdicts come back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from deploy.local import parts
from tests.cli.given import run
from tests.workbook.given import (
    FIRST,
    PLAN_FILE,
    UNITS_FILE,
    activity,
    form,
    put,
    saved,
    tell,
)
from workbook import layout

CAPSYS = pytest.CaptureFixture[str]


@pytest.fixture
def registry(
    nats_url: str, tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The registry as its own process, with the example's units and plan."""
    monkeypatch.setenv("NGAYSO_NATS_URL", nats_url)
    assert run(capsys, "topology", "apply")[0] == 0
    with parts.service("registry", {"NGAYSO_NATS_URL": nats_url}, log=tmp_path / "registry.log"):
        assert run(capsys, "units", "import", UNITS_FILE)[0] == 0
        assert run(capsys, "plan", "publish", PLAN_FILE, "--yes")[0] == 0
        yield


def submit(capsys: CAPSYS, *arguments: object) -> tuple[int, dict[str, Any]]:
    code, out, err = run(capsys, "workbook", "submit", "--json", *arguments)
    assert out, err
    return code, json.loads(out)["files"][0]


def outcomes(file: dict[str, Any]) -> list[tuple[str, str]]:
    return [(command["verb"], command["outcome"]) for command in file["commands"]]


@pytest.mark.usefixtures("registry")
def test_it_is_sent_as_the_unit_and_twice_is_harmless(tmp_path: Path, capsys: CAPSYS) -> None:
    """Accepted the first time, unchanged the second; a change is a change of that row alone."""
    second = {"title": "Ra quân", "kind": "Phát động, ra quân hỗ trợ người dân"}

    def fill(book: Workbook) -> None:
        activity()(book)
        put(book, layout.ACTIVITIES, FIRST + 1, {**second, "starts_on": "06/10/2022"})
        tell(book, {"figures/su-kien": 2})

    path = saved(tmp_path / "a.xlsx", fill)
    declared, report = "declare-activity", "submit-report"
    code, file = submit(capsys, path)
    assert code == 0
    assert outcomes(file) == [(declared, "accepted")] * 2 + [(report, "accepted")]
    assert file["findings"] == []
    code, file = submit(capsys, path)
    assert (code, outcomes(file)) == (0, [(declared, "unchanged")] * 2 + [(report, "unchanged")])

    def change(book: Workbook) -> None:
        fill(book)
        put(book, layout.ACTIVITIES, FIRST + 1, {"status": "Rút, không tổ chức"})

    code, file = submit(capsys, saved(tmp_path / "a.xlsx", change))
    assert code == 0
    assert outcomes(file) == [
        (declared, "unchanged"),
        ("withdraw-activity", "accepted"),
        (report, "unchanged"),
    ]


@pytest.mark.usefixtures("registry")
def test_the_registry_is_the_judge(tmp_path: Path, capsys: CAPSYS) -> None:
    """What only it can know is a finding at the cell, with a marked copy; the rest stays sent."""

    def fill(book: Workbook) -> None:
        activity()(book)
        never = {"title": "Chưa từng gửi", "status": "Rút, không tổ chức"}
        put(book, layout.ACTIVITIES, FIRST + 1, never)

    path = saved(tmp_path / "a.xlsx", fill)
    assert run(capsys, "workbook", "submit", "--preview", path)[0] == 0
    code, file = submit(capsys, path)
    assert code == 1
    assert [command["outcome"] for command in file["commands"]] == ["accepted", "refused"]
    (found,) = [found for found in file["findings"] if found["severity"] == "error"]
    assert (found["code"], found["cell"]) == ("unknown-activity", "I7")
    assert Path(file["marked"]).exists()


@pytest.mark.usefixtures("registry")
def test_a_workbook_with_errors_sends_nothing(tmp_path: Path, capsys: CAPSYS) -> None:
    """Also its good rows wait: it is all or nothing, as the preview says."""

    def fill(book: Workbook) -> None:
        activity()(book)
        tell(book, {"figures/tin-bai": 2})

    code, file = submit(capsys, saved(tmp_path / "a.xlsx", fill))
    assert code == 1
    assert [command["outcome"] for command in file["commands"]] == [None, None]
    code, file = submit(capsys, saved(tmp_path / "a.xlsx", activity()))
    assert (code, outcomes(file)) == (0, [("declare-activity", "accepted")])


@pytest.mark.usefixtures("registry")
def test_that_there_is_nothing_and_for_whom_else_is_accepted(
    tmp_path: Path, capsys: CAPSYS
) -> None:
    """Nothing to declare, and a nil report that speaks for a neighbour too."""
    (beside, *_) = form().reports[0].also_for

    def fill(book: Workbook) -> None:
        put(book, layout.NO_ACTIVITY, FIRST, {"reason": "không phát sinh", "note": "Sáp nhập"})
        tell(book, {"nothing": "không thuộc chức năng", "also_for": form().units[beside]})

    code, file = submit(capsys, saved(tmp_path / "a.xlsx", fill))
    assert (code, file["findings"]) == (0, [])
    nothing, report = file["commands"]
    assert outcomes(file) == [("declare-nothing", "accepted"), ("submit-report", "accepted")]
    assert nothing["data"]["reason"] == "no-occurrence"
    assert report["data"]["report"] == {"nothing": "not-our-function", "also_for": [beside]}
    code, file = submit(capsys, saved(tmp_path / "a.xlsx", fill, activity()))
    assert (code, [one["code"] for one in file["findings"]]) == (1, ["has-activities"])
