"""Workbook, make: who gets one, and what stands in it."""

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from cli.workbook.commands import _participants
from contracts.values import Deadline
from tests.cli.given import UNITS, plan_with, run, write
from tests.workbook.given import (
    PLAN_FILE,
    UNIT,
    UNITS_FILE,
    opened,
    plan,
    report_rows,
    units,
)
from workbook import layout
from workbook.form import STATUSES, choices, unpack
from workbook.write.cover import say_deadline

CAPSYS = pytest.CaptureFixture[str]


def texts(book: Workbook, name: str) -> str:
    return "\n".join(
        str(cell) for row in book[name].iter_rows(values_only=True) for cell in row if cell
    )


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
    assert len(_participants(plan(), units())) == 69


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


def test_it_says_what_is_owed_by_when() -> None:
    """The first sheet has the duties with deadlines as staff read them, and the assignments."""
    said = texts(opened(), layout.DUTIES)
    assert "chậm nhất ngày 30/09/2022 (thứ Sáu); hết ngày đó vẫn là đúng hạn" in said
    assert "trước ngày 20/10/2022 (thứ Năm); ngày đó đã là trễ hạn" in said
    assert "V.8.c" in said
    assert "Phối hợp" in said
    assert "V.9" not in said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ({"day": "2026-10-10", "hour": "17:00"}, "trước 17 giờ 00 ngày 10/10/2026 (thứ Bảy)"),
        (
            {"day": "2026-10-11", "hour": "08:30", "inclusive": True},
            "chậm nhất 08 giờ 30 ngày 11/10/2026 (Chủ nhật)",
        ),
    ],
)
def test_an_hour_is_said(deadline: dict[str, object], said: str) -> None:
    """A deadline with an hour needs no word about the day's end."""
    assert say_deadline(Deadline.model_validate(deadline)) == said


def test_lists_drop_down() -> None:
    """Kinds, status, assignments, partners, qualifiers and indicators are chosen from lists."""
    book = opened()
    names = {
        validation.formula1.removeprefix("=ds_")
        for sheet in book.worksheets
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list"
    }
    assert names == {"kinds", "statuses", "assignments", "partners", "qualifiers", "indicators"}
    for name in names:
        sheet, cells = next(book.defined_names[f"ds_{name}"].destinations)
        assert [cell for (cell,) in book[sheet][cells]], name
    (column,) = (c for c in book[layout.LISTS].iter_cols() if c[0].value == "statuses")
    assert [cell.value for cell in column[1 : len(STATUSES) + 1]] == list(STATUSES)


def test_the_form_comes_back_from_the_hidden_sheet() -> None:
    """Plan, unit and lists are in a sheet nobody sees."""
    book = opened()
    hidden = book[layout.HIDDEN]
    form = unpack({str(k): str(v) for k, v in hidden.iter_rows(values_only=True)})
    assert hidden.sheet_state == "veryHidden"
    assert (form.plan.id, form.participant.unit) == (plan().id, UNIT)
    assert list(choices(form)["assignments"].values()) == ["v5b", "v8a", "v8b", "v8c"]
    assert form.plan.indicators == plan().indicators
    assert form.plan.rules == plan().rules


def test_each_indicator_takes_what_its_arithmetic_wants() -> None:
    """A number opens one cell, a ratio two, a text one wide cell; the others are locked."""
    book = opened()
    sheet, rows = book[layout.REPORT], report_rows(book)

    def free(key: str) -> str:
        row = rows[f"figures/{key}"]
        return "".join(c for c in "DEFGH" if not sheet[f"{c}{row}"].protection.locked)

    assert free("tin-bai") == "EF"
    assert free("ho-so-truc-tuyen") == "EFG"
    text = rows["figures/mo-hinh-tieu-bieu"]
    assert f"E{text}:H{text}" in {str(area) for area in sheet.merged_cells.ranges}


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


def test_every_sheet_prints_on_a4_landscape() -> None:
    """What is seen is made for paper, with headings that stay."""
    for sheet in opened().worksheets:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        if sheet.title in layout.MARKERS:
            assert sheet.freeze_panes
            assert sheet.row_dimensions[layout.KEYS_ROW].hidden
            assert sheet.column_dimensions["A"].hidden
