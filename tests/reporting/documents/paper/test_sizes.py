"""The document of few and many units, with long names, and how many pages it has."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm

from services.reporting.documents.letters.letter import letter
from services.reporting.documents.letters.lists import Chosen
from services.reporting.documents.paper import narrative
from services.reporting.documents.paper.signer import TO_FILL_IN
from services.reporting.documents.render import ours, render
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidated import Consolidated
from tests.examples.play import reported
from tests.reporting.documents.paper.test_decree import document_of, grids, texts
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry

BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
LONG = "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ, đo lường chất lượng và chuyển đổi số " * 2
FIGURE = {"id": "luot", "name": "Lượt người dân được hướng dẫn", "arithmetic": "sum"}


def of_units(count: int, name: str) -> Consolidated:
    """A report of so many units, each the same but by name."""
    told = campaigns.Told([entry("bc")], [FIGURE], {"xa": "xa"})
    told.report("xa", "bc", figures={"luot": 10**9}, difficulties="Mưa 3 ngày.")
    found = told.consolidated()
    [row] = found.rows

    def named(at: int) -> dict[str, Any]:
        names = {"id": f"xa-{at}", "name": f"{name} {at}", "short_name": f"{name} {at}"}
        unit = row.unit.model_copy(update=names)
        return {
            "unit": unit,
            "duties": [one.model_copy(update={"unit": unit}) for one in row.duties],
        }

    rows = tuple(row.model_copy(update=named(at)) for at in range(count))
    owing = tuple(one for row in rows for one in row.duties)
    return found.model_copy(update={"rows": rows, "owing": owing})


@pytest.mark.parametrize(("count", "name"), [(0, ""), (1, LONG), (200, "Xã An Bình Trung")])
def test_any_number_of_units_makes_a_document_and_a_workbook(count: int, name: str) -> None:
    shown = of_units(count, name)
    document = document_of(shown)
    assert render(shown, "xlsx")
    for table in grids(document):
        assert sum(column.width for column in table.columns) <= Mm(253)
    assert max(len(one._tbl.tr_lst) for one in grids(document)) >= count
    said = texts(document)
    assert "Không có hoạt động nào được đăng ký." in said
    assert "Hoạt động theo loại" not in said
    if count == 200:
        assert "Chưa gửi Báo cáo bc: 200 đơn vị, có tên ở Phụ lục I." in said


@pytest.mark.parametrize(("count", "name"), [(0, ""), (1, LONG), (200, "Xã An Bình Trung")])
def test_any_number_of_units_that_owe_makes_a_letter(count: int, name: str) -> None:
    """Each stands in its annex once; few are addressed by name."""
    told = of_units(count, name)
    owing = {"status": "owing", "overdue": True, "met_at": None}
    rows = tuple(
        row.model_copy(update={"duties": tuple(one.model_copy(update=owing) for one in row.duties)})
        for row in told.rows
    )
    made = letter(told.model_copy(update={"rows": rows}), "reminder", Chosen(), ours())
    document = Document(io.BytesIO(made))
    members = [row.unit.short_name for row in rows]
    [*annexes] = grids(document)
    cells = [cell.text for table in annexes for cell in table._cells]
    assert [cells.count(one) for one in members] == [1] * count
    [to] = [text for text in texts(document) if text.startswith("Kính gửi: ")]
    assert to == {
        0: f"Kính gửi: {TO_FILL_IN * 4}.",
        1: f"Kính gửi: {' '.join(members[:1])}.",
        200: "Kính gửi: Các cơ quan, đơn vị có tên tại Phụ lục.",
    }[count].replace(NO_BREAK, " ")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_report_of_the_example_has_at_most_twelve_pages_before_its_annexes(
    tmp_path: Path,
) -> None:
    report = reported("quang-ngai-2022")
    (tmp_path / "bao-cao.docx").write_bytes(render(report, "docx"))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([*command, profile, str(tmp_path / "bao-cao.docx")], check=True, timeout=180)
    pdf = (tmp_path / "bao-cao.pdf").read_bytes()
    pages = [float(wide) < float(high) for wide, high in BOX.findall(pdf)]
    assert 4 <= sum(pages) <= 12
    assert len(pages) > sum(pages)


def test_what_a_unit_wrote_of_its_results_stands_beside_its_difficulties() -> None:
    told = campaigns.Told([entry("bc")], [FIGURE], {"xa": "xa"})
    told.report("xa", "bc", summary="Đã mở 3 lớp. Đã mở 3 lớp.", recommendations="Thêm máy.")
    [table] = narrative.by_unit(told.consolidated())
    assert table.columns == ("Đơn vị", "Kết quả chính", "Kiến nghị, đề xuất")
    assert table.rows == (("Đơn vị xa", "Đã mở 3 lớp.", "Thêm máy."),)
