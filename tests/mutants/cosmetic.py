"""Mutants: which of mutmut's say nothing about the tests, by rule."""

import re
from dataclasses import dataclass, replace

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.file_mutation import Mutation

TEXT_FOR_PEOPLE = re.compile(r"[^\x00-\x7f]|[^\W\d_] [^\W\d_]|[^\W\d_][.,:;] ")
"""A sentence, or a word in Vietnamese: reviewed, and not tested letter by letter."""
COSMETIC = m.Call(
    func=m.Attribute(value=m.Name("log"))  # log.warning(…)
    | m.Attribute(attr=m.Name("get_logger") | m.Name("get_tracer"))
    | m.Name("Counter")
    | m.Name("Gauge")
    | m.Name("Histogram")
    | m.Name("TypeVar")
    | m.Name("cast")
    | m.Name("assert_never")
)
"""Log entries, names and texts of metrics, and what is there for type checking alone."""
NEVER = m.MatchCase(
    body=m.IndentedBlock(
        body=[m.SimpleStatementLine(body=[m.Expr(m.Call(func=m.Name("assert_never")))])]
    ),
)
TEXT = m.SimpleString() | m.FormattedString()


@dataclass(frozen=True)
class Around:
    """What stands around a node."""

    names: tuple[str, ...] = ()
    cosmetic: bool = False
    in_error: bool = False


class Context:
    """Where the nodes of a module stand."""

    def __init__(self, module: cst.Module) -> None:
        self._around: dict[cst.CSTNode, Around] = {}
        ahead: list[tuple[cst.CSTNode, Around]] = [(module, Around())]
        while ahead:
            node, around = ahead.pop()
            around = _within(node, around)
            self._around[node] = around
            ahead += [(child, around) for child in node.children]

    def function(self, mutation: Mutation) -> str:
        """The class and function that a mutant is in; "" where it is outside of any."""
        return ".".join(self._around[mutation.original_node].names)

    def cosmetic(self, mutation: Mutation) -> bool:
        """Whether a mutant changes a log entry, a metric's name, a text that people read, or what
        is there for type checking alone: the case that `assert_never` stands in is mypy's.
        """
        before, after = mutation.original_node, mutation.mutated_node
        around = self._around[before]
        if around.cosmetic:
            return True
        if isinstance(before, cst.Match) and isinstance(after, cst.Match):
            return any(m.matches(case, NEVER) for case in before.cases if case not in after.cases)
        if isinstance(before, cst.SimpleString):
            return around.in_error or TEXT_FOR_PEOPLE.search(before.value) is not None
        if around.in_error and isinstance(before, cst.Call) and isinstance(after, cst.Call):
            changed = [argument.value for argument in before.args if argument not in after.args]
            return bool(changed) and all(m.matches(value, TEXT) for value in changed)
        return False


def _within(node: cst.CSTNode, around: Around) -> Around:
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return replace(around, names=(*around.names, node.name.value))
    if isinstance(node, cst.Raise):
        return replace(around, in_error=True)
    if isinstance(node, cst.Call) and not around.cosmetic and m.matches(node, COSMETIC):
        return replace(around, cosmetic=True)
    return around
