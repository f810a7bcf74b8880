"""Cli, directory: what an import says about a row of a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rich.console import Console

from cli.console import say, stdout, tell

STYLES = {"error": "red", "warning": "yellow", "info": ""}
MARKS = {"error": "LỖI", "warning": "LƯU Ý", "info": "ghi chú"}


@dataclass(frozen=True)
class Note:
    """One remark about one row: a code of cli/sentences.py and its words."""

    severity: Literal["error", "warning", "info"]
    code: str
    path: Path
    line: int | None
    words: dict[str, object] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        vi, en = say(self.code, **self.words)
        place = {"file": str(self.path), "line": self.line}
        return {"severity": self.severity, "code": self.code, **place, "vi": vi, "en": en}


def tell_notes(notes: Iterable[Note], to: Console = stdout) -> None:
    for note in notes:
        vi, en = say(note.code, **note.words)
        where = note.path.name if note.line is None else f"{note.path.name}, dòng {note.line}"
        tell(f"{MARKS[note.severity]} {where}: {vi}", en, STYLES[note.severity], to)


def errors(notes: Iterable[Note]) -> bool:
    return any(note.severity == "error" for note in notes)
