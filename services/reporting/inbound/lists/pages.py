"""Reporting, inbound: what a plan has of one kind, filtered: a page as JSON, or all as .csv."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import APIRouter, Depends, Response

from contracts.values import Id
from services.reporting.application.answer import PlanListing
from services.reporting.application.ports import Filters
from services.reporting.documents.lists import sheets
from services.reporting.documents.lists.sheet import Sheet
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, MessageDocument, RungDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.inbound.answering.asked import after_in
from services.reporting.inbound.given import Asker, Given, Limit, Read
from services.reporting.inbound.lists import filters
from services.reporting.inbound.lists.known import of_known
from services.reporting.inbound.lists.sending import CsvResponse, around, streamed

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Of(Generic[D]):
    """One list: its documents, its page as JSON, its columns, and what it is filtered by."""

    name: str
    kind: type[D]
    page: type[PlanListing[D]]
    sheet: Sheet[D]
    filters: Callable[..., Filters]
    summary: str


LISTS: tuple[Of[Any], ...] = (
    Of(
        "duties",
        *(DutyDocument, PlanListing[DutyDocument], sheets.DUTIES, filters.of_duties),
        summary="Who owes what, by when, and whether it was met",
    ),
    Of(
        "activities",
        *(ActivityDocument, PlanListing[ActivityDocument]),
        *(sheets.ACTIVITIES, filters.of_activities),
        summary="What units declared and held",
    ),
    Of(
        "reports",
        *(ReportDocument, PlanListing[ReportDocument], sheets.REPORTS, filters.of_reports),
        summary="Every version of every report",
    ),
    Of(
        "rungs",
        *(RungDocument, PlanListing[RungDocument], sheets.RUNGS, filters.of_rungs),
        summary="Every reminder due, and what became of it",
    ),
    Of(
        "messages",
        *(MessageDocument, PlanListing[MessageDocument], sheets.MESSAGES, filters.of_messages),
        summary="Every message; recipients are tokens",
    ),
)


def make_router() -> APIRouter:
    """Two routes for each list."""
    router = APIRouter()
    for one in LISTS:
        _add(router, one)
    return router


def _add(router: APIRouter, of: Of[Any]) -> None:
    asked = Depends(of.filters)

    async def page(
        read: Read,
        asker: Asker,
        plan: Id,
        wanted: Filters = asked,
        after: str | None = Depends(after_in),
        limit: Limit = 100,
    ) -> PlanListing[Any]:
        await of_known(read, asker.answers, plan, wanted)
        return await read.page(of.kind, plan, wanted, after, limit)

    async def whole(
        given: Given, read: Read, asker: Asker, plan: Id, wanted: Filters = asked
    ) -> Response:
        await of_known(read, asker.answers, plan, wanted)
        told = await around(given, read, plan)
        pages: AsyncIterator[list[Any]] = read.every(of.kind, plan, wanted)
        return await streamed(f"{plan}-{of.name}.csv", of.sheet, pages, told)

    path = f"/plans/{{plan}}/{of.name}"
    router.add_api_route(path, page, response_model=of.page, summary=of.summary, name=of.name)
    router.add_api_route(
        f"{path}.csv",
        whole,
        response_class=CsvResponse,
        summary=f"{of.summary}: all that match, as .csv",
        name=f"{of.name} as csv",
    )
