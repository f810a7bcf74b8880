"""Cli, notes: what an import says about a row of a file: findings, and notes beside them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from cli.console import say, stdout, tell
from cli.findings import Located, Place, tell_located


@dataclass(frozen=True)
class Note:
    """Nothing is wrong with the row: a spelling that was changed, what becomes of a unit."""

    code: str
    at: Place
    words: dict[str, object] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        vi, en = say(self.code, **self.words)
        return {"code": self.code, "vi": vi, "en": en, **self.at.row()}


Said = Located | Note
MAX_WRONG = 1000
"""Records in error after which a file is read no further: what is wrong is the file."""


def tell_said(said: Iterable[Said], to: Console = stdout) -> None:
    """Both in the order in which they were said."""
    for one in said:
        if isinstance(one, Located):
            tell_located(one, to)
        else:
            vi, en = say(one.code, **one.words)
            tell(f"ghi chú tại {one.at.said()}: {vi}", en, to=to)


def located_of(said: Iterable[Said]) -> list[Located]:
    return [one for one in said if isinstance(one, Located)]


def errors(said: Iterable[Said]) -> list[Located]:
    return [one for one in located_of(said) if one.finding.severity == "error"]


def count_said(said: Iterable[Said]) -> dict[str, int]:
    """How many errors and warnings, and how many spellings were changed."""
    both = list(said)
    severities = Counter(one.finding.severity for one in located_of(both))
    notes = (one for one in both if isinstance(one, Note))
    changed = sum(note.code.startswith("normalised-") for note in notes)
    return {
        "errors": severities["error"],
        "warnings": severities["warning"],
        "changed": changed,
    }


def rows(said: Iterable[Said]) -> dict[str, list[dict[str, Any]]]:
    """As a program reads them: what is wrong apart from what only is told."""
    both = list(said)
    return {
        "findings": [one.row() for one in located_of(both)],
        "notes": [one.row() for one in both if isinstance(one, Note)],
    }
