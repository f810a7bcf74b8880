"""Cli, files: reads a file of the kind that is wanted, and writes one whole or not at all."""

import sys
import zipfile
from functools import cache
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cli.console import Trouble
from cli.translate.system import os_vi
from workbook.read.bounds import MAX_FILE

YAML, TABLE, JSON, XLSX = "YAML, JSON", ".xlsx, .csv", "JSON", ".xlsx"
SIGNATURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", ".doc, .xls"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite", "SQLite"),
    (b"\x7fELF", "ELF"),
)
"""How the files start that people take for another; the rest is told by its zero bytes."""
PACKED = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
PACKED_MARK = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 4096
NOTHING = sha256(b"").hexdigest()
PARTIAL = ".partial"
"""What stands behind the name of a file that is not whole yet."""
STDIN = Path("-")
"""What stands for standard input wherever a file is named."""


def read_bytes(path: Path) -> bytes:
    """The file's content; raises Trouble where it cannot be read, or is larger than any list."""
    try:
        given = _all_of(sys.stdin.buffer) if path == STDIN else None
        size = path.stat().st_size if given is None else len(given)
        if size > MAX_FILE:
            limit = MAX_FILE // 2**20
            raise Trouble("file-too-large", path=path, size=size // 2**20, limit=limit)
        return path.read_bytes() if given is None else given
    except OSError as error:
        raise Trouble("file-unreadable", path=path, **_why(error)) from error


def digest(path: Path) -> str:
    """The SHA-256 of a file, however large: scans of signed papers are. Raises Trouble where it
    cannot be read or is empty.
    """
    try:
        if path == STDIN:
            found = sha256(sys.stdin.buffer.read()).hexdigest()
        else:
            with path.open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Trouble("file-unreadable", path=path, **_why(error)) from error
    if found == NOTHING:
        raise Trouble("file-empty", path=path)
    return found


@cache
def _all_of(stream: BinaryIO) -> bytes:
    """What a stream holds, read once however often it is asked for; at most a byte too many."""
    return stream.read(MAX_FILE + 1)


def is_xlsx(path: Path) -> bool:
    """Whether a file is a workbook: by its name, or, where it has none or the old one, by how it
    begins.
    """
    if path == STDIN or path.suffix.lower() == ".xls":
        return read_bytes(path).startswith(PACKED_MARK)
    return path.suffix.lower() == XLSX


def is_table(path: Path) -> bool:
    """Whether a list is a table, and no YAML or JSON; a .csv has to have its name."""
    return is_xlsx(path) or path.suffix.lower() == ".csv"


def read_written(path: Path, wanted: str = YAML) -> bytes:
    """The content of a file that holds text; raises Trouble where it is of another kind."""
    content = read_bytes(path)
    if kind := _kind(content):
        raise Trouble("wrong-kind", path=path, kind=kind, wanted=wanted)
    return content


def read_text(path: Path, wanted: str = YAML) -> str:
    """The text of a file; raises Trouble where it is of another kind or encoding."""
    try:
        return read_written(path, wanted).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble("not-utf8", path=path) from error


def _why(error: OSError) -> dict[str, str | None]:
    return {"detail": error.strerror, "detail_vi": os_vi(error)}


def _kind(content: bytes) -> str | None:
    """What kind of file this is, where it is not text."""
    if content.startswith(PACKED_MARK):
        return _packed(content)
    for start, kind in SIGNATURES:
        if content.startswith(start):
            return kind
    binary = b"\x00" in content[:LOOKED_AT] and not content.startswith(UTF_16)
    return ".bin" if binary else None


def _packed(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        names = []
    return next(
        (kind for start, kind in PACKED.items() if any(n.startswith(start) for n in names)), "zip"
    )


def write(path: Path, content: bytes) -> None:
    """Whole or not at all: a report half written could be signed. Raises Trouble."""
    partial = path.with_name(path.name + PARTIAL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(content)
            partial.replace(path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Trouble("out-unwritable", path=path, **_why(error)) from error
