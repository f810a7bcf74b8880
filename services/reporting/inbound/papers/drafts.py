"""Reporting, inbound: drafts of letters and of the superior's report, as .docx and .pdf."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Query, Response

from contracts.findings import finding
from contracts.known import known
from contracts.values import Day, Id, Version
from services.reporting.application.frozen.looking import Looking
from services.reporting.application.unknown import Unknown
from services.reporting.documents.letters.lists import Chosen
from services.reporting.documents.papers import IN_FILE_NAMES, Draft
from services.reporting.documents.render import MEDIA_TYPES
from services.reporting.domain.consolidated import Consolidated
from services.reporting.inbound.given import AnyId, Asker, Given, Read
from services.reporting.inbound.lists.known import of_known
from services.reporting.inbound.moment import AsOf, published_by_then, read_moment
from services.reporting.inbound.papers.printed import PDF, PaperForm, answered, files

router = APIRouter()
T = TypeVar("T")


async def whole(given: Given, read: Read, plan: Id, as_of: AsOf = None) -> Consolidated:
    """The report of a moment, folded from the log; raises Unknown, or Problem of a moment at which
    the plan was not published yet.
    """
    moment = read_moment(as_of, given.clock.now())
    return await published_by_then(read, plan, await given.past.consolidated(plan, moment))


Snapshot = Annotated[
    Version | None, Query(description="As of the freeze of this snapshot, in place of `as_of`.")
]


async def _made(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    as_of: AsOf,
    snapshot: Snapshot,
    work: Callable[..., T],
) -> tuple[T, datetime]:
    """What is made of the report of a moment, or of the figures that a snapshot keeps, and as of
    when these are.
    """
    if snapshot is None:
        report = await whole(given, read, plan, as_of)
        return await given.elsewhere(work, report), report.as_of
    await read.seen(plan)
    one = await Looking(asker).one(plan, snapshot)
    kept = await given.figures.made(one, partial(work, code=one.code))
    found = await published_by_then(read, plan, kept)
    return found.made, found.as_of


@router.get(
    "/plans/{plan}/drafts/{kind}.{form}",
    summary="A draft of a letter about who is behind, or of the superior's report",
    response_class=Response,
    responses=files(MEDIA_TYPES["docx"], PDF),
)
async def draft(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    kind: Draft,
    form: PaperForm,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    owed: AnyId = None,
    unit: AnyId = None,
    level: AnyId = None,
    group: AnyId = None,
    until: Annotated[Day | None, Query(description="The last day of an extension.")] = None,
) -> Response:
    asked = {"owed": owed, "unit": unit, "level": level, "group": group}
    await of_known(read, asker.answers, plan, asked)
    work = partial(given.papers.draft, kind=kind, chosen=Chosen(**asked), until=until)
    made, moment = await _made(given, read, asker, plan, as_of, snapshot, work)
    return await answered(given, made, f"{plan}-{IN_FILE_NAMES[kind]}", form, moment)


@router.get(
    "/plans/{plan}/units/{unit}/covering.{form}",
    summary="A draft of the letter with which a unit sends its report",
    response_class=Response,
    responses=files(MEDIA_TYPES["docx"], PDF),
)
async def covering(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    unit: Id,
    form: PaperForm,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
) -> Response:
    seen = await read.seen(plan)
    hidden, now = seen is not None and unit not in seen, given.clock.now()
    work = partial(given.papers.covering, unit=unit)
    asked = read, asker, plan, as_of, snapshot
    made, moment = (None, now) if hidden else await _made(given, *asked, work)
    if made is None:
        report = await whole(given, read, plan, as_of)
        units = (row.unit.id for row in (*report.rows, *report.before))
        near = known(unit, [one for one in units if seen is None or one in seen])
        raise Unknown(finding("unknown-unit", unit=unit, known=near))
    name = f"{plan}-{unit}-{IN_FILE_NAMES['covering']}"
    return await answered(given, made, name, form, moment)


@router.get(
    "/templates/{name}.docx",
    summary="A template as it is in use, for an office that wants to change it",
    response_class=Response,
    responses=files(MEDIA_TYPES["docx"], PDF),
)
async def template(
    given: Given, name: Literal["report", "reminder", "extension", "situation", "covering"]
) -> Response:
    file = given.papers.templates.file(name)
    return await answered(given, file, name, "docx", given.clock.now())
