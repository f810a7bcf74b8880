"""What is wrong is told in one way and has one shape: in a plan, a row, a workbook, a message."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.findings import Finding
from contracts.words import SEVERITIES
from tests.cli.given import UNITS, plan_with, run, write
from tests.cli.plans.trips import put

CAPSYS = pytest.CaptureFixture[str]
SHAPE = set(Finding.model_fields)
TOLD = re.compile(r" *(LỖI|LƯU Ý) \[[a-z0-9-]+\]( tại \S.*?)?: \S")
COMMANDS = {
    "a rule": "plan check {poor} --units {units}",
    "the contract of a plan": "plan check {broken} --units {units}",
    "the contract of a unit": "units import {bad} --preview",
    "two units of one name": "units import {twins} --preview",
    "the contract of contacts": "contacts import {bad} --preview",
    "a workbook that is none": "workbook submit {bad}",
    "a plan that is none": "plan check {none} --units {units}",
    "messages that are none": "conform {none} --plan {poor} --units {units}",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    twins = [{"id": name, "names": [{"value": "X"}]} for name in ("a", "b")]
    given = {
        "poor": plan_with(put("/budget_sources", [])),
        "broken": plan_with(put("/owed", "none")),
        "units": UNITS, "twins": twins, "bad": [{}],
    }  # fmt: skip
    paths = {name: write(tmp_path / f"{name}.yaml", data) for name, data in given.items()}
    return {**paths, "none": tmp_path / "none.json"}


def said(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document that speaks two languages, but for notes."""
    if isinstance(value, list):
        for item in value:
            yield from said(item)
    elif isinstance(value, dict):
        if "vi" in value:
            yield value
        for name, item in value.items():
            if name != "notes":
                yield from said(item)


@pytest.mark.parametrize("case", COMMANDS)
def test_a_program_reads_every_finding_in_one_shape(
    case: str, files: dict[str, Path], capsys: CAPSYS
) -> None:
    """Those of the contract, whoever found it, and its place beside them."""
    words = COMMANDS[case].format(**files).split()
    _, out, _ = run(capsys, *words, "--json")
    found = list(said(json.loads(out)))
    assert found
    for one in found:
        assert set(one) >= SHAPE
        assert one["severity"] in SEVERITIES


@pytest.mark.parametrize("case", COMMANDS)
def test_a_person_reads_every_finding_in_one_form(
    case: str, files: dict[str, Path], capsys: CAPSYS
) -> None:
    """The mark, the code, the place, the sentence."""
    _, out, err = run(capsys, *COMMANDS[case].format(**files).split())
    marked = [line for line in (out + err).splitlines() if "LỖI" in line or "LƯU Ý" in line]
    assert marked
    assert [line for line in marked if not TOLD.match(line)] == []


def test_what_an_import_only_reports_is_a_note_without_a_severity(
    tmp_path: Path, capsys: CAPSYS
) -> None:
    """A spelling that was changed is nothing to put right."""
    file = write(tmp_path / "u.yaml", [{"id": "x", "names": [{"value": "Xã  Hoà"}]}])
    _, out, _ = run(capsys, "units", "import", file, "--preview", "--json")
    told = json.loads(out)
    assert told["findings"] == []
    assert [note["code"] for note in told["notes"]] == ["normalised-spaces", "normalised-tone"]
    assert not [note for note in told["notes"] if "severity" in note]
