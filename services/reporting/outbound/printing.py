"""Reporting, outbound: LibreOffice turns a .docx into a PDF, in processes of its own."""

import asyncio
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import structlog

from services.reporting.application.ports import Unprinted

log = structlog.get_logger()

PROGRAM = "soffice"
SECONDS = 60.0
"""That one document may take; 32 pages take two."""
KILOBYTES = 3 * 1024 * 1024
"""Addresses that it may have; it fills 0.2 of 3 GiB with memory."""
LIMITED = 'ulimit -v "$1" && shift && exec "$@"'


class LibreOffice:
    """One document at a time, so that their memory never adds up.

    Each has a folder and a profile of its own, is killed with all its children when its time is
    over or whoever asked has gone, and leaves nothing behind.
    """

    def __init__(
        self, program: str = PROGRAM, seconds: float = SECONDS, kilobytes: int = KILOBYTES
    ) -> None:
        self._program, self._seconds, self._kilobytes = program, seconds, kilobytes
        self._one = asyncio.Semaphore()

    async def pdf(self, document: bytes) -> bytes:
        """Raises Unprinted where the program is not there, takes too long or makes nothing."""
        async with self._one:
            folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="ngayso-pdf-"))
            try:
                return await self._converted(folder, document)
            finally:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _converted(self, folder: Path, document: bytes) -> bytes:
        source = folder / "document.docx"
        await asyncio.to_thread(source.write_bytes, document)
        said = await self._run(folder, source)
        made = source.with_suffix(".pdf")
        if not made.exists():
            log.warning("pdf-failed", said=said[-500:])
            raise Unprinted("LibreOffice made no PDF; see pdf-failed in the service's log")
        return await asyncio.to_thread(made.read_bytes)

    async def _run(self, folder: Path, source: Path) -> str:
        """What it said; it may end well and have made nothing."""
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder))
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            *("-c", LIMITED, "limited", str(self._kilobytes)),
            *(self._program, profile, *convert, str(source)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), self._seconds)
        except TimeoutError:
            raise Unprinted(f"LibreOffice took longer than {self._seconds:g} s") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        return said.decode(errors="replace")
