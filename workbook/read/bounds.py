"""Workbook, read: how much an .xlsx may hold that anybody may have sent, counted before it is read.

openpyxl trusts what it reads: one merged range over a whole sheet makes it build 17 billion cells.
Nothing here imports it, so that a file can be refused without its 0.3 s.
"""

import io
import re
import zipfile
import zlib

from workbook.sentences import Wrong

MAX_FILE = 20 * 1024 * 1024
MAX_ENTRIES = 500
MAX_PART = 16 * 1024 * 1024
MAX_XML = 32 * 1024 * 1024
MAX_WHOLE = MAX_XML + MAX_FILE
MAX_TAGS = 400_000
MAX_ROWS = 50_000
MAX_OTHER = 60_000
"""Elements that are neither a row nor in a cell: each may cost 1.4 kB of memory."""
MAX_SPANNED = 5_000
"""Cells under merged ranges and links, which openpyxl builds one by one."""
_OLE = b"\xd0\xcf\x11\xe0"
_XML = (".xml", ".rels", ".vml")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_OTHER = re.compile(rb"<(?!/)(?!(?:\w+:)?(?:c|f|is|r|row|si|t|v)[\s/>])")
_SPANNING = re.compile(rb"<(?:[^\s<>/]*:)?(?:mergeCell|hyperlink)\b([^>]*)")
_REFERENCE = re.compile(rb"\sref\s*=\s*[\"']([^\"']*)[\"']")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


def check_bounds(content: bytes) -> None:
    """Raises Wrong where the file is no .xlsx, is locked, or would unpack to too much."""
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
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or whole > MAX_WHOLE:
        raise Wrong("too-large", detail=f"{len(entries)} phần, {whole // 2**20} MB")
    if any(entry.file_size > MAX_PART for entry in entries):
        raise Wrong("too-large", detail=f"một phần quá {MAX_PART // 2**20} MB")
    size = tags = rows = others = spanned = 0
    for entry in entries:
        part = archive.read(entry)
        if not _is_xml(entry.filename, part):
            continue
        # No writer of .xlsx declares a document type, or uses an encoding with zero bytes.
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part[:200]:
            raise Wrong("unsafe-xml")
        size, tags = size + len(part), tags + part.count(b"<")
        if size > MAX_XML or tags > MAX_TAGS:
            raise Wrong("too-large", detail="quá nhiều ô")
        rows += sum(1 for _ in _ROW.finditer(part))
        others += sum(1 for _ in _OTHER.finditer(part))
        spanned += sum(_spanned(found[1]) for found in _SPANNING.finditer(part))
        if rows > MAX_ROWS or others > MAX_OTHER or spanned > MAX_SPANNED:
            raise Wrong("too-large", detail="quá nhiều dòng, định dạng hoặc ô gộp")


def _is_xml(name: str, part: bytes) -> bool:
    """By its name or by its content: a relationship may call any part a sheet."""
    return name.lower().endswith(_XML) or part[:200].lstrip(_BEFORE_XML).startswith(b"<")


def _spanned(attributes: bytes) -> int:
    """The cells under what a merged range or a link refers to; too many where that is unclear."""
    areas = [_area(found.decode("ascii", "replace")) for found in _REFERENCE.findall(attributes)]
    return sum(areas) if areas else MAX_SPANNED + 1


def _area(reference: str) -> int:
    found = _AREA.fullmatch(reference)
    if found is None:
        return MAX_SPANNED + 1
    first, top, last, bottom = found.groups()
    wide = abs(_column(last or first) - _column(first)) + 1
    return wide * (abs(int(bottom or top) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
