"""Reporting, documents: files without the moments at which they were written."""

import io
import zipfile

from docx.document import Document as Docx

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can carry."""


def timeless(archive: bytes) -> bytes:
    """The same zip, the same bytes whenever it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def saved(doc: Docx) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    doc.save(out)
    return timeless(out.getvalue())
