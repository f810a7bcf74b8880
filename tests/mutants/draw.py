"""Mutants: faults made by mutmut, drawn by a seed.

mutmut makes the mutants and our runner tries them, since mutmut's own knows the bodies of functions
alone (no table of verbs), and no seed. Which are drawn depends on the seed and on each mutant's own
text, so that a change of one file leaves those of the others drawn.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import libcst as cst
from mutmut.mutation.file_mutation import Mutation, create_mutations, deep_replace

from tests.mutants.cosmetic import Context
from tests.mutants.places import sources, stages_of
from tests.repository.sources import ROOT

SEED = 1010
TOOL = f"mutmut {version('mutmut')}"


@dataclass(frozen=True)
class Drawn:
    """A mutant; `name` is the same as long as its function's text around it is."""

    name: str
    path: str
    says: str
    module: cst.Module
    mutation: Mutation
    stages: tuple[tuple[str, ...], ...]

    def applied(self, text: str) -> str:
        """The whole file with the mutant in it."""
        changed = deep_replace(self.module, self.mutation.original_node, self.mutation.mutated_node)
        assert isinstance(changed, cst.Module)
        return _shown(changed.code)


def draw() -> list[Drawn]:
    """Every mutant, in the order of the draw."""
    every = (mutant for path in sources() for mutant in _mutants(path))
    return sorted(every, key=lambda one: _digest(str(SEED), one.name))


def _mutants(path: Path) -> Iterator[Drawn]:
    text = _hidden((ROOT / path).read_text("utf-8"))
    module, mutations, _, _ = create_mutations(str(path), text)
    context = Context(module)
    stages, seen = stages_of(path), Counter[str]()
    for mutation in mutations:
        if context.cosmetic(mutation):
            continue
        before, after = _text(mutation.original_node), _text(mutation.mutated_node)
        where = context.function(mutation)
        what = _digest(str(path), where, before, after)
        seen[what] += 1
        yield Drawn(
            name=_digest(what, str(seen[what]))[:10],
            path=str(path),
            says=f"{where}: {_difference(before, after)}",
            module=module,
            mutation=mutation,
            stages=stages,
        )


def _hidden(text: str) -> str:
    """Properties written as what mutmut does not pass over; it would not know how to run them."""
    return text.replace("@property\n", "@staticmethod  # a property\n")


def _shown(text: str) -> str:
    return text.replace("@staticmethod  # a property\n", "@property\n")


def _text(node: cst.CSTNode) -> str:
    return " ".join(cst.Module([]).code_for_node(node).split())


def _difference(before: str, after: str) -> str:
    """The part of two texts that differs, with a little of what stands around it."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(start - 25, 0), max(end - 15, 0)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return f"{old}  →  {new}"


def _digest(*words: str) -> str:
    return sha256("\n".join(words).encode()).hexdigest()
