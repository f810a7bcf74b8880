"""Reporting, inbound: answers over HTTP what the views hold, and the report as of any moment."""

from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Response

from contracts.values import Day, Id, Value
from services.reporting.application.answer import (
    PlanAnswer,
    SuccessorsAnswer,
    TotalsAnswer,
)
from services.reporting.application.whole.drawing import drawn
from services.reporting.documents.render import MEDIA_TYPES, Format
from services.reporting.domain.charts.charts import Charts
from services.reporting.domain.documents import UnitDocument
from services.reporting.domain.log.standing import ADVICE, Apart
from services.reporting.inbound import frozen, reached
from services.reporting.inbound.answering import changes
from services.reporting.inbound.answering.asked import only_known
from services.reporting.inbound.answering.described import describe
from services.reporting.inbound.answering.tagged import Tagged
from services.reporting.inbound.given import Asker, Given, Read, UseCases
from services.reporting.inbound.lists import others, pages
from services.reporting.inbound.moment import AsOf
from services.reporting.inbound.papers import drafts
from services.reporting.inbound.papers.drafts import whole
from services.reporting.inbound.papers.printed import PDF, answered, files
from services.reporting.inbound.problems import install

log = structlog.get_logger()
router = APIRouter()


@router.get("/plans/{plan}", summary="A plan in force and its participants")
async def plan(read: Read, plan: Id) -> PlanAnswer:
    return await read.plan(plan)


@router.get("/plans/{plan}/totals", summary="What a plan adds up to")
async def totals(read: Read, plan: Id) -> TotalsAnswer:
    return await read.totals(plan)


@router.get("/plans/{plan}/charts", summary="What the page of a plan draws, as data")
async def charts(given: Given, read: Read, asker: Asker, plan: Id) -> Charts:
    return await drawn(asker.answers, read, plan, given.clock.now())


@router.get("/plans/{plan}/successors", summary="What a plan adds up to, by a day's units")
async def successors(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    on: Annotated[Day | None, Query(description="Today in the plan's zone where absent.")] = None,
) -> SuccessorsAnswer:
    return await given.succeeding.of(asker.answers, read, plan, on, given.clock.now())


@router.get("/units/{unit}", summary="A unit's whole dated record")
async def unit(read: Read, unit: Id) -> UnitDocument:
    return await read.unit(unit)


@router.get(
    "/plans/{plan}/report.{form}",
    summary="The consolidated report; the same `as_of` gives the same bytes",
    response_class=Response,
    responses=files(*MEDIA_TYPES.values(), PDF),
)
async def report(
    given: Given,
    read: Read,
    plan: Id,
    form: Format | Literal["pdf"],
    as_of: AsOf = None,
) -> Response:
    found = await whole(given, read, plan, as_of)
    if form == "docx" or form == "pdf":  # noqa: PLR1714 - so that mypy narrows it
        made = await given.elsewhere(given.render, found, "docx")
        return await answered(given, made, plan, form, found.as_of)
    headers = {
        "Content-Disposition": f'attachment; filename="{plan}.{form}"',
        "X-As-Of": found.as_of.isoformat(),
    }
    body = await given.elsewhere(given.render, found, form)
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


def _confirmed(
    _: Annotated[
        Literal["rebuild"],
        Header(alias="X-Ngayso-Confirm", description="A header that no web form can send."),
    ],
) -> None:
    """Refuses what a page of another site could make a signed-in browser send."""


class RebuildAnswer(Value):
    """Views are filled beside those that are read, which they then replace."""

    status: str = "filling"
    watch: str = "/api/views"


class ViewsAnswer(Value):
    """Whether the views are the log's, and what to do where they are not."""

    apart: Apart | None
    said: str | None = None
    next: str | None = None
    generation: str
    filling: bool
    """A rebuild is under way, or was interrupted."""


@router.get("/views", summary="Whether the views are the log's, and how a rebuild is doing")
async def views(given: Given) -> ViewsAnswer:
    generation, filling = await given.agreeing.generation()  # first: a rebuild may end meanwhile
    apart = await given.agreeing.apart()
    said = {"said": ADVICE[apart].vi, "next": ADVICE[apart].next} if apart else {}
    return ViewsAnswer(apart=apart, generation=generation, filling=filling, **said)


@router.post(
    "/views/rebuild",
    status_code=202,
    dependencies=[Depends(_confirmed)],
    summary="Fill the views again from the log, beside those that are read, and switch",
)
async def rebuild(given: Given, asker: Asker) -> RebuildAnswer:
    log.info("rebuild-asked", by=asker.reader.subject)
    await given.rebuilding.start()
    return RebuildAnswer()


def make_api(use_cases: UseCases) -> FastAPI:
    """The application to mount at /api."""
    app = FastAPI(
        title="ngayso reporting",
        version="1",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(only_known)],
    )
    app.state.use_cases = use_cases
    app.include_router(router)
    app.include_router(pages.make_router())
    app.include_router(others.router)
    app.include_router(changes.router)
    app.include_router(reached.router)
    app.include_router(drafts.router)
    app.include_router(frozen.router)
    app.add_middleware(Tagged)
    install(app)
    describe(app)
    return app
