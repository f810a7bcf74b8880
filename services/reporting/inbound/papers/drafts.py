"""Reporting, inbound: drafts of letters and of the superior's report, as .docx and .pdf."""

from typing import Annotated, Literal

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


async def whole(given: Given, read: Read, plan: Id, as_of: AsOf = None) -> Consolidated:
    """The report of a moment, folded from the log; raises Unknown, or Problem of a moment at which
    the plan was not published yet.
    """
    moment = read_moment(as_of, given.clock.now())
    return await published_by_then(read, plan, await given.past.consolidated(plan, moment))


Snapshot = Annotated[
    Version | None, Query(description="As of the freeze of this snapshot, in place of `as_of`.")
]


async def _frozen(
    read: Read, asker: Asker, plan: Id, as_of: AsOf, snapshot: Snapshot
) -> tuple[str | None, str]:
    """The moment that is asked for, that of a snapshot where one is named, and its code."""
    if snapshot is None:
        return as_of, ""
    await read.seen(plan)
    one = await Looking(asker).one(plan, snapshot)
    return one.as_of.isoformat(), one.code


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
    as_of, code = await _frozen(read, asker, plan, as_of, snapshot)
    report = await whole(given, read, plan, as_of)
    chosen = Chosen(**asked)
    made = await given.elsewhere(given.papers.draft, report, kind, chosen, until, code)
    return await answered(given, made, f"{plan}-{IN_FILE_NAMES[kind]}", form, report.as_of)


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
    as_of, code = await _frozen(read, asker, plan, as_of, snapshot)
    report = await whole(given, read, plan, as_of)
    hidden = seen is not None and unit not in seen
    made = None if hidden else await given.elsewhere(given.papers.covering, report, unit, code)
    if made is None:
        units = (row.unit.id for row in (*report.rows, *report.before))
        near = known(unit, [one for one in units if seen is None or one in seen])
        raise Unknown(finding("unknown-unit", unit=unit, known=near))
    name = f"{plan}-{unit}-{IN_FILE_NAMES['covering']}"
    return await answered(given, made, name, form, report.as_of)


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
