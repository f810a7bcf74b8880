"""Cli, directory: what an import says about a row of a file: findings, and notes beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.console import say, stdout, tell
from cli.findings import Located, file_place, tell_located


@dataclass(frozen=True)
class Note:
    """Nothing is wrong with the row: a spelling that was changed, what becomes of a unit."""

    code: str
    path: Path
    line: int | None
    words: dict[str, object] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        vi, en = say(self.code, **self.words)
        return {"code": self.code, "vi": vi, "en": en, "file": str(self.path), "line": self.line}


Said = Located | Note


def tell_said(said: Iterable[Said], to: Console = stdout) -> None:
    """Both in the order in which they were said."""
    for one in said:
        if isinstance(one, Located):
            tell_located(one, to)
        else:
            vi, en = say(one.code, **one.words)
            tell(f"ghi chú tại {file_place(one.path, one.line)}: {vi}", en, to=to)


def located_of(said: Iterable[Said]) -> list[Located]:
    return [one for one in said if isinstance(one, Located)]


def errors(said: Iterable[Said]) -> list[Located]:
    return [one for one in located_of(said) if one.finding.severity == "error"]


def rows(said: Iterable[Said]) -> dict[str, list[dict[str, Any]]]:
    """As a program reads them: what is wrong apart from what only is told."""
    both = list(said)
    return {
        "findings": [one.row() for one in located_of(both)],
        "notes": [one.row() for one in both if isinstance(one, Note)],
    }
