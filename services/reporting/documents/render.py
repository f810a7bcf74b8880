"""Reporting, documents: one report, any format, the same bytes for the same report.

What writes .docx and .xlsx is loaded where one is written: in a process of its own, not in the
service.
"""

from functools import cache
from hashlib import sha256
from typing import Literal, assert_never, get_args

from contracts.frozen import DATA, snapshot_code
from services.reporting.documents.flat import lines
from services.reporting.documents.packets import packets
from services.reporting.documents.templates.template import Templates
from services.reporting.domain.consolidated import Consolidated

Format = Literal["docx", "xlsx", "csv", "json", "packets.json"]

MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "packets.json": "application/json",
}


@cache
def ours() -> Templates:
    """The package's own."""
    return Templates()


def render(
    report: Consolidated, form: Format, code: str = "", templates: Templates | None = None
) -> bytes:
    """The report as a file; `code`, that of its figures, stands on every page to be printed."""
    match form:
        case "docx":
            from services.reporting.documents.paper.document import document  # noqa: PLC0415
            from services.reporting.documents.paper.signer import office  # noqa: PLC0415

            return document(report, templates or ours(), office(report), code)
        case "xlsx":
            from services.reporting.documents.book.workbook import workbook  # noqa: PLC0415
            from services.reporting.documents.paper.zipped import timeless  # noqa: PLC0415

            return timeless(workbook(report, code))
        case "csv":
            return lines(report).encode()
        case "json":
            return report.model_dump_json(indent=2).encode()
        case "packets.json":
            return packets(report, code).model_dump_json(indent=2).encode()
        case _:
            assert_never(form)


def render_all(
    report: Consolidated, number: int, templates: Templates | None = None
) -> tuple[str, dict[str, bytes]]:
    """The files of a snapshot of that number by form, and its code, which follows from the figures
    and stands on the others.
    """
    data = render(report, DATA)
    code = snapshot_code(report.plan.id, number, sha256(data).hexdigest())
    forms: tuple[Format, ...] = get_args(Format)
    return code, {
        form: data if form == DATA else render(report, form, code, templates) for form in forms
    }
