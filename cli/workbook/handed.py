"""Cli, workbook: the files that units handed in: read from their folder, marked beside it, told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.console import Trouble
from cli.files.content import read_bytes, write
from cli.findings import finding_of
from cli.workbook.forms import renewing
from cli.workbook.preview import preview
from contracts.commands import verb
from contracts.plan import Plan
from workbook.in_words import in_words
from workbook.sentences import Fault
from workbook.submission import Submission, marked, read_submission

SUFFIX = ".loi"


@dataclass
class Handed:
    """A file, what came of it, and where its marked copy is."""

    path: Path
    submission: Submission
    marked: Path | None = None


def read_handed(path: Path, plan: Plan | None, unit: str | None) -> Handed:
    """A file read and judged offline; one that is not there is told with the others."""
    try:
        content = read_bytes(path)
    except Trouble as trouble:
        return Handed(path, Submission(path.name, faults=[Fault(finding_of(trouble))]))
    renew = renewing(plan) if plan else None
    return Handed(path, read_submission(path.name, content, preview, renew, unit))


def copy_path(source: Path, folder: Path | None) -> Path:
    """Where the copy goes: never over the file that was handed in."""
    plain = source.stem.removesuffix(SUFFIX)
    target = (folder or source.parent) / f"{plain}{SUFFIX}.xlsx"
    if target.resolve() == source.resolve():
        return target.with_name(f"{plain}{SUFFIX}-2.xlsx")
    return target


def write_marked(handed: Handed, folder: Path | None) -> None:
    """The marked copy of a file with errors; raises Trouble where it cannot be written."""
    content = marked(handed.submission)
    if content is None:
        return
    target = copy_path(handed.path, folder)
    write(target, content)
    handed.marked = target


def row(handed: Handed) -> dict[str, Any]:
    """One file as a program reads it."""
    submission = handed.submission
    form = submission.filled.form if submission.filled else None
    return {
        "file": str(handed.path),
        "plan": form.plan.id if form else None,
        "unit": form.participant.unit if form else None,
        "outcome": submission.outcome,
        "findings": [found.row() for found in submission.faults],
        "commands": _commands(submission),
        "marked": str(handed.marked) if handed.marked else None,
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
                "money": [
                    {"cell": place.cell, "amount": dong, "words": f"{in_words(dong)} đồng"}
                    for place, dong in draft.money
                ],
            }
        )
    return rows
