"""Reporting, outbound: LibreOffice turns a .docx into a PDF, in processes of its own."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import structlog

from services.reporting.application.frozen.ports import Unprinted
from services.reporting.outbound.papers.limited import KILOBYTES, SECONDS, limited
from services.reporting.outbound.papers.timeless import timeless

log = structlog.get_logger()

PROGRAM = "soffice"


class LibreOffice:
    """One document at a time, so that their memory never adds up.

    Each has a folder and a profile of its own, and leaves nothing behind.
    """

    def __init__(
        self, program: str = PROGRAM, seconds: float = SECONDS, kilobytes: int = KILOBYTES
    ) -> None:
        self._program, self._seconds, self._kilobytes = program, seconds, kilobytes
        self._one = asyncio.Semaphore()

    @property
    def there(self) -> bool:
        """Whether the machine has it."""
        return shutil.which(self._program) is not None

    async def pdf(self, document: bytes) -> bytes:
        """The same document gives the same bytes. Raises Unprinted where the program is not there,
        takes too long or makes nothing.
        """
        async with self._one:
            folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="ngayso-pdf-"))
            try:
                made = await self._converted(folder, document)
            finally:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return timeless(made, document)

    async def _converted(self, folder: Path, document: bytes) -> bytes:
        source = folder / "document.docx"
        await asyncio.to_thread(source.write_bytes, document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder))
        command = (self._program, profile, *convert, str(source))
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        try:
            ended = await limited(command, env, self._seconds, self._kilobytes)
        except TimeoutError:
            raise Unprinted(f"LibreOffice took longer than {self._seconds:g} s") from None
        made = source.with_suffix(".pdf")
        if not made.exists():  # it may end well all the same
            log.warning("pdf-failed", said=ended.said)
            raise Unprinted("LibreOffice made no PDF; see pdf-failed in the service's log")
        return await asyncio.to_thread(made.read_bytes)
