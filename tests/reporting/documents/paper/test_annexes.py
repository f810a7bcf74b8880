"""What grows with the number of activities is told on paper as far as paper can be read."""

import io

from docx import Document
from openpyxl import load_workbook

from services.reporting.documents.paper.annexes import MOST
from services.reporting.documents.render import render
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.consolidated import Consolidated
from tests.reporting.documents.paper.test_decree import grids, texts
from tests.reporting.documents.paper.test_sizes import of_units


def of_repeats(count: int) -> Consolidated:
    pieces = tuple(
        ClaimedEvidence(
            title="Ảnh", link=f"https://vi.du/{n}", sha256=None, repeated=True, claimed=2, claims=()
        )
        for n in range(count)
    )
    return of_units(1, "Xã").model_copy(update={"repeated_evidence": pieces})


def test_a_table_of_what_is_to_be_looked_at_says_how_many_rows_it_leaves_to_the_workbook() -> None:
    report = of_repeats(MOST + 1234)
    document = Document(io.BytesIO(render(report, "docx")))
    assert len(grids(document)[-1]._tbl.tr_lst) == 1 + MOST
    assert "Còn 1.234 dòng nữa, có đủ trong tệp .xlsx cùng báo cáo." in texts(document)
    book = load_workbook(io.BytesIO(render(report, "xlsx")))
    links = {str(cell.value) for row in book["Minh chứng trùng"].iter_rows() for cell in row}
    assert {one.link for one in report.repeated_evidence} <= links


def test_one_that_can_be_read_is_whole() -> None:
    document = Document(io.BytesIO(render(of_repeats(MOST), "docx")))
    assert len(grids(document)[-1]._tbl.tr_lst) == 1 + MOST
    assert not [text for text in texts(document) if "dòng nữa" in text]
