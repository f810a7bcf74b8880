"""What is decided case by case is held by tests: each line of the pages names its own."""

import ast
import re
from pathlib import Path

import pytest

from tests.repository.sources import ROOT, text, tree

CASES = Path("tests/cases")
OBLIGATIONS, INPUTS = Path("docs/obligations.md"), CASES / "README.md"
THREATS = Path("docs/threat-model.md")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def rows(page: Path) -> list[list[str]]:
    """The cells of every row of the page's tables, without headings and rulers."""
    lines = [line for line in (text(page) or "").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if "test" not in row and not set("".join(row)) <= set("-|")]


def defined_in(path: Path) -> set[str]:
    """The names of a file's tests, read and not imported."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree(path)) if isinstance(node, kinds)}


@pytest.mark.parametrize("page", [OBLIGATIONS, INPUTS, THREATS], ids=str)
def test_every_row_names_a_test_that_holds_it(page):
    """A rule that nothing holds is a wish."""
    assert rows(page)
    for row in rows(page):
        assert len(row) == 3, row
        assert NAMED.search(row[-1]), f"{page}: name a test for {row[0]!r}"


@pytest.mark.parametrize("page", [OBLIGATIONS, INPUTS, THREATS], ids=str)
def test_every_test_that_a_page_names_is_there(page):
    """A test that was renamed takes its line with it."""
    gone = [
        f"{path}::{name}"
        for path, name in NAMED.findall(text(page) or "")
        if not (ROOT / path).exists() or name not in defined_in(Path(path))
    ]
    assert not gone


def test_every_input_from_the_field_has_its_row():
    """An input that no test reads is forgotten."""
    there = {path.name for path in CASES.iterdir() if path != INPUTS}
    assert {row[0].strip("`") for row in rows(INPUTS)} == there


def test_a_test_that_holds_an_input_reads_it():
    """Its module names the file, with or without its ending."""
    for name, _, held_by in rows(INPUTS):
        file = Path(name.strip("`"))
        for path, _ in NAMED.findall(held_by):
            assert re.search(rf"\b{file.stem}\b", text(Path(path)) or ""), f"{path}: {file}"
