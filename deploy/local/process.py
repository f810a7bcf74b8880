"""Deployment, local: one process of the machine, started, awaited, stopped and restarted."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

READY_WITHIN = 30.0
STOP_WITHIN = 15.0
RETRY_EVERY = 0.05

_SETPRIV = shutil.which("setpriv")
"""Linux's (util-linux): what it starts gets a signal when its parent ends. No code of ours runs
between fork and exec: in a process with threads that can wait for ever for a lock.
"""
_DIES_WITH_PARENT = [_SETPRIV, "--pdeathsig", "KILL", "--"] if _SETPRIV else []


class ProcessFailed(RuntimeError):
    """A part ended, or was not ready in time; the message carries the end of its log."""


class Reserved:
    """A port of the loopback that no other process is given, also while a part is down.

    Of two sockets that both say SO_REUSEADDR Linux lets one listen on the port that the other is
    merely bound to: this one is bound, the part's listens (every server here says so). Elsewhere
    two sockets cannot share a port, so it is only one that was free a moment ago.
    """

    def __init__(self, wanted: int = 0) -> None:
        """Reserve `wanted`, or another where something listens there already."""
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", wanted))
        except OSError:
            holder.bind(("127.0.0.1", 0))
        self.number: int = holder.getsockname()[1]
        weakref.finalize(self, holder.close)
        if sys.platform != "linux":
            holder.close()


class Process:
    """A process with an address, usable as a context manager.

    It lives in its own session, so Ctrl-C reaches only the parent, which stops its parts in order;
    on Linux it is killed when the thread that started it ends, even by SIGKILL. Start parts from
    the main thread.
    """

    def __init__(
        self,
        name: str,
        url: str,
        command: Iterable[str],
        *,
        ready: Callable[[], bool],
        log: Path,
        env: Mapping[str, str] | None = None,
        ports: Iterable[Reserved] = (),
        ready_within: float = READY_WITHIN,
    ) -> None:
        self.name = name
        self.url = url
        self.command = tuple(command)
        self.log = log
        self.restarts = 0
        self._ports = tuple(ports)  # they stay reserved as long as the part can be started again
        self._ready = ready
        self._ready_within = ready_within
        self._env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process as it was last started."""
        if self._process is None:
            raise ProcessFailed(f"{self.name} was not started")
        return self._process

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self) -> Self:
        """Start without waiting, so that several parts can come up side by side."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [*_DIES_WITH_PARENT, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._env,
                start_new_session=True,
            )
        return self

    def wait_ready(self) -> Self:
        """Return when it answers; raise ProcessFailed when it ended or stays silent too long."""
        deadline = time.monotonic() + self._ready_within
        while not self._ready():
            if not self.alive:
                self._fail(f"ended with code {self.process.returncode} before it was ready")
            if time.monotonic() > deadline:
                self.kill()
                self._fail(f"was not ready within {self._ready_within:g} s")
            time.sleep(RETRY_EVERY)
        return self

    def start(self) -> Self:
        return self.launch().wait_ready()

    def restart(self) -> Self:
        """Start again with the same command, address and data."""
        self.kill()
        self.restarts += 1
        return self.start()

    def stop(self, within: float = STOP_WITHIN) -> int | None:
        """SIGTERM, then SIGKILL after a bound. Returns the exit code, None if never started."""
        if self._process is None:
            return None
        if self.alive:
            self._process.terminate()
            try:
                self._process.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._process.returncode

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self if self.alive else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _fail(self, what: str) -> None:
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
        raise ProcessFailed(f"{self.name} {what}; the end of {self.log.name}:\n{tail}")


def stop_all(parts: Iterable[Process]) -> None:
    """Stop parts in the given order: services first, then what they stand on."""
    for part in parts:
        part.stop()


def accepts(port: int, greeting: bytes = b"", host: str = "127.0.0.1") -> bool:
    """Whether something listens on a host's port, and greets as expected."""
    try:
        with socket.create_connection((host, port), timeout=1) as connection:
            return not greeting or connection.recv(len(greeting)) == greeting
    except OSError:
        return False


def answers(url: str) -> bool:
    """Whether an HTTP GET is answered with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 (loopback http)
            status: int = response.status
            return status < 300  # noqa: PLR2004
    except (OSError, urllib.error.URLError, ValueError):
        return False
