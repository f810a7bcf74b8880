"""Reporting, outbound: runs a program that ends, in so much time and memory, with its children."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

SECONDS = 60.0
"""That one document may take; 32 pages take two."""
KILOBYTES = 3 * 1024 * 1024
"""Addresses that a program may have; LibreOffice fills 0.2 of 3 GiB with memory."""
LIMITED = 'ulimit -v "$1" && shift && exec "$@"'


class Ended(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    out: bytes
    errors: bytes

    @property
    def said(self) -> str:
        """The end of it, for the log."""
        return (self.out + self.errors)[-500:].decode(errors="replace")


async def limited(
    command: Sequence[str],
    env: Mapping[str, str],
    seconds: float,
    kilobytes: int,
    given: bytes = b"",
) -> Ended:
    """What it says of what it is `given`. It is killed with all its children when its time is over,
    which raises TimeoutError, or whoever asked has gone.
    """
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *("/bin/sh", "-c", LIMITED, "limited", str(kilobytes), *command),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=dict(env),  # uvloop takes no other mapping
            start_new_session=True,
        )
    )
    try:
        # A start that is cancelled would leave the program's children, and wait for them.
        process = await asyncio.shield(starting)
        out, errors = await asyncio.wait_for(process.communicate(given), seconds)
    finally:
        process = await starting
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return Ended(process.returncode or 0, out, errors)
