"""Deployment, local: `make up` keeps the whole stack running in the background."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from deploy.local.stack import PORTS, Stack

VAR = Path("var")
ENDPOINTS = Path("out/endpoints.json")
PID = VAR / "up.pid"
LOG = VAR / "up.log"
WATCH_SECONDS = 1.0
START_SECONDS = 90


def running() -> int | None:
    """The process id of the stack's keeper, if it runs: a lock, since ids are used again."""
    if not PID.exists():
        return None
    with PID.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read())
    return None


def keep() -> int:
    """Run the stack, and start again what ends, until SIGTERM."""
    with PID.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(str(os.getpid()))
        file.flush()
        return _run()


def _run() -> int:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    stack = Stack(VAR / "data", VAR / "mails", VAR / "sms.jsonl", VAR / "logs", ports=PORTS)
    with stack:
        stack.start()
        stack.write_endpoints(ENDPOINTS)
        while not stopping.wait(WATCH_SECONDS):
            for name in stack.relaunch_dead():
                print(f"{name} ended and was started again", flush=True)
    ENDPOINTS.unlink(missing_ok=True)
    return 0


def start() -> int:
    """Start the keeper and return when everything answers."""
    if running():
        print(ENDPOINTS.read_text(), end="")
        print("Already running; `make down` ends it.")
        return 0
    VAR.mkdir(exist_ok=True)
    ENDPOINTS.unlink(missing_ok=True)
    with LOG.open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.up", "keep"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not ENDPOINTS.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.kill()
            print(LOG.read_text(), file=sys.stderr)
            print(f"The stack did not start; logs are in {VAR / 'logs'}.", file=sys.stderr)
            return 1
        time.sleep(0.1)
    print(ENDPOINTS.read_text(), end="")
    print("The stack runs on the system clock; its data is kept in var/. `make down` ends it.")
    return 0


if __name__ == "__main__":
    sys.exit(keep() if sys.argv[1:] == ["keep"] else start())
