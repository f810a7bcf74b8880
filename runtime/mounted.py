"""Runtime, mounted: what a mounted file says, read again where the file has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()
T = TypeVar("T")


class Mounted(Generic[T]):
    """`read` raises OSError or ValueError for a file that will not do. At the start so does this; a
    file that is wrong later leaves what was read before, and a log line says so: a rotation half
    done stops nobody.
    """

    def __init__(self, file: Path, read: Callable[[Path], T]) -> None:
        self._file = file
        self._take = read
        self._stamp = self._look()
        self._taken = read(file)

    @property
    def now(self) -> T:
        """What it says now."""
        try:
            stamp = self._look()
            if stamp != self._stamp:
                self._stamp = stamp
                self._taken = self._take(self._file)
        except (OSError, ValueError) as error:
            log.warning("file-not-read", file=str(self._file), error=type(error).__name__)
        return self._taken

    def _look(self) -> tuple[int, ...]:
        """What tells one content from another; a mounted Secret is replaced by another file."""
        status = self._file.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size
