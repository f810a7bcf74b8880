"""Workbook: one file on its way in: read, judged, sent, answered, and marked where wrong."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.console import Trouble
from cli.workbook.deliver import Answer
from contracts.commands import verb
from contracts.plan import Plan
from workbook.form import Form, trim
from workbook.judge import Filled, read_filled
from workbook.read.safe import Loaded, load
from workbook.sentences import Fault, Wrong, fault
from workbook.write.marks import copy_path, mark


@dataclass
class Submission:
    """What came of one file; `filled` is missing where it could not be read."""

    path: Path
    filled: Filled | None = None
    book: Loaded | None = None
    faults: list[Fault] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    marked: Path | None = None

    @property
    def wrong(self) -> bool:
        return any(found.severity == "error" for found in self.faults)

    @property
    def outcome(self) -> str:
        if self.filled is None:
            return "unreadable"
        return "refused" if self.wrong else "sent" if self.answers else "clean"

    def hear(self, answers: list[Answer]) -> None:
        """The verdicts take the place of what the preview found."""
        if self.filled is not None:
            self.answers = answers
            told = [found for answer in answers for found in answer.faults(self.filled)]
            judged = {found.code for found in told}
            kept = [found for found in self.faults if found.code not in judged]
            self.faults = [*kept, *(found for found in told if found not in kept)]


def read_submission(path: Path, plan: Plan | None, unit: str | None) -> Submission:
    """A file read and judged offline; what makes it unreadable is told, not raised."""
    submission = Submission(path)
    try:
        book = load(path)
        form, warnings = _form(book.form, plan, unit)
    except Trouble as trouble:
        submission.faults.append(Fault("error", trouble.code, None, trouble.vi, trouble.en))
    except Wrong as wrong:
        submission.faults.append(fault(wrong.code, None, "error", **wrong.words))
    else:
        submission.book = book
        submission.filled = read_filled(book, form)
        submission.faults = [*warnings, *submission.filled.faults]
    return submission


def _form(form: Form, plan: Plan | None, unit: str | None) -> tuple[Form, list[Fault]]:
    """The workbook's own form, or the same with the plan that was given."""
    if unit is not None and form.participant.unit != unit:
        raise Wrong("wrong-unit", given=form.participant.unit, wanted=unit)
    if plan is None:
        return form, []
    if form.plan.id != plan.id:
        raise Wrong("wrong-plan", given=form.plan.id, wanted=plan.id)
    given = trim(plan, form.participant)
    if given == form.plan:
        return form, []
    return form.model_copy(update={"plan": given}), [fault("plan-changed", None, "warning")]


def check_repeated(submissions: list[Submission]) -> None:
    """Two workbooks of one unit in one run would overwrite each other in an order nobody chose."""
    seen: dict[tuple[str, str], Path] = {}
    for submission in submissions:
        if submission.filled is None:
            continue
        form = submission.filled.form
        key = (form.plan.id, form.participant.unit)
        if key in seen:
            words = {"unit": form.participant.unit, "file": seen[key].name}
            submission.faults.append(fault("unit-repeated", None, "error", **words))
        seen.setdefault(key, submission.path)


def write_marked(submission: Submission, folder: Path | None) -> None:
    """The marked copy of a file with errors; raises Trouble where it cannot be written."""
    if submission.book is None or not submission.wrong:
        return
    target = copy_path(submission.path, folder)
    content = mark(submission.book.typed, submission.faults)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise Trouble("out-unwritable", path=target, detail=error.strerror) from error
    submission.marked = target


def row(submission: Submission) -> dict[str, Any]:
    """One file as a program reads it."""
    form = submission.filled.form if submission.filled else None
    return {
        "file": str(submission.path),
        "plan": form.plan.id if form else None,
        "unit": form.participant.unit if form else None,
        "outcome": submission.outcome,
        "findings": [found.row() for found in submission.faults],
        "commands": _commands(submission),
        "marked": str(submission.marked) if submission.marked else None,
    }


def _commands(submission: Submission) -> list[dict[str, Any]]:
    if submission.filled is None:
        return []
    answers = {id(answer.draft): answer for answer in submission.answers}
    rows = []
    for draft in submission.filled.drafts:
        answer = answers.get(id(draft))
        rows.append(
            {
                "verb": verb(draft.model),
                "where": draft.label,
                "data": draft.data,
                "outcome": answer.outcome if answer else None,
                "sequence": answer.sequence if answer else None,
            }
        )
    return rows
