"""Workbook, opened: what a formula came to is read beside the formula."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from tests.workbook.given import FIRST, activity, data, put, read_file, saved, told
from workbook import layout
from workbook.read.safe import Result, load, open_book
from workbook.sentences import Wrong
from workbook.submission import marked

MONEY = "planned/ngan-sach"


def calculated(content: bytes, results: Mapping[str, tuple[str, str]]) -> bytes:
    """A workbook with the result of each formula, its type and its text, as Excel saves it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for entry in source.infolist():
            part = source.read(entry).decode()
            for formula, (kind, result) in results.items():
                kept = rf'\1 t="{kind}"><f>{formula}</f><v>{result}'
                part = re.sub(rf"(<c [^>]*)><f>{re.escape(formula)}</f><v>", kept, part)
            changed.writestr(entry.filename, part)
    return target.getvalue()


def filled(tmp_path: Path, kind: str, result: str, **cells: Any) -> Path:
    """A workbook with one formula, `=1+1`, and what it came to."""
    path = saved(tmp_path / "a.xlsx", activity(**cells))
    path.write_bytes(calculated(path.read_bytes(), {"1+1": (kind, result)}))
    return path


def test_a_formula_counts_by_its_result(tmp_path: Path) -> None:
    """A number, a text, and a day, which the format of its cell makes of a number."""
    (found,) = data(read_file(filled(tmp_path, "n", "5000", **{MONEY: "=1+1"})))
    assert found["activity"]["planned"]["budget"]["sources"] == [
        {"source": "ngan-sach", "amount": 5000}
    ]
    (found,) = data(read_file(filled(tmp_path, "str", "Lễ hội", title="=1+1")))
    assert found["activity"]["title"] == "Lễ hội"
    book = load(filled(tmp_path, "n", "44839", starts_on="=1+1").read_bytes())
    day = Result(datetime(2022, 10, 5), failed=False)  # noqa: DTZ001
    assert day in book.results[layout.ACTIVITIES].values()


def test_a_formula_that_failed_is_told_at_its_cell(tmp_path: Path) -> None:
    submission = read_file(filled(tmp_path, "e", "#REF!", **{MONEY: "=1+1"}))
    assert told(submission) == [("cell-error", f"{layout.ACTIVITIES}!R6")]


def test_each_formula_has_the_result_of_its_own_cell(tmp_path: Path) -> None:
    """Also one that a merged range has taken away, or that stands far from all others."""

    def fill(book: Workbook) -> None:
        put(book, layout.ACTIVITIES, FIRST, {"title": "=1+1", "place": "=2+2"})
        put(book, layout.FIGURES, FIRST, {"number": "=3+3"})
        sheet = book[layout.EVIDENCE]
        sheet["C8"], sheet["XFD1048576"] = "=4+4", "=5+5"
        sheet.merge_cells("B8:C8")

    content = saved(tmp_path / "a.xlsx", fill).read_bytes()
    results = {f"{n}+{n}": ("n", str(2 * n)) for n in range(1, 6)}
    typed, found = open_book(calculated(content, results))
    assert list(found) == typed.sheetnames
    told = {name: {one.value for one in sheet.values()} - {None} for name, sheet in found.items()}
    assert {name: sheet for name, sheet in told.items() if sheet} == {
        layout.ACTIVITIES: {2, 4},
        layout.FIGURES: {6},
        layout.EVIDENCE: {10},
    }
    assert found[layout.EVIDENCE][1_048_576, 16_384].value == 10


def test_the_marked_copy_keeps_the_formula(tmp_path: Path) -> None:
    """Not what it came to."""
    submission = read_file(filled(tmp_path, "n", "-1", **{MONEY: "=1+1"}))
    copy = openpyxl.load_workbook(io.BytesIO(marked(submission) or b""))
    assert copy[layout.ACTIVITIES]["R6"].value == "=1+1"


def test_a_result_that_is_none_is_a_damaged_workbook(tmp_path: Path) -> None:
    """It is seen when the workbook is opened, not when the cell is read."""
    path = filled(tmp_path, "n", "nothing", **{MONEY: "=1+1"})
    with pytest.raises(Wrong) as wrong:
        load(path.read_bytes())
    assert wrong.value.code == "not-xlsx"
