"""Reporting, documents: one report, any format, the same bytes for the same report."""

import io
import zipfile
from typing import Literal, assert_never

from services.reporting.documents.book.workbook import workbook
from services.reporting.documents.flat import lines
from services.reporting.documents.paper.document import document
from services.reporting.domain.consolidated import Consolidated

Format = Literal["docx", "xlsx", "csv", "json"]

MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can carry."""


def render(report: Consolidated, form: Format) -> bytes:
    """The report as a file."""
    match form:
        case "docx":
            return _timeless(document(report))
        case "xlsx":
            return _timeless(workbook(report))
        case "csv":
            return lines(report).encode()
        case "json":
            return report.model_dump_json(indent=2).encode()
        case _:
            assert_never(form)


def _timeless(archive: bytes) -> bytes:
    """The same zip without the moments at which its entries were written."""
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
