"""Proof: the steps. A further one is a line here; its standard output becomes its page."""

import sys
from typing import NamedTuple


class Step(NamedTuple):
    """`arguments` are Python's. Standard output holds what was seen, the same words wherever it
    runs; how far it is goes to standard error.
    """

    name: str
    what: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> tuple[str, ...]:
        return (sys.executable, *self.arguments)

    @property
    def written(self) -> str:
        """The command as somebody writes it."""
        return " ".join(("python", *self.arguments))


STEPS = (
    Step(
        "chaos",
        "Each trouble of `tests/chaos` by a seed of its own, under 50 commands a second; "
        "after each run the streams, the mails and the API are looked at from outside.",
        ("-m", "tests.chaos", "--runs", "8", "--seed", "9001", "--seconds", "20"),
    ),
    Step(
        "apiserver",
        "The manifests on a real API server with its controllers, without nodes: taken twice, "
        "their pods let in, deleted, upgraded and rolled back. Wants etcd, kube-apiserver and "
        "kube-controller-manager on PATH.",
        ("-m", "tests.apiserver"),
    ),
    Step(
        "size",
        "All that the API and the pages tell of a plan with 71,655 activities and of one with "
        "716,550, asked for in turn; documents and files of the smaller one alone. It says what is "
        "slower than it is owed, grows, or takes too much memory.",
        ("-m", "bench.reading", "71655", "716550"),
    ),
)
