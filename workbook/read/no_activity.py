"""Workbook, read: the sheet on which a unit says that it has no activity → one command per duty."""

from contracts.commands import DeclareNothing
from workbook import layout
from workbook.form import Form
from workbook.read import cells
from workbook.read.draft import Draft, Lists
from workbook.read.grid import Faults, Grid, find
from workbook.read.safe import Loaded
from workbook.sentences import Spot


def read_no_activity(book: Loaded, form: Form, faults: Faults) -> list[Draft]:
    """A command for each duty of which it is said; none where the sheet is as it was made."""
    name, columns = layout.NO_ACTIVITY, layout.no_activity_columns()
    grid = find(book, name, layout.MARKERS[name], columns, faults)
    if grid is None:
        return []
    grid.check_merged()
    drafts: dict[str, Draft] = {}
    for row in grid.rows():
        draft = _row(grid, row, form, faults)
        if draft is None:
            continue
        if (duty := draft.data["duty"]) in drafts:
            faults.add("row-copied", draft.home, row=drafts[duty].home.row)
        drafts.setdefault(duty, draft)
    return list(drafts.values())


def _row(grid: Grid, row: int, form: Form, faults: Faults) -> Draft | None:
    reason, note = grid.entry(row, "reason"), grid.entry(row, "note")
    if reason.empty and note.empty:
        return None
    key, wanted = grid.key(row), Lists(form).parser("nils")
    if key not in {duty.id for duty in form.declarable}:
        faults.add("no-duty", Spot(grid.name, row, reason.place.column, reason.place.cell))
        return None
    if reason.empty:
        faults.add("cell-missing", reason.place)
    draft = Draft(DeclareNothing, f"{grid.name}, dòng {row}", reason.place)
    draft.put("reason", grid.read(reason, wanted), reason.place)
    draft.put("note", grid.read(note, cells.text), note.place)
    about = {"plan": form.plan.id, "unit": form.participant.unit, "duty": key}
    draft.data = {**about, **draft.record}
    return draft
