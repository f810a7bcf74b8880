"""Tables in the document: what fits on the page stays whole, and no word is broken over lines."""

from datetime import UTC, datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from services.reporting.documents.paper.fitting import BOLD, NOTHING_IN, PADDING, _breadth, fitted
from services.reporting.documents.paper.frame import grid
from services.reporting.documents.paper.style import SMALL, blank
from services.reporting.documents.tables.table import Table
from services.reporting.documents.together import bound

SIZE = Pt(11)
MANY = ("Báo cáo", "Phải gửi", *(f"Chưa nghiêng {at}" for at in range(10)))


def drawn(table: Table) -> tuple[list[str], list[int], list[str]]:
    """The head's texts, the columns' widths, and the paragraphs."""
    doc = Document()
    grid(doc, table, SIZE)
    [found] = doc.tables
    widths = [cell.width or 0 for cell in found.rows[0].cells]
    return [cell.text for cell in found.rows[0].cells], widths, [p.text for p in doc.paragraphs]


def test_a_table_too_wide_leaves_out_the_columns_that_hold_nothing_and_says_so() -> None:
    row = ("Báo cáo tuần", 96, 4, *(0 for _ in MANY[3:]))
    head, _, said = drawn(Table("s", "Tình hình", MANY, (row,)))
    assert head == ["STT", "Báo cáo", "Phải gửi", "Chưa nghiêng 0"]
    assert said[-1] == bound(NOTHING_IN.format(columns=", ".join(MANY[3:])))


def test_a_table_that_fits_keeps_its_zeros() -> None:
    head, _, said = drawn(Table("s", "Tình hình", MANY[:4], (("Báo cáo tuần", 96, 4, 0),)))
    assert head == ["STT", *MANY[:4]]
    assert said == ["Tình hình"]


def test_every_column_has_room_for_its_longest_word() -> None:
    _, widths, _ = drawn(Table("s", "t", ("Mục", "Nghiêng ngả", "Số"), (("x" * 60, 1, 22),)))
    longest = [len("STT"), len("x" * 14), len("Nghiêng"), len("Số")]
    assert all(
        width >= letters * SIZE // 2 + PADDING
        for width, letters in zip(widths, longest, strict=True)
    )


def test_a_table_is_never_wider_than_the_page() -> None:
    words = ("Chỉ tiêu báo cáo", "Đơn vị", "Kết quả " * 20, "Số đơn vị", "Dự kiến", "Chênh lệch")
    for columns in (words, words * 3):
        _, widths, _ = drawn(Table("s", "t", columns, (tuple("x" * 20 for _ in columns),)))
        section = Document().sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(widths) <= room + 635 * len(columns)  # Word rounds to twentieths of a point


def test_a_hedge_and_its_number_stay_in_one_line() -> None:
    """Letters and digits are half as wide as they are high, points and the space a quarter."""
    row = ("khoảng 1.143.071 (4/7 số liệu ước)", *("chữ " * 30 for _ in range(5)))
    _, widths, _ = drawn(Table("s", "t", tuple("abcdef"), (row,)))
    assert widths[1] >= SIZE * 7.25 + PADDING


def test_a_head_has_few_lines_also_where_its_column_holds_little() -> None:
    """What is owed stands in front of eight numbers; with one unit its names are short."""
    heads = "Tổng số|Đã thực hiện|Đúng hạn|Trễ hạn|Chưa thực hiện|Được miễn|Không phát sinh"
    columns = ("STT", "Nội dung phải thực hiện", *heads.split("|"), "Không còn giao")
    rows = (("1", "Báo cáo bc", *[1] * 8), ("", "Tất cả nội dung", *[1] * 8))
    table = Table("s", "t", columns, rows)
    fit = fitted(blank("", "", datetime(2022, 1, 1, tzinfo=UTC)), table, SMALL)
    assert fit.widths[1] - PADDING >= BOLD * _breadth("phải thực", fit.size)


def aligned(*cells: str) -> list[ALIGN | None]:
    """How the cells of a column behind that of the names stand."""
    doc = Document()
    grid(doc, Table("s", "t", ("Mục", "Cột"), tuple(("x", one) for one in cells)), SIZE)
    [found] = doc.tables
    return [cell.paragraphs[0].alignment for cell in found.columns[2].cells][1:]


def test_figures_and_what_is_missing_of_them_stand_at_the_right() -> None:
    """A dash among words stands in the middle."""
    assert aligned("12", "–", "65/68; bằng 0: 3") == [ALIGN.RIGHT] * 3
    assert aligned("đúng hạn", "–") == [ALIGN.LEFT, ALIGN.CENTER]


def test_names_are_not_squeezed_by_the_heads_of_numbers() -> None:
    heads = "Phải gửi|Đã tính số liệu|Gộp|Đã tiếp nhận|Đang bổ sung, chỉnh lý|Không nhận bản sửa"
    columns = ("STT", "Báo cáo", *heads.split("|"), "Chờ tiếp nhận", "Không có gì để báo cáo")
    name = "Báo cáo giữa kỳ của xã, phường"
    table = Table("s", "t", columns, tuple((str(at), name, *[1] * 8) for at in range(6)))
    fit = fitted(blank("", "", datetime(2022, 1, 1, tzinfo=UTC)), table, SMALL)
    assert 2 * (fit.widths[1] - PADDING) >= _breadth(name, fit.size)


def kept_together(text: str) -> bool:
    """Whether a table of ten rows stands on one page: its fifth row keeps to the next."""
    doc = blank("", "", datetime(2022, 1, 1, tzinfo=UTC))
    grid(doc, Table("s", "t", ("Mục", "Cột"), tuple(("x", text) for _ in range(10))), SIZE)
    [found] = doc.tables
    return bool(found.cell(5, 2).paragraphs[0].paragraph_format.keep_with_next)


def test_a_short_table_stands_on_one_page_unless_it_is_too_high_for_one() -> None:
    """Its title would stand on a page alone."""
    assert kept_together("chữ")
    assert not kept_together("chữ " * 120)
