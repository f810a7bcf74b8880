"""Workbook, read: the report's sheet → one command, where anything is filled in."""

from typing import Any

from contracts.commands import SubmitReport
from contracts.words import Nothing
from workbook import layout, report_layout
from workbook.form import Asked, Form, also_for_list, also_owed_list
from workbook.read import cells
from workbook.read.draft import Draft, Lists, budget, figure, under
from workbook.read.grid import Faults, Grid, SheetCell, find
from workbook.read.safe import Loaded
from workbook.report_layout import ReportRow
from workbook.sentences import Spot

CONTENT = "Nội dung"
UNTOLD: Nothing = "not-yet-known"
TYPED = ("qualifier", "value", "denominator", "percent")
Entries = dict[str, dict[str, SheetCell]]
"""By the report row's key, then by the column's."""


def read_report(book: Loaded, form: Form, sheet: str, asked: Asked, faults: Faults) -> Draft | None:
    """The report for one duty, or None where its sheet is as it was made."""
    grid = find(
        book, sheet, report_layout.report_marker(asked), report_layout.report_columns(), faults
    )
    if grid is None:
        return None
    lines = {line.key: line for line in report_layout.report_lines(form, asked) if line.key}
    rows = _rows(grid, lines, faults)
    wide = {row for key, row in rows.items() if lines[key].shape in report_layout.WIDE}
    keyed = set(rows.values())
    spans = grid.column_number("qualifier")
    grid.check_merged(lambda row, column: row not in keyed or (row in wide and column == spans))
    entries = {key: _entries(grid, row, lines[key]) for key, row in rows.items()}
    if all(_empty(lines[key], found) for key, found in entries.items()):
        return None
    for key, line in lines.items():
        if key not in rows:
            faults.add("row-missing", Spot(grid.name), row=line.label)
    return _draft(grid, form, asked, faults, entries)


def _rows(grid: Grid, lines: dict[str, ReportRow], faults: Faults) -> dict[str, int]:
    rows: dict[str, int] = {}
    for row in grid.rows():
        key = grid.key(row)
        if key in rows:
            faults.add("row-copied", Spot(grid.name, row), row=rows[key])
        elif key in lines:
            rows[key] = row
    return rows


def _entries(grid: Grid, row: int, line: ReportRow) -> dict[str, SheetCell]:
    if line.shape in report_layout.WIDE:
        wanted = layout.WANTED[line.shape if line.shape in {"day", "choice"} else "text"]
        return {"value": grid.entry(row, "qualifier", CONTENT, wanted)}
    return {name: grid.entry(row, name) for name in TYPED}


def _empty(line: ReportRow, entries: dict[str, SheetCell]) -> bool:
    if line.shape == "total" and entries["value"].formula:
        return True
    return all(entry.empty for entry in entries.values())


def _draft(grid: Grid, form: Form, asked: Asked, faults: Faults, entries: Entries) -> Draft:
    draft = Draft(SubmitReport, f"{grid.name}: {form.duty(asked).title}", Spot(grid.name))
    _instead(grid, form, asked, draft, entries)
    _figures(grid, form, asked, draft, entries)
    sources = {
        source.id: found["value"]
        for source in form.plan.budget_sources
        if (found := entries.get(f"spending/{source.id}"))
    }
    nothing = SheetCell(None, draft.home)
    total = entries.get("spending//total", {}).get("value", nothing)
    money = budget(grid, draft, f"{draft.at}/spending", sources, total)
    if money:
        draft.record["spending"] = money
    for key in report_layout.NARRATIVE:
        if key in entries:
            entry = entries[key]["value"]
            draft.put(key, grid.read(entry, cells.text), entry.place)
    _signed(grid, draft, faults, entries)
    draft.data = {
        "plan": form.plan.id,
        "unit": form.participant.unit,
        "owed": asked.duty,
        "report": draft.record,
    }
    return draft


def _instead(grid: Grid, form: Form, asked: Asked, draft: Draft, entries: Entries) -> None:
    """That there is nothing to report, and what else the report speaks for."""
    lists = Lists(form)
    if found := entries.get("nothing"):
        entry = found["value"]
        draft.put("nothing", grid.read(entry, lists.parser("nils")), entry.place)
    several = {
        "also_owed": also_owed_list(form.number(asked)),
        "also_for": also_for_list(form, asked),
    }
    for key, wanted in several.items():
        if found := entries.get(key):
            entry = found["value"]
            chosen = grid.read(entry, lists.several(wanted)) or []
            for index in range(len(chosen)):
                draft.places[f"{draft.at}/{key}/{index}"] = entry.place
            draft.put(key, chosen or None, entry.place)


def _figures(grid: Grid, form: Form, asked: Asked, draft: Draft, entries: Entries) -> None:
    lists = Lists(form)
    figures: list[dict[str, Any]] = []
    for indicator in (one for one in form.plan.indicators if one.id in asked.indicators):
        line = entries.get(f"figures/{indicator.id}")
        found = figure(grid, indicator, line, lists) if line else None
        if found:
            draft.places |= under(f"{draft.at}/figures/{len(figures)}", found[1])
            figures.append(found[0])
        untold = found is None or found[0].get("nothing") == UNTOLD
        if untold and indicator.id in asked.required:
            draft.missing.append(line["value"].place if line else draft.home)
    draft.put("figures", figures or None, draft.home)


def _signed(grid: Grid, draft: Draft, faults: Faults, entries: Entries) -> None:
    names = [name for name in ("number", "day", "signer") if f"signed/{name}" in entries]
    given = {name: entries[f"signed/{name}"]["value"] for name in names}
    if all(entry.empty for entry in given.values()):
        return
    signed = {}
    for name, entry in given.items():
        draft.places[f"{draft.at}/signed/{name}"] = entry.place
        found = grid.read(entry, _iso if name == "day" else cells.text)
        if found is not None:
            signed[name] = found
        if entry.empty and name != "signer":
            faults.add("cell-missing", entry.place)
    draft.record["signed"] = signed


def _iso(value: Any) -> str:
    return cells.day(value).isoformat()
