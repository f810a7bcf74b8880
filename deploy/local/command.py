"""Deployment, local: a command of the Makefile has its folder to itself, and ends in a sentence."""

import errno
import fcntl
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.process import ProcessFailed

FAILED, REFUSED, INTERRUPTED = 1, 2, 130
LOCK = ".lock"
_DISK = {errno.EDQUOT, errno.ENOSPC, errno.EROFS}

# struct flock of <fcntl.h>: macOS has the process before the kind of lock, Linux after it.
_MACOS = sys.platform == "darwin"
_FLOCK = struct.Struct("qqihh" if _MACOS else "hhqqi4x")
_QUESTION = (0, 0, 0, fcntl.F_WRLCK, 0) if _MACOS else (fcntl.F_WRLCK, 0, 0, 0, 0)
_KIND, _PROCESS = (3, 2) if _MACOS else (0, 4)


class Taken(RuntimeError):
    """Another command works in the folder."""


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Keep a folder to this process; raises Taken where another has it.

    The lock file stays, and nothing is written into it: the kernel knows who holds it, forgets a
    process that ends, and so no leftover can point at a stranger's process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Taken(
                f"{folder}/ đang được tiến trình {holder(folder)} dùng (make up, make demo hoặc "
                f"make look). / {folder}/ is in use by process {holder(folder)} (make up, "
                "make demo or make look); end it first."
            ) from error
        yield


def holder(folder: Path) -> int | None:
    """The process that claimed the folder, None if none did.

    To be asked by other processes: closing the file gives up the locks of one's own.
    """
    try:
        file = (folder / LOCK).open("rb")
    except FileNotFoundError:
        return None
    with file:
        answer = _FLOCK.unpack(fcntl.fcntl(file, fcntl.F_GETLK, _FLOCK.pack(*_QUESTION)))
    return None if answer[_KIND] == fcntl.F_UNLCK else answer[_PROCESS]


def run(command: Callable[[], int]) -> int:
    """The exit code of a command; what kept it from its work is told without a traceback."""
    try:
        return command()
    except ProcessFailed as error:
        print(error, file=sys.stderr)
        return FAILED
    except Taken as error:
        print(error, file=sys.stderr)
        return REFUSED
    except OSError as error:
        if error.filename is None and error.errno not in _DISK:  # not about files: ours to mend
            raise
        path = "" if error.filename is None else f" {os.fspath(error.filename)}"
        print(
            f"Không ghi hoặc đọc được{path}. / Cannot write or read{path}: {error.strerror}.",
            file=sys.stderr,
        )
        return REFUSED
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu. / Stopped on request.", flush=True)
        return INTERRUPTED
