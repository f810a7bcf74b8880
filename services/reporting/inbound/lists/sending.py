"""Reporting, inbound: sends a list as .csv, page by page, so that none is too long."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse

from services.reporting.application.readers.standstill import HOME
from services.reporting.application.reading import Reading
from services.reporting.documents.lists.sheet import Around, Sheet
from services.reporting.inbound.given import UseCases


class CsvResponse(StreamingResponse):
    """UTF-8 with a byte order mark."""

    media_type = "text/csv; charset=utf-8"


async def around(given: UseCases, read: Reading, plan: str) -> Around:
    """What the lines of a plan's list are told with."""
    found = await read.plan(plan)
    names = {one.unit: one.name for one in found.participants}
    shown, until = found.plan, found.frozen_until
    return Around(shown.zone, given.clock.now(), names, shown.kinds, shown.levels, until)


def of_no_plan(given: UseCases) -> Around:
    return Around(HOME, given.clock.now())


async def streamed(
    name: str, sheet: Sheet[Any], pages: AsyncIterator[list[Any]], told: Around
) -> Response:
    """The first page is read before anything is sent: what goes wrong there is told as a problem;
    what goes wrong later cuts the file off.
    """
    first: list[Any] = await anext(pages, [])

    async def body() -> AsyncIterator[str]:
        yield sheet.head() + sheet.lines(first, told)
        async for page in pages:
            yield sheet.lines(page, told)

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return CsvResponse(body(), headers=headers)
