"""Cli, rehearse: the messages as an .xlsx that an office reads through and files."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cli.integrate.told import terms
from cli.rehearse.outcome import About, Outcome, Row, Unsent
from contracts.reach import CHANNEL_VI, FATE_VI, ROLE_VI, reason_vi
from workbook.write.style import WRAP, put

MESSAGES, UNSENT = "Tin gửi", "Không gửi"
HEADS = {
    MESSAGES: {
        "lúc": 17,
        "kênh": 13,
        "người nhận": 24,
        "vai trò": 18,
        "đơn vị": 28,
        "địa chỉ": 28,
        "tiêu đề": 40,
        "nội dung": 80,
        "tệp kèm theo": 28,
        "số đoạn": 9,
        "tiền (đồng)": 12,
        "nhắc về": 36,
    },
    UNSENT: {"lúc": 17, "đơn vị": 28, "nội dung": 24, "bậc nhắc, hoặc việc": 22, "vì sao": 40},
}
"""Headings, each with its column's width in characters."""


def save(outcome: Outcome, names: Mapping[str, str], file: Path) -> None:
    """Writes the file; `names` are the units'."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _write(book.create_sheet(MESSAGES), (_message(one, names) for one in outcome.rows))
    _write(book.create_sheet(UNSENT), (_rung(one, names) for one in outcome.unsent))
    book.save(file)


def _write(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    heads = HEADS[sheet.title]
    for column, (head, width) in enumerate(heads.items(), 1):
        put(sheet.cell(1, column), head, Font(bold=True))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, cells in enumerate(rows, 2):
        for column, value in enumerate(cells, 1):
            put(sheet.cell(line, column), value).alignment = WRAP
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _message(one: Row, names: Mapping[str, str]) -> Sequence[object]:
    return (
        f"{one.at:%d/%m/%Y %H:%M}",
        CHANNEL_VI[one.channel],
        one.name,
        ROLE_VI.get(one.role, one.role),
        ", ".join(names.get(unit, unit) for unit in one.units),
        one.address,
        one.subject,
        one.text,
        ", ".join(one.files) or None,
        one.segments or None,
        one.price,
        ", ".join(f"{about.duty} ({_step(about)})" for about in one.about),
    )


def _rung(one: Unsent, names: Mapping[str, str]) -> Sequence[object]:
    why = FATE_VI[one.fate] + (f": {_why(one.reason)}" if one.reason else "")
    about = one.about
    unit = names.get(about.unit, about.unit)
    return f"{one.at:%d/%m/%Y %H:%M}", unit, about.duty, _step(about), why


def _step(about: About) -> str:
    """The rung, or what happened."""
    return terms.NOTICES[about.notice] if about.notice else about.rung or ""


def _why(reason: str) -> str:
    dropped = (words for code, words in terms.DROPPED.items() if code == reason)
    return next(dropped, reason_vi(reason))
