"""The workbook in another program: given the figures alone, it comes to our totals."""

import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from services.reporting.domain.consolidated import Consolidated
from tests.reporting.documents.book.books import column, every_kind, opened, values

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]

CALC = "Calc MS Excel 2007 XML"


@pytest.fixture(scope="module")
def report() -> Consolidated:
    return every_kind()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Workbook], Workbook]:
    """LibreOffice: works a workbook out that holds formulas alone."""
    folder = tmp_path_factory.mktemp("office")

    def worked_out(book: Workbook) -> Workbook:
        source = folder / "in" / "book.xlsx"
        source.parent.mkdir(exist_ok=True)
        book.save(source)  # leaves out what the formulas came to
        command = ["soffice", "--headless", "--convert-to", f"xlsx:{CALC}", "--outdir", str(folder)]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run([*command, profile, str(source)], check=True, timeout=120)
        return load_workbook(folder / "book.xlsx", data_only=True)

    return worked_out


def test_worked_out_anew_every_formula_comes_to_our_figure(
    report: Consolidated, office: Callable[[Workbook], Workbook]
) -> None:
    """By another program, which is given no result to go by."""
    ours, theirs = values(opened(report, data_only=True)), values(office(opened(report)))
    formulas = {
        place
        for place, value in values(opened(report)).items()
        if isinstance(value, str) and value.startswith("=") and "HYPERLINK" not in value
    }
    assert len(formulas) > 40
    assert theirs.keys() == ours.keys()
    wrong = {
        place: (ours[place], theirs[place])
        for place in ours
        if not same(ours[place], theirs[place])
    }
    assert wrong == {}


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    return one == other


def test_a_changed_figure_changes_every_total_above_it(
    report: Consolidated, office: Callable[[Workbook], Workbook]
) -> None:
    """The unit's cell, the total below it, and the indicator's result."""
    book = opened(report)
    unit = book["PL1 Chung"]
    unit["C5"] = 13_000
    before, after = opened(report, data_only=True), office(book)
    for one, value in ((before, 12_500), (after, 13_000)):
        assert one["PL1 Chung"].cell(unit.max_row, 3).value == value
        assert column(one["Chỉ tiêu báo cáo"], "Kết quả")[0] == value
