"""Reporting, inbound: a document as it is answered: the .docx, or the PDF that is made of it."""

from datetime import datetime
from typing import Any, Literal

from fastapi import Response

from services.reporting.documents.render import MEDIA_TYPES
from services.reporting.inbound.given import UseCases

PaperForm = Literal["docx", "pdf"]
PDF = "application/pdf"


def files(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """How a route that answers a file is described."""
    return {200: {"content": {kind.partition(";")[0]: {} for kind in kinds}}}


async def answered(
    given: UseCases, document: bytes, name: str, form: PaperForm, as_of: datetime
) -> Response:
    """`name` is the file's; raises Unprinted."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{form}"',
        "X-As-Of": as_of.isoformat(),
    }
    if form == "docx":
        return Response(document, media_type=MEDIA_TYPES["docx"], headers=headers)
    return Response(await given.printer.pdf(document), media_type=PDF, headers=headers)
