"""Money in triệu đồng: each line rounded, the total that of the exact sums, the note if needed."""

import io
import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from docx import Document
from docx.shared import Cm, Pt
from docx.table import Table as DrawnTable
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from contracts.values import MAX_NUMBER
from services.reporting.documents import wording
from services.reporting.documents.render import render
from services.reporting.documents.tables.report import money
from services.reporting.documents.tables.table import SUM, shown
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.totals import Money, MoneyTotal
from tests.reporting.answers import page_with
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry
from tests.thorough import FEW

NOTE = "Số liệu làm tròn, tổng có thể lệch do làm tròn."
NAME = "Ngân sách trung ương hỗ trợ có mục tiêu cho địa phương"
dong = st.integers(0, MAX_NUMBER)
REPORT = campaigns.Told([entry("bc")], [], {"xa-a": "xa"}).consolidated()


def spent(*amounts: int) -> Consolidated:
    """A report with so many sources of money, planned and spent alike."""

    def line(source: str | None, amount: int) -> MoneyTotal:
        told = Money(amount=amount, gave=1)
        return MoneyTotal(source=source, name=NAME, reported=told, planned=told, held=told)

    sources = tuple(line(f"nguon-{number}", amount) for number, amount in enumerate(amounts))
    changed = {"by_source": sources, "money": line(None, sum(amounts))}
    return REPORT.model_copy(update={"totals": REPORT.totals.model_copy(update=changed)})


def read(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@given(dong)
def test_an_amount_is_rounded_half_up_to_a_tenth_of_a_trieu(amount: int) -> None:
    text = wording.millions(amount)
    assert read(text) == (Decimal(amount) / 10**6).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert text[-2] == ","


def test_an_amount_is_written_the_vietnamese_way() -> None:
    assert wording.millions(1_934_800_000) == "1.934,8"
    assert wording.millions(12_550_000) == "12,6"
    assert wording.millions(24_000_000) == "24,0"
    assert wording.millions(None) == "–"


@given(st.lists(dong, min_size=1, max_size=8))
def test_the_total_is_that_of_the_exact_sums_and_a_difference_is_noted(amounts: list[int]) -> None:
    """The note stands where lines as shown do not add up to the total as shown, and only there."""
    table = money(spent(*amounts))
    *lines, total = ([read(shown(cell)) for cell in row[1:3]] for row in table.rows)
    assert total == [read(wording.millions(sum(amounts)))] * 2
    differs = [sum(column) for column in zip(*lines, strict=True)] != total
    assert table.note == (NOTE if differs else "")


@pytest.mark.parametrize(
    ("amounts", "note"),
    [
        ((1_934_800_000, 1_244_800_000), ""),
        ((1_934_850_000, 1_244_750_000), NOTE),
        ((40_000, 40_000, 40_000), NOTE),
    ],
)
def test_the_note_stands_below_the_table_wherever_it_is_shown(
    amounts: tuple[int, ...], note: str
) -> None:
    report = spent(*amounts)
    document = Document(io.BytesIO(render(report, "docx")))
    assert [one.text for one in document.paragraphs].count(NOTE) == bool(note)
    assert page_with(report).count(NOTE) == bool(note)


def test_every_table_of_money_says_its_unit() -> None:
    """On the page and in the document in Vietnamese writing."""
    page = page_with(spent(1_934_800_000, 1_244_800_000))
    assert f"Đã chi (triệu{NO_BREAK}đồng)" in page
    assert '<td class="n">3.179,6</td>' in page
    cells = [cell.text.replace(NO_BREAK, " ") for cell in drawn(spent(1_934_800_000))._cells]
    assert cells[2:4] == ["Dự kiến (triệu đồng)", "Đã chi (triệu đồng)"]
    assert cells[7:9] == ["1.934,8", "1.934,8"]


@settings(max_examples=FEW, deadline=None)
@given(st.lists(dong, min_size=1, max_size=3))
def test_a_workbook_keeps_the_exact_amount(amounts: list[int]) -> None:
    """Whole đồng."""
    book = load_workbook(io.BytesIO(render(spent(*amounts), "xlsx")), data_only=True)
    for row, amount in enumerate([*amounts, sum(amounts)], 5):
        cell = book["Kinh phí"].cell(row, 3)
        assert cell.data_type == "n"
        assert cell.value == amount
        assert cell.number_format == "[$-42A]#,##0"


def test_data_keep_whole_dong() -> None:
    """What programs read is rounded nowhere."""
    totals = json.loads(render(spent(1_934_850_001), "json"))["totals"]
    assert totals["money"]["reported"]["amount"] == 1_934_850_001


def drawn(report: Consolidated) -> DrawnTable:
    """The document's table of money."""
    tables = Document(io.BytesIO(render(report, "docx"))).tables
    return next(one for one in tables if one._cells[1].text == "Nguồn")


@pytest.mark.parametrize("amount", [1, 1_934_850_000, MAX_NUMBER, 1000 * MAX_NUMBER])
def test_no_amount_of_the_document_breaks_over_two_lines(amount: int) -> None:
    """Digits of Times New Roman are half as wide as the letters are high, points a quarter; 3.8 mm
    are margins.
    """
    table = drawn(spent(amount, 1))
    assert table.rows[-1].cells[1].text == SUM
    for cell in table._cells[len(table.columns) :]:
        if cell.text[:1].isdigit():
            size = cell.paragraphs[0].runs[0].font.size
            halves = sum(1 if one.isdigit() else 0.5 for one in cell.text)
            assert size >= Pt(9)
            assert halves * size / 2 + Cm(0.38) <= cell.width
    assert round(Cm(sum(column.width for column in table.columns) / Cm(1)).mm) == 165
