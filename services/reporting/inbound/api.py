"""Reporting, inbound: answers over HTTP what the views hold, and the report as of any moment."""

from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Response
from starlette.concurrency import run_in_threadpool

from contracts.values import Day, Id, Value
from contracts.words import ActivityStatus, DutyStatus, ReportStatus
from services.reporting.application.answer import (
    EvidenceListing,
    Listing,
    PlanAnswer,
    PlanListing,
    PlanSummary,
    SuccessorsAnswer,
    TotalsAnswer,
)
from services.reporting.documents.render import MEDIA_TYPES, Format
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.documents import DutyDocument, UnitDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.filing.version import Waiting
from services.reporting.domain.log.standing import ADVICE, Apart
from services.reporting.domain.log.unread import UnreadRecord
from services.reporting.inbound import frozen, reached
from services.reporting.inbound.given import After, AnyId, Asker, Given, Limit, Read, UseCases
from services.reporting.inbound.papers import drafts
from services.reporting.inbound.papers.drafts import AsOf, whole
from services.reporting.inbound.papers.printed import answered
from services.reporting.inbound.problems import install

log = structlog.get_logger()
router = APIRouter()


@router.get("/plans", summary="Every published plan, with how far it has come")
async def plans(read: Read) -> Listing[PlanSummary]:
    plans = await read.plans()
    return Listing(total=len(plans), items=plans, after=None)


@router.get("/plans/{plan}", summary="A plan in force and its participants")
async def plan(read: Read, plan: Id) -> PlanAnswer:
    return await read.plan(plan)


@router.get("/plans/{plan}/totals", summary="What a plan adds up to")
async def totals(read: Read, plan: Id) -> TotalsAnswer:
    return await read.totals(plan)


@router.get("/plans/{plan}/successors", summary="What a plan adds up to, by a day's units")
async def successors(
    given: Given,
    read: Read,
    plan: Id,
    on: Annotated[Day | None, Query(description="Today in the plan's zone where absent.")] = None,
) -> SuccessorsAnswer:
    return await read.successors(plan, on, given.clock.now())


@router.get("/plans/{plan}/duties", summary="Who owes what, by when, and whether it was met")
async def duties(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    duty: AnyId = None,
    owed: AnyId = None,
    status: DutyStatus | None = None,
    on_time: bool | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[DutyDocument]:
    filters = {"unit": unit, "duty": duty, "owed": owed, "status": status, "on_time": on_time}
    return await read.page(DutyDocument, plan, filters, after, limit)


@router.get("/plans/{plan}/activities", summary="What units declared and held")
async def activities(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    status: ActivityStatus | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[ActivityDocument]:
    filters = {"unit": unit, "status": status}
    return await read.page(ActivityDocument, plan, filters, after, limit)


@router.get("/plans/{plan}/evidence", summary="Evidence, and who claims the same; by activity")
async def evidence(
    read: Read, plan: Id, repeated: bool = False, after: After = None, limit: Limit = 100
) -> EvidenceListing:
    return await read.evidence(plan, repeated, after, limit)


@router.get("/plans/{plan}/reports", summary="Every version of every report")
async def reports(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    owed: AnyId = None,
    status: ReportStatus | None = None,
    current: bool | None = None,
    in_force: bool | None = None,
    waiting: Waiting | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[ReportDocument]:
    filters = {
        "unit": unit,
        "owed": owed,
        "status": status,
        "current": current,
        "in_force": in_force,
        "waiting": waiting,
    }
    return await read.page(ReportDocument, plan, filters, after, limit)


@router.get("/units", summary="The directory, in Vietnamese alphabetical order")
async def units(read: Read, after: After = None, limit: Limit = 100) -> Listing[UnitDocument]:
    return await read.units(after, limit)


@router.get("/units/{unit}", summary="A unit's whole dated record")
async def unit(read: Read, unit: Id) -> UnitDocument:
    return await read.unit(unit)


@router.get("/unread", summary="Records of the log that cannot be read, and are in no view")
async def unread(read: Read) -> Listing[UnreadRecord]:
    return await read.unread()


@router.get(
    "/plans/{plan}/report.{form}",
    summary="The consolidated report; the same `as_of` gives the same bytes",
    response_class=Response,
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
        made = await run_in_threadpool(given.render, found, "docx")
        return await answered(given, made, plan, form, found.as_of)
    headers = {
        "Content-Disposition": f'attachment; filename="{plan}.{form}"',
        "X-As-Of": found.as_of.isoformat(),
    }
    body = await run_in_threadpool(given.render, found, form)
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
    app = FastAPI(title="ngayso reporting", version="1", docs_url=None, redoc_url=None)
    app.state.use_cases = use_cases
    app.include_router(router)
    app.include_router(reached.router)
    app.include_router(drafts.router)
    app.include_router(frozen.router)
    install(app)
    return app
