"""Reporting, inbound: what changes of a plan, as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from contracts.findings import worded
from contracts.values import Id
from services.reporting.application.following.changes import Changes, Follower, TooMany
from services.reporting.inbound.given import Asker, Given, Read
from services.reporting.inbound.problems import SENTENCES, Problem

router = APIRouter()

SILENT_SECONDS = 10.0
"""Whoever hears nothing for so long is sent an id alone, so that who is gone is noticed."""
AGAIN_MILLISECONDS = 1000


EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {
        "event": {"const": "changed"},
        "id": {"type": "string", "description": "For `Last-Event-ID`."},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "retry": {"type": "integer"},
    },
}


class EventStream(StreamingResponse):
    """Never kept, and never held back on its way."""

    media_type = "text/event-stream"


@router.get(
    "/plans/{plan}/changes",
    summary="What changes of a plan, as it does: what to read again, for whoever shows it",
    description="Events `changed`, whose data is a JSON object `{until, changed: [{what, unit}]}`, "
    "and whose id goes into `Last-Event-ID` to hear of all that changed meanwhile. The first one "
    "comes at once. The answer ends after a while: ask again, as an EventSource does by itself.",
    response_class=EventStream,
    responses={200: {"content": {EventStream.media_type: {"schema": EVENT}}}},
)
async def changes(
    given: Given,
    read: Read,
    asker: Asker,
    plan: Id,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**63)] = None,
) -> EventStream:
    units = await read.seen(plan)
    following = given.following.follow(plan, asker.reader.subject, units, last_event_id)
    events = _events(following, given.following.seconds)
    try:
        first = await anext(events)
    except TooMany:
        said = worded(SENTENCES, "too-many-follow")
        status = HTTPStatus.SERVICE_UNAVAILABLE
        raise Problem(status, "Tạm thời chưa trả lời được", said) from None
    return EventStream(_after(first, events))


async def _after(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for one in rest:
        yield one


async def _events(
    following: AbstractAsyncContextManager[Follower], seconds: float
) -> AsyncGenerator[str, None]:
    """The first at once; raises TooMany before it."""
    loop = asyncio.get_running_loop()
    async with following as follower:
        yield f"retry: {AGAIN_MILLISECONDS}\n" + _event(follower.take())
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            news = await follower.news(min(left, SILENT_SECONDS))
            yield _event(news) if news else f"id: {follower.until}\n\n"


def _event(told: Changes) -> str:
    return f"id: {told.until}\nevent: changed\ndata: {told.model_dump_json()}\n\n"
