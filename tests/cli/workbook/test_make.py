"""Workbook, make: who gets one, and what is left alone."""

import json
from pathlib import Path

import openpyxl
import pytest

from cli.workbook.make import looked_at
from tests.cli.given import UNITS, plan_with, run, write
from tests.workbook.given import PLAN_FILE, UNIT, UNITS_FILE, plan, units
from workbook import layout

CAPSYS = pytest.CaptureFixture[str]


def test_every_unit_that_owes_something_gets_one(tmp_path: Path, capsys: CAPSYS) -> None:
    """The units are those the registry would expand the plan to; only a report is owed here."""
    given = write(tmp_path / "plan.json", plan_with()), write(tmp_path / "units.json", UNITS)
    out = tmp_path / "out"
    arguments = ("workbook", "make", given[0], "--units", given[1], "--out", out, "--json")
    code, told, _ = run(capsys, *arguments)
    files = {file["unit"]: file["duties"] for file in json.loads(told)["files"]}
    assert code == 0
    assert files == {"huyen-1": ["bc-tinh"], "so-a": ["bc-tinh"], "xa-1": ["bc-xa"]}
    assert {path.stem for path in out.iterdir()} == set(files)
    sheets = openpyxl.load_workbook(out / "xa-1.xlsx").sheetnames
    assert layout.REPORT in sheets
    assert layout.ACTIVITIES not in sheets


def test_the_examples_units_are_those_of_its_plan() -> None:
    """All of the 71 but the issuer and one that has no part."""
    assert len(looked_at(plan(), units()).participants) == 69


def test_a_filled_workbook_is_not_overwritten(tmp_path: Path, capsys: CAPSYS) -> None:
    """Made again, a workbook that is there stays as it is, unless --force."""
    arguments = ("workbook", "make", PLAN_FILE, "--units", UNITS_FILE, "--out", tmp_path)
    path = write(tmp_path / f"{UNIT}.xlsx", "filled")
    before = path.read_bytes()
    assert run(capsys, *arguments, "--unit", UNIT)[0] == 0
    assert path.read_bytes() == before
    assert run(capsys, *arguments, "--unit", UNIT, "--force")[0] == 0
    assert path.read_bytes() != before


def test_a_unit_that_owes_nothing_is_misuse(tmp_path: Path, capsys: CAPSYS) -> None:
    """Asked for by name, it is told, with exit code 2."""
    arguments = ("workbook", "make", PLAN_FILE, "--units", UNITS_FILE, "--out", tmp_path)
    assert run(capsys, *arguments, "--unit", "ubnd-tinh")[0] == 2


def test_a_text_of_the_plan_is_never_a_formula(tmp_path: Path, capsys: CAPSYS) -> None:
    """A name that starts with an equals sign is written as text."""
    data = json.loads(plan().model_dump_json())
    data["kinds"].append({"id": "la", "name": '=HYPERLINK("http://x.example")'})
    path = write(tmp_path / "plan.json", data)
    arguments = ("workbook", "make", path, "--units", UNITS_FILE, "--out", tmp_path)
    assert run(capsys, *arguments, "--unit", UNIT)[0] == 0
    book = openpyxl.load_workbook(tmp_path / f"{UNIT}.xlsx")
    cells = [c for row in book[layout.LISTS].iter_rows() for c in row if c.value]
    (found,) = (cell for cell in cells if str(cell.value).startswith("="))
    assert found.data_type == "s"
