"""Cli, console: how the command speaks to staff: Vietnamese first, a short English line second."""

import json
import os
from collections.abc import Iterable
from datetime import date, datetime
from getpass import getuser
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from cli.sentences import SENTENCES

FINDINGS = 1
UNREADABLE = 2

stdout = Console(highlight=False, soft_wrap=True)
stderr = Console(stderr=True, highlight=False, soft_wrap=True)


class Trouble(Exception):
    """Something the operator must put right first: an unreadable file, a server that is away."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.words = words
        super().__init__(say(code, **words)[1])


def say(code: str, **words: object) -> tuple[str, str]:
    """The Vietnamese and the English sentence; raises KeyError for an unlisted code."""
    vi, en = SENTENCES[code]
    return vi.format(**words), en.format(**words)


def tell(vi: str, en: str = "", style: str = "", to: Console = stdout) -> None:
    """One message for a person; never read as markup, since it may hold text from a file."""
    to.print(Text(vi, style))
    if en:
        to.print(Text(f"  {en}", "dim"))


def tell_of(code: str, style: str = "", **words: object) -> None:
    tell(*say(code, **words), style=style)


def tell_json(value: Any) -> None:
    """What a program reads: one JSON document on standard output, nothing else beside it."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)


def tell_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Columns as wide as their content; plain text, so that it can be piped."""
    body = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*body, strict=True)]
    tell(title, style="bold")
    for index, row in enumerate(body):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        tell("  " + "  ".join(cells).rstrip(), style="" if index else "dim")


def written(moment: datetime) -> str:
    """A moment as staff write it."""
    return f"{moment:%H:%M %d/%m/%Y}"


def written_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def written_number(value: float) -> str:
    """A number as staff write it: 24.455 and 72,63."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def leave(code: int) -> NoReturn:
    raise typer.Exit(code)


def account() -> str:
    """Whose account runs this, as the machine knows it: in a pod that may be a number alone."""
    try:
        return getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
