"""Mutants: which of mutmut's say nothing about the tests, by rule."""

import re

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.file_mutation import Mutation

TEXT_FOR_PEOPLE = re.compile(r"[^\x00-\x7f]|[^\W\d_] [^\W\d_]|[^\W\d_][.,:;] ")
"""A sentence, or a word in Vietnamese: reviewed, and not tested letter by letter."""
LOGS = m.Call(func=m.Attribute(value=m.Name("log")))
MEASURES = m.Call(func=m.Name("Counter") | m.Name("Gauge") | m.Name("Histogram"))
FOR_TYPES = m.Call(func=m.Name("TypeVar") | m.Name("cast") | m.Name("assert_never"))
NAMES_OF_TOOLS = m.Call(func=m.Attribute(attr=m.Name("get_logger") | m.Name("get_tracer")))
NEVER = m.MatchCase(
    pattern=m.MatchAs(pattern=None, name=None),
    body=m.IndentedBlock(
        body=[m.SimpleStatementLine(body=[m.Expr(m.Call(func=m.Name("assert_never")))])]
    ),
)


class Context:
    """Where the nodes of a module stand."""

    def __init__(self, module: cst.Module) -> None:
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        ahead: list[cst.CSTNode] = [module]
        while ahead:
            node = ahead.pop()
            for child in node.children:
                self._parents[child] = node
                ahead.append(child)

    def function(self, mutation: Mutation) -> str:
        """The class and function around a mutant; "" where it stands outside of any."""
        around = [mutation.original_node, *self._above(mutation.original_node)]
        names = [n.name.value for n in around if isinstance(n, cst.FunctionDef | cst.ClassDef)]
        return ".".join(reversed(names))

    def cosmetic(self, mutation: Mutation) -> bool:
        """Whether a mutant changes a log entry, a metric's name, a text that people read, or what
        is there for type checking alone: the case that `assert_never` stands in is mypy's.
        """
        node = mutation.original_node
        around = [node, *self._above(node)]
        if any(m.matches(one, LOGS | MEASURES | FOR_TYPES | NAMES_OF_TOOLS) for one in around):
            return True
        if isinstance(node, cst.Match):
            return _without_never(node, mutation.mutated_node)
        return _words(node, mutation.mutated_node, in_error=self._in_error(around))

    def _above(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        found = []
        while (above := self._parents.get(node)) is not None:
            found.append(above)
            node = above
        return found

    @staticmethod
    def _in_error(around: list[cst.CSTNode]) -> bool:
        return any(isinstance(one, cst.Raise) for one in around)


def _without_never(before: cst.Match, after: cst.CSTNode) -> bool:
    assert isinstance(after, cst.Match)
    gone = [case for case in before.cases if case not in after.cases]
    return len(gone) == 1 and m.matches(gone[0], NEVER)


def _words(before: cst.CSTNode, after: cst.CSTNode, *, in_error: bool) -> bool:
    """Whether nothing but text differs: in an error any, elsewhere what people read."""
    if isinstance(before, cst.SimpleString):
        return in_error or TEXT_FOR_PEOPLE.search(before.value) is not None
    if in_error and isinstance(before, cst.Call) and isinstance(after, cst.Call):
        changed = [arg for arg in before.args if arg not in after.args]
        text = m.SimpleString() | m.FormattedString()
        return bool(changed) and all(m.matches(arg.value, text) for arg in changed)
    return False
