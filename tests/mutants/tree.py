"""Mutants: a copy of the repository in which one fault at a time stands, and tests are run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.mutants.trial import NOT_THE_COPY
from tests.repository.sources import ROOT, files

MOST_SECONDS, MOST_UNCHANGED = 90, 600
"""Processor time after which a run is ended: one fault's tests, and all of them once."""
PASSED = 0
NOTHING_TRIED = (4, 5)
"""pytest's exit codes where it could not begin, and where it found no test."""
_moments = count(1_000_000_000)


class Mutant(Protocol):
    """A fault that can be put into a file."""

    @property
    def path(self) -> str: ...
    @property
    def stages(self) -> tuple[tuple[str, ...], ...]: ...
    def applied(self, text: str) -> str: ...


@dataclass(frozen=True)
class Run:
    """How a run of tests ended: its exit code, what it took, and the first test that failed."""

    code: int
    seconds: float
    processor: float
    failed: str
    output: str

    @property
    def survived(self) -> bool:
        return self.code == PASSED

    @property
    def caught(self) -> bool:
        """A test failed, or the run came to no end of its own."""
        return not self.survived and not self.broken

    @property
    def broken(self) -> bool:
        """Nothing was tried: what is changed cannot be imported, or there are no such tests."""
        return self.code in NOTHING_TRIED or " during collection" in self.output


class Tree:
    """The copy, with the process that runs pytest in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for path in files():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)  # some tests list files
        script = [sys.executable, "-P", "tests/mutants/trial.py"]
        self._process = subprocess.Popen(
            script, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        self._process.communicate()

    def run(self, tests: tuple[str, ...], seconds: int = MOST_SECONDS) -> Run:
        """Run the tests as the copy stands."""
        output = self._folder / "output.txt"
        job = {"tests": tests, "output": str(output), "seconds": seconds}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        if ended["code"] == NOT_THE_COPY:
            raise RuntimeError("the tests ran on the repository itself, not on its copy")
        text = output.read_text("utf-8", "replace")
        failed = [line.split(" ", 1)[1] for line in text.splitlines() if line[:6] == "FAILED"]
        return Run(**ended, failed=failed[0].split(" - ")[0] if failed else "", output=text)

    def try_out(self, mutant: Mutant) -> Run:
        """Run the mutant's tests with its fault in place, one stage after the other until it is
        caught: how the last one ended, and what all took.
        """
        runs: list[Run] = []
        with self._changed(mutant):
            for tests in mutant.stages:
                runs.append(self.run(tests))
                if runs[-1].caught:
                    break
        seconds, processor = sum(run.seconds for run in runs), sum(run.processor for run in runs)
        return replace(runs[-1], seconds=round(seconds, 1), processor=round(processor, 1))

    @contextmanager
    def _changed(self, mutant: Mutant) -> Iterator[None]:
        path = self._folder / mutant.path
        before = path.read_text("utf-8")
        self._write(path, mutant.applied(before))
        try:
            yield
        finally:
            self._write(path, before)

    @staticmethod
    def _write(path: Path, text: str) -> None:
        """With a time that no other version had: compiled files are told apart by it, to a second,
        and by the length of the source.
        """
        path.write_text(text, "utf-8")
        moment = next(_moments)
        os.utime(path, (moment, moment))
