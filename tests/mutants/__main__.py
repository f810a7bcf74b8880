"""Mutants: tries every chosen fault and 200 drawn ones, and tells which survived the tests."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.mutants.chosen import CHOSEN
from tests.mutants.draw import SEED, TOOL, Drawn, draw
from tests.mutants.fault import Fault
from tests.mutants.survivors import EXPLAINED
from tests.mutants.tree import MOST_UNCHANGED, Mutant, Run, Tree
from tests.repository.sources import ROOT

DRAWN = 200
MOST_SURVIVE = 0.05


class Runner:
    """Tries mutants in several copies at once, and says how each ended."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._free: SimpleQueue[Tree] = SimpleQueue()
        for tree in trees:
            self._free.put(tree)
        self._pool = ThreadPoolExecutor(len(trees))

    def unchanged(self, tests: Sequence[str]) -> Run:
        """The tests on the source as it is."""
        tree = self._free.get()
        try:
            return tree.run(tuple(tests), MOST_UNCHANGED)
        finally:
            self._free.put(tree)

    def all(self, mutants: Sequence[Any], told: str) -> Iterator[tuple[Any, Run]]:
        """Each with how its tests ended, as soon as they have."""
        running = {self._pool.submit(self._one, mutant): mutant for mutant in mutants}
        for number, ended in enumerate(as_completed(running), 1):
            mutant, run = running[ended], ended.result()
            print(f"{told} {number:3}/{len(mutants)}  {_word(run):9}", end="")
            print(f"{run.seconds:6.1f} s  {mutant.path}: {mutant.says}", flush=True)
            yield mutant, run

    def _one(self, mutant: Any) -> Run:
        tree = self._free.get()
        try:
            return tree.try_out(mutant)
        finally:
            self._free.put(tree)


@contextmanager
def running(processes: int) -> Iterator[Runner]:
    """Copies of the repository in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ExitStack() as stack:
        trees = [Tree(Path(folder) / str(number)) for number in range(processes)]
        for tree in trees:
            stack.callback(tree.close)
        yield Runner(trees)


def try_chosen(runner: Runner, faults: Sequence[Fault]) -> tuple[list[dict[str, Any]], list[str]]:
    """Every chosen fault; and what is wrong: one that survived, or broke more than its tests."""
    tried, wrong = [], []
    for fault, run in runner.all(faults, "chosen"):
        tried.append(_row(fault, run))
        if not run.caught:
            wrong.append(f"{_word(run)}: {fault.path}: {fault.says}")
    return tried, wrong


def try_drawn(runner: Runner, mutants: Sequence[Drawn]) -> tuple[list[dict[str, Any]], list[str]]:
    """As many as are to be drawn of those that can be imported; and what is wrong."""
    ahead = iter(mutants)
    tried: list[dict[str, Any]] = []
    while missing := list(islice(ahead, DRAWN - len(tried))):
        for mutant, run in runner.all(missing, "drawn"):
            if run.survived or run.caught:
                tried.append({"name": mutant.name, **_row(mutant, run)})
    survived = [row for row in tried if row["ended"] == "SURVIVED"]
    unexplained = [row for row in survived if row["name"] not in EXPLAINED]
    wrong = [f"survived: {row['name']} {row['path']}: {row['says']}" for row in unexplained]
    if len(survived) > MOST_SURVIVE * len(tried):
        wrong.append(f"{len(survived)} of {len(tried)} survived, more than {MOST_SURVIVE:.0%}")
    return tried, wrong


def _row(mutant: Any, run: Run) -> dict[str, Any]:
    return {
        "path": mutant.path,
        "says": mutant.says,
        "ended": _word(run),
        "seconds": run.seconds,
        "processor": run.processor,
        "by": run.failed,
    }


def _word(run: Run) -> str:
    if run.survived:
        return "SURVIVED"
    if run.broken:
        return "broken"
    return "caught" if run.code > 0 else "endless"


def _summary(kind: str, tried: Sequence[dict[str, Any]]) -> None:
    survived = [row for row in tried if row["ended"] == "SURVIVED"]
    print(f"\n{kind}: {len(tried) - len(survived)} of {len(tried)} caught")
    for row in survived:
        name = row.get("name", "")
        print(f"  {name} {row['path']}: {row['says']}")
        if name in EXPLAINED:
            print(f"    {EXPLAINED[name]}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("which", nargs="?", choices=["chosen", "drawn"], help="both if not given")
    parser.add_argument("--only", default="", help="those with this in their path or sentence")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    print(f"{TOOL}, seed {SEED}")
    chosen: Sequence[Fault] = CHOSEN if given.which != "drawn" else ()
    drawn: Sequence[Drawn] = draw() if given.which != "chosen" else ()
    chosen = [one for one in chosen if given.only in f"{one.path} {one.says}"]
    drawn = [one for one in drawn if given.only in f"{one.path} {one.says} {one.name}"]
    with running(given.processes) as runner:
        mutants: list[Mutant] = [*chosen, *drawn[:DRAWN]]
        tests = {test for one in mutants for stage in one.stages for test in stage}
        unchanged = runner.unchanged(sorted(tests))
        if not unchanged.survived:
            sys.exit(f"{unchanged.output}\nthese tests must pass before anything is changed")
        print(f"unchanged, their tests pass in {unchanged.seconds} s")
        chosen_rows, wrong = try_chosen(runner, chosen)
        drawn_rows, more = try_drawn(runner, drawn)
    _summary("chosen", chosen_rows)
    _summary("drawn", drawn_rows)
    report = {"tool": TOOL, "seed": SEED, "chosen": chosen_rows, "drawn": drawn_rows}
    path = ROOT / "out" / "mutants.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if wrong or more:
        sys.exit("\n" + "\n".join([*wrong, *more]))


if __name__ == "__main__":
    main()
