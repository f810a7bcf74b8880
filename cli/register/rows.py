"""Cli, register: the entries of a book of incoming documents (sổ công văn đến), as it was kept."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from cli.findings import Place, located
from cli.notes import Note, Said
from cli.tables.cells import DASHES
from cli.tables.headings import PASSED_OVER, Heads
from cli.tables.read import TableRow, read_table
from cli.tables.sheets import Cell
from contracts.records import Incoming, Signed
from workbook.form import fold
from workbook.read.cells import day as read_day
from workbook.sentences import Wrong

NUMBER, DAY, AUTHOR = "number", "day", "author"
SIGNED, SIGNED_DAY, SUBJECT = "signed", "signed_day", "subject"
WANTED = ((NUMBER, "số đến"), (DAY, "ngày đến"))
LONG = 8
"""Words after which a cell is no heading any more."""
MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PASSED_OVER, ("hạn", "nhận", "chuyển", "hồ sơ", "trả")),
    (SIGNED, ("ký hiệu",)),
    (NUMBER, ("số đến", "số vb đến", "số cv đến", "số văn bản đến", "số công văn đến")),
    (DAY, ("ngày đến", "tháng đến", "ngày vb đến", "ngày văn bản đến", "vào sổ")),
    (SUBJECT, ("trích yếu", "nội dung")),
    (AUTHOR, ("tác giả", "cơ quan", "nơi gửi", "đơn vị gửi", "ban hành văn bản")),
    (SIGNED_DAY, ("ngày tháng", "ngày vb", "ngày văn bản", "ngày ký", "ngày ban hành")),
    (SIGNED, ("số vb", "số văn bản", "số cv", "số công văn")),
    (PASSED_OVER, ("stt", "tt", "ghi chú", "ký", "loại", "số bản", "số tờ", "độ", "xử lý")),
)
"""What a heading's words say its column is; the first line that fits counts (NĐ 30/2020, annex IV,
names them, and every office's program in its own way)."""
_WORD = re.compile(r"\w+")
_SAID = re.compile(r"^(?:số\b)?\s*[:.]?\s*", re.IGNORECASE)
_DATED = re.compile(r"^(.*?)[\s,;(]*\b(?:ngày|ng\.?)\s*([^)]+?)\)?$", re.IGNORECASE)
_ZEROS = re.compile(r"^0+(?=[0-9])")
_OFFICES = (("ủy ban nhân dân", "ubnd"), ("uỷ ban nhân dân", "ubnd"))


class RegisterHeads(Heads):
    """Columns found by the words of their headings, since no two books have the same ones."""

    def column(self, heading: Cell) -> str | None:
        """The column under a heading; None where its words say nothing that is known."""
        words = _WORD.findall(fold(str(heading.value)))
        said = f" {' '.join(words)} "
        if len(words) > LONG:
            return None
        return next(
            (column for column, known in MEANT if any(f" {one} " in said for one in known)), None
        )


HEADS = RegisterHeads({}, frozenset({DAY, SIGNED_DAY}))


@dataclass(frozen=True)
class Entry:
    """One entry: under what it came in, and what the document says of itself."""

    at: Place
    incoming: Incoming
    author: str = ""
    signed: Signed | None = None
    number: str = ""
    """The document's own, also where its day is missing."""
    subject: str = ""

    @property
    def reports(self) -> bool:
        """Whether it is a report (báo cáo), by its number's sign or by what it is about."""
        sign = number_key(self.number).partition("/")[2]
        return "bc" in re.split(r"[-/]", sign) or "báo cáo" in fold(self.subject)


def number_text(text: str) -> str:
    """A number as it is written, without the word before it: "Số: 12/BC-UBND" → "12/BC-UBND"."""
    plain = " ".join(unicodedata.normalize("NFC", text).translate(DASHES).split())
    return _SAID.sub("", plain, count=1)


def number_key(text: str) -> str:
    """A number as numbers are compared: no spaces, no zeros in front, small letters."""
    return _ZEROS.sub("", number_text(text).replace(" ", "").casefold())


def author_key(text: str) -> str:
    """A unit's name as names are compared."""
    key = fold(text)
    for whole, short in _OFFICES:
        key = key.replace(whole, short)
    return " ".join(_WORD.findall(key))


def read_register(path: Path) -> tuple[list[Entry], list[Said]]:
    """The entries of a book, each once, and what is said of its rows; one in error is left out.

    Raises Trouble where the file is no table, or has none of the headings.
    """
    rows, said = read_table(path, HEADS)
    entries: list[Entry] = []
    seen: dict[tuple[object, ...], Place] = {}
    for row in rows:
        entry = _entry(row, said)
        if entry is None:
            continue
        same = (entry.incoming, number_key(entry.number), entry.signed, author_key(entry.author))
        if same in seen:
            said.append(Note("register-row-again", row.at, {"first": seen[same].said()}))
            continue
        seen[same] = row.at
        entries.append(entry)
    return entries, said


def _entry(row: TableRow, said: list[Said]) -> Entry | None:
    cells = row.cells
    missing = [name for column, name in WANTED if column not in cells]
    if not ({NUMBER, SIGNED, AUTHOR} & cells.keys()) or cells.keys() == {NUMBER}:
        return None  # a note between the rows, a sum below them, or a number kept for later
    if missing:
        said += [located("cell-missing", row.at, column=words) for words in missing]
        return None
    number, day = _dated(cells.get(SIGNED, ""), cells.get(SIGNED_DAY))
    try:
        return Entry(
            at=row.at,
            incoming=Incoming(number=number_text(cells[NUMBER]), day=_iso(cells[DAY])),
            author=cells.get(AUTHOR, ""),
            signed=Signed(number=number, day=day) if number and day else None,
            number=number,
            subject=cells.get(SUBJECT, ""),
        )
    except ValidationError:
        said.append(located("register-number", row.at, column="số đến"))
        return None


def _dated(number: str, day: str | None) -> tuple[str, date | None]:
    """A document's number and day, which may stand in one cell: "12/BC-UBND ngày 18/10/2022"."""
    plain = number_text(number)
    found = _DATED.match(plain)
    if found is None:
        return plain, _iso(day) if day else None
    try:
        within = read_day(found[2])
    except Wrong:
        return plain, _iso(day) if day else None
    return number_text(found[1]), _iso(day) if day else within


def _iso(day: str) -> date:
    return date.fromisoformat(day)
