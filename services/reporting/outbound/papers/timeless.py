"""Reporting, outbound: a PDF without the moment at which it was printed.

LibreOffice 7.4 heeds no SOURCE_DATE_EPOCH: it writes its own time as the date of creation, and what
it makes of that as the file's id and checksum. All else follows from the document.
"""

import io
import re
import zipfile
from hashlib import md5

CREATED = re.compile(rb"<dcterms:created[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z<")
PRINTED = re.compile(rb"/CreationDate\(D:[^)]*\)")
MADE = re.compile(rb"/(?:ID \[ <[0-9A-F]{32}>\s<[0-9A-F]{32}> \]|DocChecksum /[0-9A-F]{32})")
MARK = re.compile(rb"[0-9A-F]{32}")


def timeless(pdf: bytes, document: bytes) -> bytes:
    """The same pages, with the date that the .docx says of itself and marks that follow from it:
    the same bytes whenever it was printed. Nothing moves in them.
    """
    mark = md5(document, usedforsecurity=False).hexdigest().upper().encode()
    date = b"/CreationDate(D:%sZ)" % b"".join(_created(document))
    dated = PRINTED.sub(lambda one: date.ljust(len(one[0])), pdf)
    return MADE.sub(lambda one: MARK.sub(mark, one[0]), dated)


def _created(document: bytes) -> tuple[bytes, ...]:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        found = CREATED.search(parts.read("docProps/core.xml"))
    return found.groups() if found else (b"19800101000000",)
