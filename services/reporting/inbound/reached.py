"""Reporting, inbound: reminders: whom they can reach, what became of each, who was told what."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Response
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
from services.reporting.domain.reached.chosen import Chosen
from services.reporting.inbound.answering.asked import after_in
from services.reporting.inbound.given import (
    Asker,
    Given,
    Limit,
    Read,
    reading_of,
    use_cases,
)
from services.reporting.inbound.lists.filters import of_late
from services.reporting.inbound.lists.known import of_known
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


async def _chosen(
    read: Read, asker: Asker, plan: Id, chosen: Annotated[Chosen, Depends(of_late)]
) -> Chosen:
    """Raises RequestValidationError where the plan has nothing of that name."""
    await of_known(read, asker.answers, plan, asdict(chosen))
    return chosen


Asked = Annotated[Chosen, Depends(_chosen)]


@router.get("/plans/{plan}/late", summary="What is late, and which reminders reached whom before")
async def late(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    chosen: Asked,
    after: str | None = Depends(after_in),
    limit: Limit = 100,
) -> Listing[Card]:
    return await given.lateness(read, asker).page(plan, given.clock.now(), after, limit, chosen)


@router.get(
    "/plans/{plan}/late.csv", summary="The same, a line for each message", response_class=Response
)
async def late_csv(given: Given, read: Read, asker: Asker, plan: Id, chosen: Asked) -> Response:
    cards = await given.lateness(read, asker).all(plan, given.clock.now(), chosen)
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
