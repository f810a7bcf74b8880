"""Every `ngayso …` line of a page can be typed as it stands: its words and options are known."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from cli.main import build

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", ROOT / "deploy" / "k8s" / "README.md", *(ROOT / "docs").glob("*.md")]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(
    r"^\s*(?:kubectl .* -- |docker compose exec (?:-T )?ops )?(?:[A-Z_]+=\S+ )*ngayso (.*)$"
)
MAYBE = re.compile(r"\[[^\]]*\]")
REST = re.compile(r"\s(?:[<>|&;]|2>).*$")


def lines() -> list[tuple[str, str]]:
    """Where a command line stands, and what it is without what may be left out and the shell's."""
    return [
        (path.name, REST.sub("", MAYBE.sub("", found[1])))
        for path in sorted(PAGES)
        for block in BLOCK.findall(path.read_text())
        for line in block.replace("\\\n", " ").splitlines()
        if (found := LINE.search(line.partition(" #")[0]))
    ]


@pytest.mark.parametrize(("page", "line"), lines())
def test_a_line_of_a_page_is_parsed(page: str, line: str) -> None:
    """Nothing is run; what would be is a command of the table with options that it has."""
    words = shlex.split(line)
    root = build()
    command = root
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"{page}: ngayso {line}"
        command = command.commands[name]
    try:
        command.make_context(command.name, words)
    except typer.TyperException as error:
        pytest.fail(f"{page}: ngayso {line}: {error}")


def test_pages_have_such_lines() -> None:
    assert len(lines()) > 10
