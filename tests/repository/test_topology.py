"""Subjects, streams and durables are spelled in contracts/topology.py and nowhere else."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from contracts import topology
from contracts.topology import Durable, Stream
from tests.repository.sources import modules, tree

SPEAKERS = ("bench", "cli", "deploy/local", "runtime", "services", "workbook")
KINDS = sorted({subject.split(".")[0] for s in topology.STREAMS for subject in s.subjects})
SUBJECT = re.compile(rf"([\d*]+\.)?({'|'.join(KINDS)})\.($|[\w*>{{<])")
"""As it is published, or stored with its partition in front."""
NAMES = {
    *(stream.name for stream in topology.STREAMS),
    *(durable.name for durable in topology.DURABLES),
    topology.CONTACTS_BUCKET,
    topology.LEASES_BUCKET,
}
CONSTANTS = {name: d for name, d in vars(topology).items() if isinstance(d, Durable)}


def literals(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each string, docstrings apart; of an f-string, how it starts."""
    inside = {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    docstrings = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant):
                yield node.lineno, str(first.value)
        elif isinstance(node, ast.Constant) and id(node) not in docstrings | inside:
            yield node.lineno, str(node.value)


def durables_taken(module: ast.Module) -> Iterator[str]:
    """The constant named in each call of subscribe or subscribe_batch."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        called = called.id if isinstance(called, ast.Name) else called
        if called in ("subscribe", "subscribe_batch"):
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            names = [a.attr if isinstance(a, ast.Attribute) else getattr(a, "id", "")
                     for a in arguments]  # fmt: skip
            yield from (name for name in names if name in CONSTANTS)


def test_no_subject_stream_or_durable_is_spelled_in_source():
    """A subject written by hand would go on working until topology changes."""
    spelled = [
        f"{path}:{line}: {said!r}"
        for path in modules(SPEAKERS)
        for line, said in literals(tree(path))
        if SUBJECT.match(said) or said in NAMES or said.startswith(topology.DECIDERS)
    ]

    assert not spelled, "use contracts/topology.py: " + "; ".join(spelled)


def test_every_durable_is_subscribed_once_by_its_own_service():
    """Twice would share one service's messages between two handlers; never would lose them."""
    takers = defaultdict(list)
    for path in modules(["services"]):
        for name in durables_taken(tree(path)):
            takers[name].append(path)

    assert {name: len(takers[name]) for name in CONSTANTS} == dict.fromkeys(CONSTANTS, 1)
    for name, durable in CONSTANTS.items():
        assert takers[name][0].is_relative_to(Path("services") / durable.service)


def test_names_are_unique_and_every_constant_is_declared():
    """`DURABLES` and `STREAMS` are what is created; a constant outside them never would be."""
    streams = [s for s in vars(topology).values() if isinstance(s, Stream)]
    assert sorted(s.name for s in streams) == sorted(s.name for s in topology.STREAMS)
    assert sorted(d.name for d in CONSTANTS.values()) == sorted(d.name for d in topology.DURABLES)

    counted = Counter([*(s.name for s in topology.STREAMS), *(d.name for d in topology.DURABLES)])
    assert max(counted.values()) == 1


def test_a_durable_is_called_by_its_service_and_verb_and_reads_a_stream_there_is():
    """`notifier-react`: the service first, so that lag has an owner."""
    services = {path.parts[1] for path in modules(["services"]) if len(path.parts) > 2}

    for name, durable in CONSTANTS.items():
        assert durable.service in services
        assert name == re.sub("-r[0-9]+$", "", durable.name).upper().replace("-", "_")
        assert durable.stream in {stream.name for stream in topology.STREAMS}


def test_no_two_streams_keep_one_subject():
    """The server would refuse the second."""
    firsts = [(s.name, ".".join(subject.split(".")[:2])) for s in topology.STREAMS
              for subject in s.subjects]  # fmt: skip

    assert len({first for _, first in firsts}) == len(firsts)
