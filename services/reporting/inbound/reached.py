"""Reporting, inbound: reminders: whom they can reach, what became of each, who was told what."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from contracts.plan import Channel
from contracts.values import Id
from contracts.words import MessageStatus, RungFate
from services.reporting.application.answer import Listing, PlanListing
from services.reporting.application.reached.readiness import ReadinessAnswer
from services.reporting.documents.reached import lines
from services.reporting.documents.render import MEDIA_TYPES
from services.reporting.domain.documents import MessageDocument, RungDocument
from services.reporting.domain.reached.card import Card
from services.reporting.inbound.given import (
    After,
    AnyId,
    Asker,
    Given,
    Limit,
    Read,
    reading_of,
    use_cases,
)
from services.reporting.pages.page import PAGE_HEADERS
from services.reporting.pages.reached import late_page, readiness_page

router = APIRouter()


@router.get("/plans/{plan}/rungs", summary="Every reminder due, and what became of it")
async def rungs(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    duty: AnyId = None,
    fate: RungFate | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[RungDocument]:
    filters = {"unit": unit, "duty": duty, "fate": fate}
    return await read.page(RungDocument, plan, filters, after, limit)


@router.get("/plans/{plan}/messages", summary="Every message; recipients are tokens")
async def messages(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    channel: Channel | None = None,
    status: MessageStatus | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[MessageDocument]:
    filters = {"unit": unit, "channel": channel, "status": status}
    return await read.page(MessageDocument, plan, filters, after, limit)


@router.get("/plans/{plan}/readiness", summary="Whom of a plan reminders can reach, and who not")
async def readiness(given: Given, read: Read, plan: Id) -> ReadinessAnswer:
    await read.seen(plan)
    return await given.readiness.of(plan)


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
    read, plan = reading_of(request), request.path_params["plan"]
    given = use_cases(request)
    cards = await given.lateness(read, request.state.eyes).all(plan, given.clock.now())
    page = late_page((await read.plan(plan)).plan, cards)
    return HTMLResponse(page, headers=PAGE_HEADERS)


PAGES = [Route("/plans/{plan}/readiness", _readiness), Route("/plans/{plan}/late", _late)]
