"""Mutants: a process that has imported what others wrote, and forks one for each run of pytest.

Started as a script in a copy of the repository, of which it imports nothing itself. What others
wrote takes three of the four seconds that a run needs before its first test.
"""

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path

import pytest

OTHERS = (
    *("asyncio", "docker", "faststream.nats", "httpx", "hypothesis", "immutables", "nats"),
    *("opentelemetry.sdk.trace", "prometheus_client", "pydantic_settings", "pymongo"),
    *("holidays", "phonenumbers", "starlette", "structlog", "testcontainers.core"),
)
OURS = ("cli", "contracts", "deploy", "runtime", "services", "tests", "workbook")
NOT_THE_COPY = 70


def run(tests: list[str], output: str, seconds: int) -> dict[str, float]:
    """Run tests in a process of its own: its exit code (negative: a signal) and what it took.

    `seconds` is the processor time after which it is ended: a fault may make a loop endless.
    """
    started = time.monotonic()
    if not (pid := os.fork()):
        os._exit(_child(tests, output, seconds))
    _, status, usage = os.wait4(pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": round(time.monotonic() - started, 1),
        "processor": round(usage.ru_utime + usage.ru_stime, 1),
    }


def _child(tests: list[str], output: str, seconds: int) -> int:
    with Path(output).open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    sys.path.insert(0, str(Path.cwd()))
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not servers"]
    # By a thread, which ends the process: an error that is raised into an event loop may end
    # nothing, where a fault keeps a task from being cancelled.
    options += ["--timeout=60", "--timeout-method=thread"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # imported before, on purpose
    code = int(pytest.main([*options, "--hypothesis-profile=mutants", *tests]))
    sys.stdout.flush()
    return code if _all_of_the_copy() else NOT_THE_COPY


def _all_of_the_copy() -> bool:
    """Whether no module came from where the repository itself is installed."""
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] in OURS]
    files = [file for module in ours if (file := getattr(module, "__file__", None))]
    return all(Path(file).is_relative_to(Path.cwd()) for file in files)


if __name__ == "__main__":
    for name in OTHERS:
        importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
