"""Reporting, documents: what units wrote, each sentence once."""

import re
from collections.abc import Callable, Iterator

from services.reporting.documents.tables.standing import named
from services.reporting.documents.tables.table import Table
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row

ENDED = re.compile(r"(?<=[.!?…;])\s+")
ABBREVIATED = re.compile(r"(^|\s)([A-ZĐ]{1,3}|v\.v)\.$")
NAMED = 5
"""Units that are named behind a sentence; of more it is said how many."""
ALL = "Các đơn vị không nêu."


def sentences(text: str) -> list[str]:
    """A text's sentences, without marks of a list in front, each with its full stop."""
    found: list[str] = []
    for line in text.splitlines():
        begun = len(found)
        for part in ENDED.split(line.strip().lstrip("-+•* ").strip()):
            goes_on = len(found) > begun and (
                not part[:1].isupper() or ABBREVIATED.search(found[-1])
            )
            if goes_on:
                found[-1] += f" {part}"
            elif part:
                found.append(part)
    return found


def told(report: Consolidated, of: Callable[[ReportRef], str]) -> list[str]:
    """Each sentence once, what most units wrote first, with who wrote it."""
    by_text: dict[str, dict[str, str]] = {}
    first: dict[str, str] = {}
    for row, one in _counted(report):
        for sentence in sentences(of(one)):
            key = " ".join(sentence.split()).rstrip(".;").casefold()
            first.setdefault(key, " ".join(sentence.split()).rstrip(".;"))
            by_text.setdefault(key, {})[row.unit.id] = named(row.unit.short_name, row.unit)
    ordered = sorted(by_text.items(), key=lambda pair: -len(pair[1]))
    return [f"- {first[key]} ({_who(list(units.values()))})." for key, units in ordered]


def _who(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} đơn vị"


def _counted(report: Consolidated) -> Iterator[tuple[Row, ReportRef]]:
    for row in (*report.rows, *report.before):
        yield from ((row, one) for one in row.reports if one.counts)


def by_unit(report: Consolidated) -> Iterator[Table]:
    """What each unit wrote, in its own words, a unit once."""
    columns = ("Kết quả chính", "Khó khăn", "Nguyên nhân", "Kiến nghị, đề xuất")
    said: dict[str, list[dict[str, None]]] = {}
    for row, one in _counted(report):
        texts = (one.summary, one.difficulties, one.causes, one.recommendations)
        if any(texts):
            cells = said.setdefault(named(row.unit.short_name, row.unit), [{} for _ in texts])
            for cell, text in zip(cells, texts, strict=True):
                cell.update(dict.fromkeys(sentences(text)))
    used = [at for at in range(len(columns)) if any(cells[at] for cells in said.values())]
    rows = tuple((unit, *(" ".join(cells[at]) for at in used)) for unit, cells in said.items())
    if rows:
        heads = ("Đơn vị", *(columns[at] for at in used))
        yield Table("Ý kiến", "Báo cáo của từng đơn vị, bằng lời", heads, rows)
