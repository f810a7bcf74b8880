"""Workbook, read: the sheets of activities → one command per row that is filled in."""

import re
from collections.abc import Sequence
from typing import Any

from contracts.commands import DeclareActivity, WithdrawActivity
from workbook import layout
from workbook.form import WITHDRAWN, Form
from workbook.layout import Column
from workbook.read import cells
from workbook.read.draft import ROW_NUMBER, Draft, Lists, budget, figure, joint, under
from workbook.read.grid import Faults, Grid, SheetCell, find
from workbook.read.safe import Loaded
from workbook.sentences import Spot

_OURS = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}$")
_ASIDE = {"number", "assignments"}
"""Filled in beforehand: a row with nothing else is empty."""
SIMPLE = ("title", "kind", "starts_on", "ends_on", "place")


class ActivityReader:
    """The rows of the three sheets, brought together by their numbers."""

    def __init__(self, book: Loaded, form: Form, faults: Faults) -> None:
        self._form = form
        self._faults = faults
        self._lists = Lists(form)
        self._columns = {c.key: c for c in layout.activity_columns(form.plan)}
        self._book = book
        self._ids: dict[str, int] = {}
        self._numbers: dict[int, Draft] = {}
        self._accounts: dict[int, dict[str, dict[str, Any]]] = {}

    def read(self) -> list[Draft]:
        grid = self._find(layout.ACTIVITIES, list(self._columns.values()))
        if grid is None:
            return []
        grid.check_merged()
        drafts = [draft for row in grid.rows() if (draft := self._row(grid, row))]
        self._figures()
        self._evidence()
        return [self._finished(draft) for draft in drafts]

    def _find(self, sheet: str, columns: Sequence[Column]) -> Grid | None:
        return find(self._book, sheet, layout.MARKERS[sheet], columns, self._faults)

    def _row(self, grid: Grid, row: int) -> Draft | None:
        entries = {key: grid.entry(row, key) for key in self._columns}
        filled = [
            entry
            for key, entry in entries.items()
            if key not in _ASIDE and not (self._columns[key].kind == "total" and entry.formula)
        ]
        if all(entry.empty for entry in filled):
            return None
        key, home = self._key(grid, row), entries["title"].place
        if key is None:
            return None
        status = grid.read(entries["status"], self._lists.of(self._columns["status"])) or "planned"
        withdrawn = status == WITHDRAWN
        model = WithdrawActivity if withdrawn else DeclareActivity
        draft = Draft(model, f"{layout.ACTIVITIES}, dòng {row}", home)
        draft.record["id"] = key
        self._remember(grid, draft, entries["number"])
        if withdrawn:
            draft.home = entries["status"].place
            draft.put("reason", grid.read(entries["reason"], cells.text), entries["reason"].place)
            return draft
        if not entries["reason"].empty:
            self._faults.add("reason-unused", entries["reason"].place, "warning")
        draft.put("status", status, entries["status"].place)
        self._simple(grid, draft, entries)
        self._assignments(grid, draft, entries["assignments"])
        self._partners(grid, draft, entries)
        joint(grid, draft, entries, self._lists)
        self._money(grid, draft, entries)
        return draft

    def _key(self, grid: Grid, row: int) -> str | None:
        key = grid.key(row)
        place = Spot(grid.name, row, self._columns["number"].said)
        if not _OURS.match(key):
            self._faults.add("no-number", place)
            return None
        if key in self._ids:
            self._faults.add("row-copied", place, row=self._ids[key])
            return None
        self._ids[key] = row
        return key

    def _remember(self, grid: Grid, draft: Draft, number: SheetCell) -> None:
        """The row's number, by which the other sheets name it; the id's own if it was cleared."""
        typed = None if number.empty else grid.read(number, cells.whole)
        own = draft.record["id"].rpartition("-")[2]
        found = typed[0] if typed else int(own) if ROW_NUMBER.match(own) else None
        if found is not None:
            self._numbers.setdefault(found, draft)
        self._accounts[id(draft)] = {"planned": {}, "actual": {}}

    def _simple(self, grid: Grid, draft: Draft, entries: dict[str, SheetCell]) -> None:
        days = {}
        for key in SIMPLE:
            column, entry = self._columns[key], entries[key]
            if column.kind == "choice":
                draft.put(key, grid.read(entry, self._lists.of(column)), entry.place)
            elif column.kind == "day":
                days[key] = day = grid.read(entry, cells.day)
                draft.put(key, day.isoformat() if day else None, entry.place)
            else:
                draft.put(key, grid.read(entry, cells.text), entry.place)
            if column.required and entry.empty:
                self._faults.add("cell-missing", entry.place)
        first, last = days["starts_on"], days["ends_on"]
        if first and entries["ends_on"].empty:
            draft.record["ends_on"] = first.isoformat()
        if first and last and last < first:
            words = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            self._faults.add("days-reversed", entries["ends_on"].place, "error", **words)
            draft.places[draft.at] = entries["ends_on"].place

    def _assignments(self, grid: Grid, draft: Draft, entry: SheetCell) -> None:
        """One chosen from the list, whose text may hold anything, or several by their numbers."""
        chosen = grid.read(entry, self._lists.several("assignments")) or []
        for index in range(len(chosen)):
            draft.places[f"{draft.at}/assignments/{index}"] = entry.place
        draft.put("assignments", chosen or None, entry.place)

    def _partners(self, grid: Grid, draft: Draft, entries: dict[str, SheetCell]) -> None:
        partners: list[str] = []
        for number in range(1, layout.PARTNERS + 1):
            entry = entries[f"partner-{number}"]
            for name in grid.read(entry, cells.parts) or []:
                found = grid.read(SheetCell(name, entry.place), self._lists.parser("partners"))
                if found and found not in partners:
                    draft.places[f"{draft.at}/partners/{len(partners)}"] = entry.place
                    partners.append(found)
        draft.put("partners", partners or None, entries["partner-1"].place)
        others = entries["other_partners"]
        draft.put("other_partners", grid.read(others, cells.parts) or None, others.place)

    def _money(self, grid: Grid, draft: Draft, entries: dict[str, SheetCell]) -> None:
        for account in ("planned", "actual"):
            sources = {
                source.id: entries[f"{account}/{source.id}"]
                for source in self._form.plan.budget_sources
            }
            at, total = f"{draft.at}/{account}/budget", entries[f"{account}//total"]
            if found := budget(grid, draft, at, sources, total):
                self._accounts[id(draft)][account]["budget"] = found

    def _figures(self) -> None:
        columns = layout.figure_columns()
        grid = self._find(layout.FIGURES, columns)
        if grid is None:
            return
        grid.check_merged()
        typed = [column.key for column in columns if column.kind != "computed"]
        for row in grid.rows():
            entries = {key: grid.entry(row, key) for key in typed}
            if not all(entry.empty for entry in entries.values()):
                self._figure(grid, entries)

    def _figure(self, grid: Grid, entries: dict[str, SheetCell]) -> None:
        draft = self._activity_of(grid, entries["number"])
        chosen = grid.read(entries["indicator"], self._lists.parser("indicators"))
        if entries["indicator"].empty:
            self._faults.add("cell-missing", entries["indicator"].place)
        if draft is None or chosen is None:
            return
        alone = True
        for account in ("planned", "actual"):
            names = ("qualifier", "value", "denominator", "percent")
            part = {name: entries[f"{account}/{name}"] for name in names}
            found = figure(grid, self._lists.indicators[chosen], part, self._lists)
            if found is None:
                continue
            alone = False
            figures = self._accounts[id(draft)][account].setdefault("figures", [])
            at = f"{draft.at}/{account}/figures/{len(figures)}"
            draft.places |= under(at, found[1]) | {f"{at}/indicator": entries["indicator"].place}
            figures.append(found[0])
        if alone:
            self._faults.add("figure-alone", entries["planned/value"].place)

    def _activity_of(self, grid: Grid, entry: SheetCell) -> Draft | None:
        if entry.empty:
            self._faults.add("cell-missing", entry.place)
            return None
        number = grid.read(entry, cells.whole)
        if number is None:
            return None
        if number[0] not in self._numbers:
            self._faults.add("activity-row", entry.place, given=number[0])
        return self._numbers.get(number[0])

    def _evidence(self) -> None:
        grid = self._find(layout.EVIDENCE, layout.evidence_columns())
        if grid is None:
            return
        grid.check_merged()
        for row in grid.rows():
            entries = {key: grid.entry(row, key) for key in ("number", "title", "link")}
            if all(entry.empty for entry in entries.values()):
                continue
            draft = self._activity_of(grid, entries["number"])
            given = {key: grid.read(entries[key], cells.text) for key in ("title", "link")}
            for key in given:
                if entries[key].empty:
                    self._faults.add("cell-missing", entries[key].place)
            if draft is None or draft.model is WithdrawActivity:
                continue
            evidence = draft.record.setdefault("evidence", [])
            at = f"{draft.at}/evidence/{len(evidence)}"
            draft.places |= {at: entries["title"].place, f"{at}/link": entries["link"].place}
            evidence.append({key: text for key, text in given.items() if text is not None})

    def _finished(self, draft: Draft) -> Draft:
        about = {"plan": self._form.plan.id, "unit": self._form.participant.unit}
        record = draft.record
        if draft.model is WithdrawActivity:
            draft.data = {**about, "activity": record["id"], "reason": record.get("reason", "")}
            draft.places["/data/reason"] = draft.places["/data/activity/reason"]
            return draft
        accounts = self._accounts[id(draft)]
        draft.data = {
            **about,
            "activity": record | {name: account for name, account in accounts.items() if account},
        }
        return draft
