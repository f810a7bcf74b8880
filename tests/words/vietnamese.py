"""What is Vietnamese in a sentence and what is not."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.repository.sources import ROOT, files, modules, tree

LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_LETTER = re.compile(f"[{LETTERS}]", re.IGNORECASE)
_WORD = re.compile(rf"[a-z{LETTERS}]+", re.IGNORECASE)
# What is quoted, a place in a file, an id, a file's name, an address: nobody's words.
_GIVEN = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"|[^\s()]*[/\\_.:\d<>+-][^\s()]*\w")
_HOLE = re.compile(r"\{[^{}]*\}")
_MARKUP = re.compile(r"<style>.*?</style>|\{[%{#].*?[%}#]\}|<[^>]*>|&[a-z]+;", re.DOTALL)
_ENGLISH_HALF = re.compile(r" ?/ [^/]*$")
SOURCES = ("cli", "contracts", "deploy", "runtime", "services", "workbook")


def _docstrings(module: ast.Module) -> set[int]:
    """The string constants that only say something to readers of the code."""
    return {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Place and text of every Vietnamese string of the source and of every line of its pages."""
    return tuple(_strings()) + tuple(_lines())


def _strings() -> Iterator[tuple[str, str]]:
    for path in modules(SOURCES):
        module = tree(path)
        passed = _docstrings(module)
        for node in ast.walk(module):
            if not isinstance(node, ast.Constant) or id(node) in passed:
                continue
            if isinstance(node.value, str) and _LETTER.search(node.value):
                yield f"{path}:{node.lineno}", _ENGLISH_HALF.sub("", node.value)


def _lines() -> Iterator[tuple[str, str]]:
    for path in files():
        if path.suffix in (".html", ".j2", ".txt") and path.parts[0] in SOURCES:
            plain = _MARKUP.sub(" ", (ROOT / path).read_text("utf-8"))
            yield from ((str(path), line) for line in plain.splitlines() if line.strip())


def words(sentence: str) -> set[str]:
    """The words of a sentence, without what it only quotes or names."""
    return {word.lower() for word in _WORD.findall(_GIVEN.sub(" ", _HOLE.sub(" ", sentence)))}


@cache
def vocabulary() -> frozenset[str]:
    """Every word that our own sentences have."""
    return frozenset().union(*(words(text) for _, text in texts()))


def foreign(sentence: str) -> set[str]:
    """The words in a sentence that no sentence of ours has, and that have no Vietnamese letter."""
    return {word for word in words(sentence) - vocabulary() if not _LETTER.search(word)}
