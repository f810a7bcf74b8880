"""Reporting, inbound: snapshots of a plan's figures: makes one, tells of all, gives files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response

from contracts.values import Id, Sha256, Version
from services.reporting.application.answer import Listing
from services.reporting.application.frozen.changes import ChangesAnswer
from services.reporting.application.frozen.freezing import Made
from services.reporting.application.frozen.looking import FileAnswer, Looking, Told, told
from services.reporting.documents.render import MEDIA_TYPES, Format
from services.reporting.inbound.given import Asker, Given, Read
from services.reporting.inbound.moment import AsOf, published_by_then, read_moment
from services.reporting.inbound.papers.printed import PDF, files

router = APIRouter()


@router.post(
    "/plans/{plan}/snapshots",
    status_code=201,
    summary="Make the plan's next snapshot; it is frozen once the registry takes its freeze-report",
)
async def make(given: Given, read: Read, asker: Asker, plan: Id, as_of: AsOf = None) -> Made:
    await read.seen(plan)
    moment = read_moment(as_of, given.clock.now())
    number = len(await Looking(asker).all(plan)) + 1
    return await published_by_then(read, plan, await given.freezing.make(plan, number, moment))


@router.get("/plans/{plan}/snapshots", summary="What was frozen of a plan, and where it stands")
async def snapshots(read: Read, asker: Asker, plan: Id) -> Listing[Told]:
    await read.seen(plan)
    items = [told(one) for one in await Looking(asker).all(plan)]
    return Listing(total=len(items), items=items, after=None)


@router.get(
    "/plans/{plan}/snapshots/{number}/changes",
    summary="What is told otherwise now than a snapshot has it, by indicator and unit",
)
async def changes(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    number: Annotated[Version, Path(description="The snapshot's.")],
) -> ChangesAnswer:
    await read.seen(plan)
    one = await Looking(asker).one(plan, number)
    found = await given.changing.since(one, given.clock.now())
    return await published_by_then(read, plan, found)


@router.get(
    "/plans/{plan}/files/{sha256}/report.{form}",
    summary="A file of a snapshot by its hash: the same bytes for ever",
    response_class=Response,
    responses=files(*MEDIA_TYPES.values(), PDF),
)
async def file(given: Given, plan: Id, sha256: Sha256, form: Format | Literal["pdf"]) -> Response:
    content = await given.freezing.file(plan, sha256)
    headers = {"Content-Disposition": f'attachment; filename="{plan}-{sha256[:8]}.{form}"'}
    return Response(
        content, media_type=PDF if form == "pdf" else MEDIA_TYPES[form], headers=headers
    )


@router.get("/files/{sha256}", summary="Of which snapshot a file is, by the hash of its bytes")
async def known_file(asker: Asker, sha256: Sha256) -> FileAnswer:
    return await Looking(asker).file(sha256)
