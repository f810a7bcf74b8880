"""Files, functions and folders stay small enough to read, and say where they stand."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.repository.sources import modules, text, tree

EVERYWHERE = ("bench", "cli", "contracts", "deploy", "runtime", "services", "tests", "workbook")
FILE, FUNCTION, FOLDER = 250, 40, 9
SECOND_LOOK = {
    "contracts": "the whole vocabulary, one file per kind of word",
    "contracts/topology.py": "each stream, subject, durable and bucket, spelled once",
    "contracts/facts.py": "one list of facts, read from top to bottom",
    "contracts/commands.py": "one list of commands, read from top to bottom",
    "deploy/local": "one file per command of the Makefile, and what they share",
    "deploy/local/parts.py": "one function per part of a machine",
    "deploy/local/stack.py": "what `make up` and the demo start, from top to bottom",
    "cli/sentences.py": "one list of sentences in two languages",
    "contracts/findings.py": "one list of sentences in two languages",
    "runtime": "one file per thing that is carried",
    "tests/mutants/chosen": "one file per area that faults are chosen for",
    "tests/contracts": "one file per file of contracts/",
    "tests/repository": "one file per thing that is held",
    "tests/runtime": "one file per file of runtime/",
}
"""What is longer than the style asks for, and why that was found right."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"}


@cache
def _functions(path: Path) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_a_module_is_small_and_says_where_it_stands():
    """Over 250 lines, or a function over 40, asks for a second look; write the reason above."""
    assert [said for path in modules(EVERYWHERE) for said in _faults(path)] == []


def _faults(path: Path) -> Iterator[str]:
    lines = (text(path) or "").count("\n")
    if str(path) not in SECOND_LOOK:
        if lines > FILE:
            yield f"{path} has {lines} lines, more than {FILE}"
        for name, size in _functions(path):
            if size > FUNCTION:
                yield f"{path}: {name} has {size} lines, more than {FUNCTION}"
    empty_of_tests = path.parts[0] == "tests" and not (text(path) or "").strip()
    if not ast.get_docstring(tree(path)) and not empty_of_tests:
        yield f"{path}: a docstring says in one sentence where it is on the data's way"


def test_a_folder_is_small():
    """Over nine files asks for a second look; an __init__.py is not counted."""
    counted = Counter(
        str(path.parent) for path in modules(EVERYWHERE) if path.name != "__init__.py"
    )
    large = {name: n for name, n in counted.items() if n > FOLDER and name not in SECOND_LOOK}

    assert not large


def test_no_module_has_a_name_that_says_nothing():
    """A noun for a thing, a verb for a function, a plural for a flow."""
    named = [p for p in modules(EVERYWHERE) if p.stem in VAGUE]
    named += [p for p in modules() if set(p.parts) & VAGUE]

    assert not named


def test_every_second_look_is_still_needed():
    """An exception that nothing needs any more is an invitation."""
    counted = Counter(
        str(path.parent) for path in modules(EVERYWHERE) if path.name != "__init__.py"
    )
    for path in modules(EVERYWHERE):
        longest = max((size for _, size in _functions(path)), default=0)
        if (text(path) or "").count("\n") > FILE or longest > FUNCTION:
            counted[str(path)] = FOLDER + 1

    assert [name for name in SECOND_LOOK if counted[name] <= FOLDER] == []
