"""What is installed for a service or for the command holds all that its modules import."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.repository.sources import ROOT, SOURCE, modules, tree

PARTS = {
    "registry": ("services/registry",),
    "notifier": ("services/notifier",),
    "reporting": ("services/reporting",),
    "cli": ("cli",),
}


@cache
def named() -> dict[str, Path]:
    """Our modules by the name that they are imported by."""
    return {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in modules()
    }


def imported(path: Path) -> Iterator[str]:
    """Every name that the module imports as it runs, wherever in it."""
    typed = {
        inner
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree(path)):
        if node in typed:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(folders: tuple[str, ...]) -> set[str]:
    """What is imported from elsewhere by these modules and by all of ours that they import."""
    ours, waiting, others = set[Path](), set(modules(folders)), set[str]()
    while waiting:
        path = waiting.pop()
        ours.add(path)
        for name in imported(path):
            if name.split(".")[0] not in SOURCE:
                others.add(name.split(".")[0])
            elif name in named() and named()[name] not in ours:
                waiting.add(named()[name])
    return others - set(sys.stdlib_module_names)


def plain(name: str) -> str:
    """A distribution's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("part", PARTS)
def test_a_lock_holds_all_that_its_part_imports(part: str) -> None:
    lock = (ROOT / f"requirements-{part}.lock").read_text("utf-8")
    held = {plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    owners = packages_distributions()
    missing = {
        name
        for name in reached(PARTS[part])
        if not held & {plain(one) for one in owners.get(name, [name])}
    }
    assert not missing
