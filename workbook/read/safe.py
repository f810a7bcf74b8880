"""Workbook, read: opens a file that anybody may have sent, within bounds.

openpyxl trusts what it reads: one merged range over a whole sheet makes it build 17 billion cells.
"""

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass

import openpyxl
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from workbook.form import CONTRACT, TEMPLATE, Damaged, Form, unpack
from workbook.layout import HIDDEN
from workbook.sentences import Wrong

MAX_FILE = 20 * 1024 * 1024
MAX_ENTRIES = 500
MAX_PART = 16 * 1024 * 1024
MAX_XML = 32 * 1024 * 1024
MAX_TAGS = 400_000
MAX_MERGED = 5_000
MAX_HIDDEN_ROWS = 420
_OLE = b"\xd0\xcf\x11\xe0"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref\s*=\s*[\"']([^\"']{1,40})[\"']")


@dataclass(frozen=True)
class Loaded:
    """A workbook twice: with the results of its formulas, and as it was typed."""

    values: Workbook
    typed: Workbook
    form: Form


def load(content: bytes) -> Loaded:
    """The workbook and what it is about; raises Wrong where it is none of ours."""
    _check_bounds(content)
    values, typed = open_book(content, results=True), open_book(content)
    return Loaded(values, typed, _form(values))


def open_book(content: bytes, *, results: bool = False) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), data_only=results)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise Wrong("not-xlsx") from error


def _check_bounds(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Wrong("locked-xlsx")
    if len(content) > MAX_FILE:
        raise Wrong("too-large", detail=f"{len(content) // 2**20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong("not-xlsx") from error
    except RuntimeError as error:  # zipfile's way to say that an entry is encrypted
        raise Wrong("locked-xlsx") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    # What an entry unpacks to is bounded by the size it declares: zipfile reads no further.
    xml = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels", ".vml"))]
    total = sum(entry.file_size for entry in xml)
    if len(entries) > MAX_ENTRIES or total > MAX_XML:
        raise Wrong("too-large", detail=f"{len(entries)} phần, {total // 2**20} MB")
    if any(entry.file_size > MAX_PART for entry in entries):
        raise Wrong("too-large", detail=f"một phần quá {MAX_PART // 2**20} MB")
    tags = merged = 0
    for entry in xml:
        part = archive.read(entry)
        # No writer of .xlsx declares a document type, or uses an encoding with zero bytes.
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part[:200]:
            raise Wrong("unsafe-xml")
        tags += part.count(b"<")
        merged += sum(_area(found[1].decode("ascii", "replace")) for found in _MERGE.finditer(part))
        if tags > MAX_TAGS or merged > MAX_MERGED:
            raise Wrong("too-large", detail="quá nhiều ô")


def _area(reference: str) -> int:
    first, top, last, bottom = range_boundaries(reference)
    if None in {first, top, last, bottom}:
        return MAX_MERGED + 1
    return (last - first + 1) * (bottom - top + 1)  # type: ignore[operator]


def _form(book: Workbook) -> Form:
    if HIDDEN not in book.sheetnames:
        raise Wrong("not-ours")
    cells = book[HIDDEN].iter_rows(max_row=MAX_HIDDEN_ROWS, max_col=2, values_only=True)
    rows = {str(key): str(value) for key, value in cells if key is not None and value is not None}
    if rows.get("ngayso") != "workbook":
        raise Wrong("not-ours")
    given = rows.get("template", "")
    if given != str(TEMPLATE):
        newer = given.isascii() and given.isdigit() and int(given[:6]) > TEMPLATE
        raise Wrong("template-new" if newer else "template-old", given=given, wanted=TEMPLATE)
    if rows.get("contract") != CONTRACT:
        raise Wrong("contract-other", given=rows.get("contract", "?"))
    try:
        return unpack(rows)
    except Damaged as error:
        raise Wrong("form-damaged", detail=str(error)) from error
