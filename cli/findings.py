"""Cli, findings: how a person and a program read a finding, whoever made it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, assert_never

from rich.console import Console

from cli.console import Trouble, stderr, stdout, tell
from cli.sentences import SENTENCES
from contracts.findings import Finding, severity_word, worded
from contracts.words import Severity


class Place(NamedTuple):
    """Where in a file: its sheet where it has several, its line where that is known."""

    path: Path
    line: int | None = None
    sheet: str | None = None

    def said(self, pointer: str = "") -> str:
        """As staff read it."""
        sheet = f"trang “{self.sheet}”" if self.sheet else ""
        line = "" if self.line is None else f"dòng {self.line}"
        return ", ".join(part for part in (self.path.name, sheet, line, pointer) if part)

    def row(self) -> dict[str, Any]:
        return {"file": str(self.path), "sheet": self.sheet, "line": self.line}


@dataclass(frozen=True)
class Located:
    """A finding about a file."""

    finding: Finding
    at: Place

    @property
    def place(self) -> str:
        return self.at.said(self.finding.pointer)

    def row(self) -> dict[str, Any]:
        return {**self.finding.model_dump(), **self.at.row()}


def located(code: str, at: Place, severity: Severity = "error", **words: object) -> Located:
    """A finding of the command's own; raises KeyError for an unlisted code."""
    return Located(worded(SENTENCES, code, "", severity, **words), at)


def finding_of(trouble: Trouble) -> Finding:
    """What must be put right first, in the shape of everything else that is found."""
    return worded(SENTENCES, trouble.code, "", "error", **trouble.words)


def tell_finding(
    finding: Finding, place: str | None = None, *, indent: str = "", to: Console = stdout
) -> None:
    """A finding and where it is; by itself it stands at its pointer."""
    where = finding.pointer if place is None else place
    at = f" tại {where}" if where else ""
    mark = f"{indent}{severity_word(finding.severity)} [{finding.code}]{at}"
    tell(f"{mark}: {finding.vi}", f"{indent}{finding.en}", _style(finding.severity), to)


def tell_located(one: Located, to: Console = stdout) -> None:
    tell_finding(one.finding, one.place, to=to)


def tell_trouble(trouble: Trouble) -> None:
    tell_finding(finding_of(trouble), to=stderr)


def _style(severity: Severity) -> str:
    match severity:
        case "error":
            return "red"
        case "warning":
            return "yellow"
        case _:
            assert_never(severity)
