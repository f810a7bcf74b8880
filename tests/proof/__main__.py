"""Proof: runs each step on a committed tree, and writes docs/proof/<step>.md."""

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.proof.steps import STEPS, Step

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs/proof"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("step", nargs="?", choices=[step.name for step in STEPS], help="else all")
    asked = parser.parse_args()
    if changed := _git("status", "--porcelain", "--", ".", ":!docs/proof"):
        print(f"Commit first, so that the proof can name what it ran on:\n{changed}")
        return 2
    commit = _git("rev-parse", "HEAD")
    wanted = [step for step in STEPS if asked.step in (None, step.name)]
    failed = [step.name for step in wanted if not prove(step, commit)]
    print(f"Not held: {failed}; docs/proof/ says what." if failed else "Commit docs/proof/.")
    return int(bool(failed))


def prove(step: Step, commit: str) -> bool:
    """Run it and write its page, also where something did not hold; whether all did."""
    print(f"{step.name}: {step.written}", flush=True)
    began, start, said = datetime.now(UTC), time.monotonic(), list[str]()
    with subprocess.Popen(step.command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    when = f"{began:%Y-%m-%d %H:%M} UTC, {(time.monotonic() - start) / 60:.0f} minutes"
    PAGES.mkdir(exist_ok=True)
    (PAGES / f"{step.name}.md").write_text(page(step, commit, when, said), "utf-8")
    return running.returncode == 0


def page(step: Step, commit: str, when: str, said: list[str]) -> str:
    """What somebody else needs to judge it or to run it again."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return (
        f"# Proof: {step.name}\n\n{step.what}\nWritten by `make proof`.\n\n"
        f"| | |\n|---|---|\n| commit | `{commit}` |\n| began, took | {when} |\n"
        f"| machine | {machine} |\n| command | `{step.written}` |\n\n"
        f"```text\n{''.join(said)}```\n"
    )


def _git(*words: str) -> str:
    done = subprocess.run(("git", *words), cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
