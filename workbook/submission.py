"""Workbook: one file on its way in: read, judged, answered, and marked where wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field

from workbook.answer import Reply
from workbook.form import Form
from workbook.judge import Filled, Judge, read_filled
from workbook.read.safe import Loaded, load
from workbook.sentences import Fault, Wrong, fault
from workbook.write.marks import mark


@dataclass
class Submission:
    """What came of one file; `filled` is missing where it could not be read."""

    name: str
    filled: Filled | None = None
    book: Loaded | None = None
    faults: list[Fault] = field(default_factory=list)
    answers: list[Reply] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        return any(fault.wrong for fault in self.faults)

    @property
    def outcome(self) -> str:
        if self.filled is None:
            return "unreadable"
        return "refused" if self.wrong else "sent" if self.answers else "clean"

    def hear(self, answers: list[Reply]) -> None:
        """The verdicts take the place of what the preview found."""
        if self.filled is not None:
            self.answers = answers
            told = [fault for answer in answers for fault in answer.faults(self.filled)]
            judged = {fault.finding.code for fault in told}
            kept = [fault for fault in self.faults if fault.finding.code not in judged]
            self.faults = [*kept, *told]


Renew = Callable[[Form], Form]
"""A workbook's form as a plan has it that may be newer than the workbook."""


def read_submission(
    name: str, content: bytes, judge: Judge, renew: Renew | None = None, unit: str | None = None
) -> Submission:
    """A file read and judged; what makes it unreadable is told, not raised.

    `unit` is the only one that is welcome.
    """
    try:
        return judged(name, load(content), judge, renew, unit)
    except Wrong as wrong:
        return Submission(name, faults=[fault(wrong.code, None, "error", **wrong.words)])


def judged(
    name: str, book: Loaded, judge: Judge, renew: Renew | None = None, unit: str | None = None
) -> Submission:
    """A workbook that could be opened, judged; raises Wrong where it is not the one asked for."""
    form, warnings = _form(book.form, renew, unit)
    filled = read_filled(book, form, judge)
    return Submission(name, filled, book, [*warnings, *filled.faults])


def _form(form: Form, renew: Renew | None, unit: str | None) -> tuple[Form, list[Fault]]:
    """The workbook's own form, or the same with the plan that was given."""
    if unit is not None and form.participant.unit != unit:
        raise Wrong("wrong-unit", given=form.participant.unit, wanted=unit)
    given = renew(form) if renew else form
    if form.plan.id != given.plan.id:
        raise Wrong("wrong-plan", given=form.plan.id, wanted=given.plan.id)
    return given, [] if given == form else [fault("plan-changed", None, "warning")]


def check_repeated(submissions: list[Submission]) -> None:
    """Two workbooks of one unit in one run would overwrite each other in an order nobody chose."""
    seen: dict[tuple[str, str], str] = {}
    for submission in submissions:
        if submission.filled is None:
            continue
        form = submission.filled.form
        key = (form.plan.id, form.participant.unit)
        if key in seen:
            words = {"unit": form.participant.unit, "file": seen[key]}
            submission.faults.append(fault("unit-repeated", None, "error", **words))
        seen.setdefault(key, submission.name)


def marked(submission: Submission) -> bytes | None:
    """A copy of a file with errors in which each stands at its cell; None where there is none."""
    if submission.book is None or not submission.wrong:
        return None
    return mark(submission.book.typed, submission.faults)
