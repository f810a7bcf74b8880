"""Reporting, inbound: answers over HTTP what the views hold, and the report as of any moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from contracts.plan import Channel
from contracts.values import Day, Id
from runtime.clock import Clock
from services.reporting.documents.render import MEDIA_TYPES, Format
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.documents import (
    ActivityDocument,
    DutyDocument,
    MessageDocument,
    ReportDocument,
    RungDocument,
    UnitDocument,
)
from services.reporting.domain.totals import DutyStatus, ReportStatus
from services.reporting.inbound.answer import (
    EvidenceListing,
    Listing,
    PlanAnswer,
    PlanLine,
    PlanListing,
    Rebuilding,
    SuccessorsAnswer,
    TotalsAnswer,
)
from services.reporting.inbound.moment import read_moment
from services.reporting.inbound.problems import install, no_plan
from services.reporting.inbound.reading import Answers, Reading

MOST = 500

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[
    str | None, Query(max_length=400, description="`after` of the page before this one.")
]
AnyId = Annotated[Id | None, Query()]


@dataclass(frozen=True)
class Ports:
    """What the API stands on, put together in main.py."""

    answers: Answers
    past: Callable[[str, datetime], Awaitable[Consolidated | None]]
    rebuild: Callable[[], Awaitable[None]]
    render: Callable[[Consolidated, Format], bytes]
    clock: Clock


def _ports(request: Request) -> Ports:
    ports: Ports = request.app.state.ports
    return ports


def _reading(request: Request) -> Reading:
    return Reading(_ports(request).answers)


Given = Annotated[Ports, Depends(_ports)]
Read = Annotated[Reading, Depends(_reading)]
router = APIRouter()


@router.get("/plans", summary="Every published plan, with how far it has come")
async def plans(read: Read) -> Listing[PlanLine]:
    lines = await read.plans()
    return Listing(total=len(lines), items=lines, after=None)


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
    status: DutyStatus | None = None,
    on_time: bool | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[DutyDocument]:
    wanted = {"unit": unit, "duty": duty, "status": status, "on_time": on_time}
    return await read.page(DutyDocument, plan, wanted, after, limit)


@router.get("/plans/{plan}/activities", summary="What units declared and held")
async def activities(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    status: Literal["planned", "postponed", "held", "withdrawn"] | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[ActivityDocument]:
    wanted = {"unit": unit, "status": status}
    return await read.page(ActivityDocument, plan, wanted, after, limit)


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
    status: ReportStatus | None = None,
    current: bool | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[ReportDocument]:
    wanted = {"unit": unit, "status": status, "current": current}
    return await read.page(ReportDocument, plan, wanted, after, limit)


@router.get("/plans/{plan}/rungs", summary="Every reminder due, and what became of it")
async def rungs(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    duty: AnyId = None,
    fate: Literal["waiting", "sent", "cancelled", "lapsed", "failed"] | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[RungDocument]:
    wanted = {"unit": unit, "duty": duty, "fate": fate}
    return await read.page(RungDocument, plan, wanted, after, limit)


@router.get("/plans/{plan}/messages", summary="Every message; recipients are tokens")
async def messages(
    read: Read,
    plan: Id,
    unit: AnyId = None,
    channel: Channel | None = None,
    status: Literal["composed", "attempted", "accepted", "failed", "silenced"] | None = None,
    after: After = None,
    limit: Limit = 100,
) -> PlanListing[MessageDocument]:
    wanted = {"unit": unit, "channel": channel, "status": status}
    return await read.page(MessageDocument, plan, wanted, after, limit)


@router.get("/units", summary="The directory, in Vietnamese alphabetical order")
async def units(read: Read, after: After = None, limit: Limit = 100) -> Listing[UnitDocument]:
    items, total, more = await read.answers.units(after, limit)
    return Listing(total=total, items=items, after=more)


@router.get("/units/{unit}", summary="A unit's whole dated record")
async def unit(read: Read, unit: Id) -> UnitDocument:
    return await read.unit(unit)


@router.get(
    "/plans/{plan}/report.{form}",
    summary="The consolidated report; the same `as_of` gives the same bytes",
    response_class=Response,
)
async def report(
    given: Given,
    plan: Id,
    form: Format,
    as_of: Annotated[
        str | None, Query(max_length=40, description="ISO 8601 with its zone; now where absent.")
    ] = None,
) -> Response:
    now = given.clock.now()
    moment = read_moment(as_of, now) if as_of else now
    found = await given.past(plan, moment)
    if found is None:
        raise no_plan(plan)
    headers = {
        "Content-Disposition": f'attachment; filename="{plan}.{form}"',
        "X-As-Of": moment.isoformat(),
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


@router.post(
    "/views/rebuild",
    status_code=202,
    dependencies=[Depends(_confirmed)],
    summary="Drop the views; the log fills them again",
)
async def rebuild(given: Given) -> Rebuilding:
    await given.rebuild()
    return Rebuilding()


def make_api(ports: Ports) -> FastAPI:
    """The application to mount at /api."""
    app = FastAPI(title="ngayso reporting", version="1", docs_url=None, redoc_url=None)
    app.state.ports = ports
    app.include_router(router)
    install(app)
    return app
