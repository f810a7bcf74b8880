"""All that a process says is one JSON object a line, on standard output and nowhere else."""

import json
import subprocess
import sys
from typing import Any

from tests.repository.sources import ROOT

CONFIGURED = """
import asyncio, gc, logging, sys, threading, warnings
import structlog
from runtime.lines import Requests, configure
configure("registry")
log = structlog.get_logger()
access = logging.getLogger("uvicorn.access")
access.addFilter(Requests(["/unsubscribe", "/"]))

def asked(path, status=200):
    access.info('%s - "%s %s HTTP/%s" %d', "10.0.0.9:1", "GET", path, "1.1", status)

def fail(): raise ValueError("nobody\\nhandles this")

class Unraisable:
    def __del__(self): fail()
"""


def said(program: str, ends: int = 0) -> list[dict[str, Any]]:
    """The lines of a process; whatever it says has what each line has."""
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", CONFIGURED + program],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (ends, b"")
    lines = [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
    for line in lines:
        assert list(line)[:4] == ["time", "level", "service", "message"]
        assert line["service"] == "registry"
    return lines


EACH = {
    "log.info('plan-published', plan='kh-1')": ("info", "plan-published"),
    "logging.getLogger('nats.aio.client').error('x\\ny')": ("error", "x\ny"),
    "logging.getLogger('faststream').warning('a batch')": ("warning", "a batch"),
    "warnings.warn('old')": ("warning", "UserWarning: old"),
    "one = threading.Thread(target=fail); one.start(); one.join()": ("critical", "uncaught"),
    "Unraisable()": ("critical", "uncaught"),
    "logging.getLogger('x').info('%d', 'no number')": ("error", "could not be written"),
    "log.info('name', what='\\udce1')": ("info", "name"),
}
"""What a process does, and the line that it makes."""


def test_what_is_said_is_a_line() -> None:
    """Also by a thread, which knows no context, by a warning, and what cannot be written at all."""
    lines = said("\n".join(EACH))
    assert [line["level"] for line in lines] == [level for level, _ in EACH.values()]
    for line, (_, message) in zip(lines, EACH.values(), strict=True):
        assert message in line["message"]


def test_a_fault_nobody_handles_is_a_line_with_its_traceback() -> None:
    [line] = said("fail()", ends=1)
    assert (line["level"], line["message"]) == ("critical", "uncaught")
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: nobody\nhandles this")


def test_a_task_that_failed_unseen_is_a_line() -> None:
    program = """
async def main():
    async def task(): fail()
    asyncio.create_task(task())
    await asyncio.sleep(0)
    gc.collect()
asyncio.run(main())
"""
    [line] = said(program)
    assert (line["level"], "never retrieved" in line["message"]) == ("error", True)
    assert line["exception"].endswith("ValueError: nobody\nhandles this")


def test_a_request_is_a_line_without_what_is_secret_in_its_address() -> None:
    """No query, which may hold a code, and nothing below a mount, which is signed; no probes."""
    asked = """
asked("/api/plans?code=secret", 503)
asked("/unsubscribe/secret")
asked("/readyz", 503)
"""
    lines = said(asked)
    told = [{name: line[name] for name in ("method", "path", "status")} for line in lines]
    assert told == [
        {"method": "GET", "path": "/api/plans", "status": 503},
        {"method": "GET", "path": "/unsubscribe/", "status": 200},
    ]
    assert "secret" not in str(lines)
