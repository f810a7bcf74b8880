"""Reporting, documents: how wide the columns of a table are, and what of it fits on the page."""

from dataclasses import dataclass, replace

from docx.document import Document as Docx
from docx.shared import Cm, Length, Pt

from services.reporting.documents.tables.table import Cell, Table, shown
from services.reporting.documents.together import bound

PADDING = Cm(0.4)
SMALLEST, LEGIBLE = Pt(9), Pt(10)
SHORTER = 0.85
"""What a table's height has to come to of that in larger letters."""


class _Sixteenths(dict[str, int]):
    """Of the letters' height how wide one is in Times New Roman; others 8, capitals 12."""

    def __missing__(self, letter: str) -> int:
        return self.setdefault(letter, 12 if letter.isupper() else 8)


SIXTEENTHS = _Sixteenths(
    {
        **dict.fromkeys(".,:;'|ijlt ìíỉĩịïI\u00a0", 6),
        **dict.fromkeys("frs()-/", 7),
        **dict.fromkeys("ưừứửữự", 9),
        **dict.fromkeys("mw%", 14),
        **dict.fromkeys("MW…", 16),
    }
)
BOLD = 1.15
OF_A_PAGE = 0.55
"""Of its room what the letters of a table that stays together may take, without what is between."""
LONGEST_WORD = 14
"""Letters of a word that is never broken; a longer one is no word of Vietnamese."""
NOTHING_IN = "Các cột không có số liệu: {columns}."


@dataclass(frozen=True)
class Fitted:
    """A table as it is drawn: what of it, in which size, how wide."""

    table: Table
    size: Pt
    widths: tuple[Length, ...]


def fitted(doc: Docx, table: Table, size: Pt) -> Fitted:
    """In the size that is asked for; a table too wide for the page is without the columns that hold
    nothing, which a note says. It is in smaller letters where that makes it far shorter.
    """
    if _room(doc) < sum(_needs(table, size)):
        table = _without_nothing(table)
    found = Fitted(table, size, tuple(_widths(doc, table, size)))
    while (size := Pt(size.pt - 1)) >= SMALLEST:
        smaller = Fitted(table, size, tuple(_widths(doc, table, size)))
        fits = _room(doc) >= sum(_needs(table, found.size))
        if fits and (size < LEGIBLE or _height(smaller) > SHORTER * _height(found)):
            break
        found = smaller
    return found


def fits_a_page(doc: Docx, found: Fitted) -> bool:
    """Whether it may stand on one, below the titles of an annex, and what is not known of its
    letters' heights.
    """
    page = doc.sections[-1]
    room = page.page_height - page.top_margin - page.bottom_margin  # type: ignore[operator]
    return _height(found) < OF_A_PAGE * room


def _height(found: Fitted) -> int:
    """Of the whole table, about."""
    rooms = [max(width - PADDING, 1) for width in found.widths]
    heads = zip(found.table.columns, rooms, strict=True)
    lines = max(_lines(name, found.size, int(room / BOLD)) for name, room in heads)
    for row in found.table.rows:
        cells = zip(row, rooms, strict=True)
        lines += max(1 + _breadth(shown(cell), found.size) // room for cell, room in cells)
    return lines * found.size


def _widths(doc: Docx, table: Table, size: Pt) -> list[Length]:
    """Each column has what its longest number or word needs to stay in one line; the rest is shared
    by what its cells would need more to stand in one line, in the mean, but no column gets more
    than its longest cell as long as another one could use it.
    """
    needs, room = _needs(table, size), _room(doc)
    if sum(needs) >= room:  # something has to break
        return [Length(need * room // sum(needs)) for need in needs]
    means, longest = [], []
    for cells, need in zip(_columns(table), needs, strict=True):
        wide = [_breadth(bound(shown(cell)), size) + PADDING - need for cell in cells]
        means.append(max(sum(max(one, 0) for one in wide) / len(wide), 1))
        longest.append(max(*wide, 0))
    widths = [float(need) for need in needs]
    open_ = [at for at, most in enumerate(longest) if most]
    while open_ and (rest := room - sum(widths)) > 1:
        share = rest / sum(means[at] for at in open_)
        for at in open_:
            widths[at] = min(widths[at] + share * means[at], needs[at] + longest[at])
        open_ = [at for at in open_ if widths[at] < needs[at] + longest[at]]
    return [Length(int(width * room / sum(widths))) for width in widths]


def _lines(text: str, size: Pt, room: int) -> int:
    """How many lines of that breadth a text has, word by word."""
    found, left, space = 0, 0, _breadth(" ", size)
    for word in bound(text).split(" "):
        wide = _breadth(word, size)
        if wide > left:
            found, left = found + 1 + wide // (room + 1), room
        left -= wide + space
    return found


def _room(doc: Docx) -> int:
    section = doc.sections[-1]
    return section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]


def _columns(table: Table) -> list[tuple[Cell, ...]]:
    return [(name, *(row[at] for row in table.rows)) for at, name in enumerate(table.columns)]


def _needs(table: Table, size: Pt) -> list[int]:
    """Of each column the room of its longest number or word; a head, and a total, is bold."""
    found = []
    for name, *cells in _columns(table):
        heads = (_breadth(word, size) * BOLD for word in _unbroken(name))
        words = (_breadth(word, size) for cell in cells for word in _unbroken(cell))
        found.append(int(max([*heads, *words], default=0)) + PADDING)
    return found


def _breadth(text: str, size: Pt) -> int:
    """How wide a text is, rounded up letter by letter."""
    return sum(map(SIXTEENTHS.__getitem__, text)) * size // 16


def _unbroken(cell: Cell) -> list[str]:
    if not isinstance(cell, str):
        return [shown(cell)]
    words = bound(shown(cell)).split(" ")
    return [word if any(map(str.isdigit, word)) else word[:LONGEST_WORD] for word in words]


def _without_nothing(table: Table) -> Table:
    columns = _columns(table)
    kept = [at for at, cells in enumerate(columns) if at == 0 or any(cells[1:])]
    left_out = [name for at, name in enumerate(table.columns) if at not in kept]
    if not left_out:
        return table
    note = f"{table.note} {NOTHING_IN.format(columns=', '.join(left_out))}".strip()
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        note=note,
    )
