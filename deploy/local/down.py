"""Deployment, local: `make down` ends what `make up` started and waits until it is gone."""

import os
import signal
import sys
import time

from deploy.local.up import PID, running

STOP_SECONDS = 60


def main() -> int:
    pid = running()
    if pid is None:
        print("Nothing is running.")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while running() is not None:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)  # its parts die with it
            break
        time.sleep(0.1)
    PID.unlink(missing_ok=True)
    print("Stopped; the data stays in var/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
