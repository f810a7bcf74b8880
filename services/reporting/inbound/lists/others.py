"""Reporting, inbound: the lists that are not of one kind of document of one plan."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from contracts.snapshots import Snapshot
from contracts.values import Id
from services.reporting.application.answer import EvidenceListing, Listing, PlanSummary
from services.reporting.application.frozen.looking import Looking
from services.reporting.application.listing import MOST
from services.reporting.application.readers.standstill import HOME
from services.reporting.application.reading import Reading
from services.reporting.application.whole import directory
from services.reporting.application.whole.directory import Asked
from services.reporting.documents.lists import sheets
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.documents import UnitDocument
from services.reporting.domain.log.unread import UnreadRecord
from services.reporting.inbound.answering.asked import After, after_in
from services.reporting.inbound.given import AnyId, Asker, Given, Limit, Read
from services.reporting.inbound.lists.known import foreign_cursor, in_words
from services.reporting.inbound.lists.sending import CsvResponse, around, of_no_plan, streamed

router = APIRouter()


@router.get("/plans", summary="Every published plan, with how far it has come")
async def plans(read: Read, after: After = None, limit: Limit = 100) -> Listing[PlanSummary]:
    """In the order of their ids."""
    plans = await read.plans()
    if after is not None and after not in {one.id for one in plans}:
        raise foreign_cursor()
    left = [one for one in plans if one.id > (after or "")]
    more = len(left) > limit
    return Listing(total=len(plans), items=left[:limit], after=left[limit - 1].id if more else None)


@router.get("/plans.csv", summary="The same, as .csv", response_class=CsvResponse)
async def plans_csv(given: Given, read: Read) -> Response:
    async def whole() -> AsyncIterator[list[PlanSummary]]:
        yield await read.plans()

    return await streamed("plans.csv", sheets.PLANS, whole(), of_no_plan(given))


@router.get("/plans/{plan}/evidence", summary="Evidence, and who claims the same; by activity")
async def evidence(
    read: Read,
    plan: Id,
    repeated: bool = False,
    after: str | None = Depends(after_in),
    limit: Limit = 100,
) -> EvidenceListing:
    return await read.evidence(plan, repeated, after, limit)


@router.get("/plans/{plan}/evidence.csv", summary="All of it, as .csv", response_class=CsvResponse)
async def evidence_csv(given: Given, read: Read, plan: Id, repeated: bool = False) -> Response:
    told = await around(given, read, plan)
    pages = _evidence(read, plan, repeated)
    return await streamed(f"{plan}-evidence.csv", sheets.EVIDENCE, pages, told)


async def _evidence(
    read: Reading, plan: str, repeated: bool
) -> AsyncIterator[list[ClaimedEvidence]]:
    page = await read.evidence(plan, repeated, None, MOST)
    yield page.items
    while page.after is not None:
        page = await read.evidence(plan, repeated, page.after, MOST)
        yield page.items


async def _asked(
    given: Given,
    asker: Asker,
    level: AnyId = None,
    group: AnyId = None,
    parent: Annotated[Id | None, Query(description="Units right under this one.")] = None,
) -> Asked:
    """Of whoever exists today and is that today; refused where no unit ever was."""
    asked = Asked(given.clock.now().astimezone(HOME).date(), level, group, parent)
    if not asked.all:
        every = await asker.answers.directory()
        in_words("level", level, {one.value for unit in every.values() for one in unit.levels})
        in_words("group", group, {one.value for unit in every.values() for one in unit.groups})
        in_words("parent", parent, every)
    return asked


Whose = Annotated[Asked, Depends(_asked)]


@router.get("/units", summary="The directory, in Vietnamese alphabetical order")
async def units(
    asker: Asker, whose: Whose, after: After = None, limit: Limit = 100
) -> Listing[UnitDocument]:
    """After the unit whose id `after` is."""
    begun = await asker.answers.find(UnitDocument, after) if after is not None else None
    if after is not None and begun is None:
        raise foreign_cursor()
    return await directory.units(asker.answers, whose, begun, limit)


@router.get("/units.csv", summary="All that match, as .csv", response_class=CsvResponse)
async def units_csv(given: Given, asker: Asker, whose: Whose) -> Response:
    pages = directory.every_unit(asker.answers, whose)
    return await streamed("units.csv", sheets.UNITS, pages, of_no_plan(given))


@router.get("/unread", summary="Records of the log that cannot be read, and are in no view")
async def unread(read: Read) -> Listing[UnreadRecord]:
    return await read.unread()


@router.get("/unread.csv", summary="The same, as .csv", response_class=CsvResponse)
async def unread_csv(given: Given, read: Read) -> Response:
    async def whole() -> AsyncIterator[list[UnreadRecord]]:
        yield (await read.unread()).items

    return await streamed("unread.csv", sheets.UNREAD, whole(), of_no_plan(given))


@router.get(
    "/plans/{plan}/snapshots.csv", summary="What was frozen, as .csv", response_class=CsvResponse
)
async def snapshots_csv(given: Given, read: Read, asker: Asker, plan: Id) -> Response:
    told = await around(given, read, plan)

    async def whole() -> AsyncIterator[list[Snapshot]]:
        yield [*await Looking(asker).all(plan)]

    return await streamed(f"{plan}-snapshots.csv", sheets.SNAPSHOTS, whole(), told)
