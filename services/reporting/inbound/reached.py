"""Reporting, inbound: reminders: whom they can reach, what became of each, who was told what."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route

from contracts.values import Id
from services.reporting.application.answer import Listing
from services.reporting.application.reached.readiness import Lacking, ReadinessAnswer, UnitLacking
from services.reporting.documents.lists.sheets import READINESS
from services.reporting.documents.reached import lines
from services.reporting.documents.render import MEDIA_TYPES
from services.reporting.domain.reached.card import Card
from services.reporting.inbound.answering.asked import After
from services.reporting.inbound.given import (
    Asker,
    Given,
    Limit,
    Read,
    reading_of,
    use_cases,
)
from services.reporting.inbound.lists.sending import CsvResponse, around, streamed
from services.reporting.pages.page import PAGE_HEADERS
from services.reporting.pages.reached import late_page, readiness_page

router = APIRouter()


@router.get("/plans/{plan}/readiness", summary="Whom of a plan reminders can reach, and who not")
async def readiness(given: Given, read: Read, plan: Id) -> ReadinessAnswer:
    await read.seen(plan)
    return await given.readiness.of(plan)


@router.get(
    "/plans/{plan}/readiness.csv",
    summary="Whom reminders cannot reach, a line for each address that is missing, as .csv",
    response_class=CsvResponse,
)
async def readiness_csv(given: Given, read: Read, plan: Id) -> Response:
    told = await around(given, read, plan)

    async def lacking() -> AsyncIterator[list[tuple[UnitLacking, Lacking]]]:
        answer = await given.readiness.of(plan)
        yield [(one, lack) for one in answer.lacking for lack in one.lacks]

    return await streamed(f"{plan}-readiness.csv", READINESS, lacking(), told)


@router.get("/plans/{plan}/late", summary="What is late, and which reminders reached whom before")
async def late(
    given: Given, read: Read, asker: Asker, plan: Id, after: After = None, limit: Limit = 100
) -> Listing[Card]:
    return await given.lateness(read, asker).page(plan, given.clock.now(), after, limit)


@router.get(
    "/plans/{plan}/late.csv", summary="The same, a line for each message", response_class=Response
)
async def late_csv(given: Given, read: Read, asker: Asker, plan: Id) -> Response:
    cards = await given.lateness(read, asker).all(plan, given.clock.now())
    zone = (await read.plan(plan)).plan.zone
    body = await run_in_threadpool(lines, cards, zone)
    headers = {"Content-Disposition": f'attachment; filename="{plan}-late.csv"'}
    return Response(body, media_type=MEDIA_TYPES["csv"], headers=headers)


async def _readiness(request: Request) -> Response:
    read, plan = reading_of(request), request.path_params["plan"]
    shown = (await read.plan(plan)).plan
    answer = await use_cases(request).readiness.of(plan)
    return HTMLResponse(readiness_page(shown, answer), headers=PAGE_HEADERS)


async def _late(request: Request) -> Response:
    """Its head is sent before what is late is read, which takes as long as there is much."""
    read, plan = reading_of(request), request.path_params["plan"]
    given = use_cases(request)
    lateness, now = given.lateness(read, request.state.eyes), given.clock.now()
    page = late_page((await read.plan(plan)).plan, lambda: lateness.all(plan, now))
    return StreamingResponse(page, headers=PAGE_HEADERS, media_type="text/html")


PAGES = [Route("/plans/{plan}/readiness", _readiness), Route("/plans/{plan}/late", _late)]
