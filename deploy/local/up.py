"""Deployment, local: `make up` keeps the stack running in the background until `make down`."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from deploy.local.campaign import EXAMPLES
from deploy.local.command import FAILED, REFUSED, claim, holder, run
from deploy.local.issuer.people import sign_in_line
from deploy.local.issuer.tokens import TOKEN
from deploy.local.stack import PORTS, Stack, until_told

VAR, OUT = Path("var"), Path("out")
ENDPOINTS = OUT / "endpoints.json"
LOG = VAR / "up.log"
START_SECONDS = 90
STOP_SECONDS = 60
LOOK_EVERY = 0.1


def keep() -> int:
    """Run the stack, and start again what ends, until SIGTERM."""
    with (
        claim(VAR),
        claim(OUT),
        until_told() as told,
        Stack(
            data=VAR / "data",
            mail=VAR / "mails",
            sms=VAR / "sms.jsonl",
            logs=VAR / "logs",
            keys=VAR / "auth",
            access=VAR / "access",
            ports=PORTS,
        ) as stack,
    ):
        stack.start(units=sorted(EXAMPLES.glob("*/units.yaml")))
        stack.write_endpoints(ENDPOINTS)
        stack.keep(told)
    return 0


def start() -> int:
    """Start a keeper unless one is there, and return when everything answers.

    Of two at once one's keeper has the folder, and both wait for that one.
    """
    for folder in (VAR, OUT):
        folder.mkdir(exist_ok=True)
    keeper = None
    with LOG.open("ab") as log:
        said_before = log.tell()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            running = holder(VAR)
            if running and (told := _addresses(running)):
                print(told, end="")
                print(_welcome(running, ours=keeper is not None and running == keeper.pid))
                return 0
            if keeper is None and running is None:
                keeper = _launch(log.fileno())
            elif keeper is not None and running is None and keeper.poll() is not None:
                break
            time.sleep(LOOK_EVERY)
    if keeper is not None:
        keeper.kill()
        keeper.wait()
    print(LOG.read_bytes()[said_before:].decode(errors="replace"), end="", file=sys.stderr)
    if keeper is not None and keeper.returncode == REFUSED:
        return REFUSED
    print(f"The stack did not start; logs are in {VAR / 'logs'}.", file=sys.stderr)
    return FAILED


def stop() -> int:
    """End the keeper and wait until it is gone; tidy up after one that was killed."""
    running = holder(VAR)
    if running is None:
        if holder(OUT) is None and ENDPOINTS.exists():
            ENDPOINTS.unlink()
            ENDPOINTS.with_name(TOKEN).unlink(missing_ok=True)
            print(f"Nothing is running; {ENDPOINTS} was left by a stack that was killed: removed.")
        else:
            print("Nothing is running.")
        return 0
    if running <= 0:
        print("The stack runs in another container; end it from there.", file=sys.stderr)
        return REFUSED
    os.kill(running, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while holder(VAR) == running:
        if time.monotonic() > deadline:
            os.kill(running, signal.SIGKILL)  # its parts die with it
            for name in (ENDPOINTS.name, TOKEN):
                ENDPOINTS.with_name(name).unlink(missing_ok=True)
            break
        time.sleep(LOOK_EVERY)
    print("Stopped; the data stays in var/.")
    return 0


def _launch(log: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.local.up", "keep"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _addresses(keeper: int) -> str:
    """What the keeper wrote when everything answered; an earlier one's file is no answer."""
    try:
        text = ENDPOINTS.read_text()
        return text if json.loads(text)["keeper"] == keeper else ""
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return ""


def _welcome(keeper: int, *, ours: bool) -> str:
    sign_in = sign_in_line(json.loads(ENDPOINTS.read_text())) + "\n"
    if ours:
        return (
            f"{sign_in}The stack runs on the system clock; its data is kept in var/. `make down` "
            "ends it."
        )
    return (
        f"{sign_in}Already running as process {keeper}, at these addresses ({ENDPOINTS}), with its "
        "data in var/; `make down` ends it."
    )


COMMANDS = {"start": start, "keep": keep, "stop": stop}

if __name__ == "__main__":
    sys.exit(run(COMMANDS[sys.argv[1]]))
