"""Reporting, inbound: reads the moment that a report is asked as of."""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import Query

from contracts.findings import worded
from services.reporting.application.reading import Reading
from services.reporting.inbound.problems import SENTENCES, Problem

T = TypeVar("T")

AsOf = Annotated[
    str | None, Query(max_length=40, description="ISO 8601 with its zone; now where absent.")
]

LOCAL_OFFSET = re.compile(r" (\d\d:?\d\d)$")
"""A "+" in a query is read as a space, unless it was written %2B."""


def read_moment(text: str | None, now: datetime) -> datetime:
    """The moment as written, or now; raises Problem where it has no zone or is not over."""
    if text is None:
        return now
    try:
        moment = datetime.fromisoformat(LOCAL_OFFSET.sub(r"+\1", text))
        early = moment <= now  # a moment without a zone cannot be compared
    except (TypeError, ValueError, OverflowError):
        raise _problem("as_of không hợp lệ", "as-of-form") from None
    if not early:
        raise _problem("as_of ở tương lai", "as-of-ahead", now=now.isoformat())
    return moment


async def published_by_then(read: Reading, plan: str, found: T | None) -> T:
    """What was found of a plan as of a moment. Raises Problem where that is nothing, since the plan
    was published later, and Unknown where there is no such plan.
    """
    if found is None:
        there, _ = await read.document(plan)
        published = there.published_at.astimezone(there.plan.zone).isoformat(timespec="seconds")
        title = "as_of trước khi công bố kế hoạch"
        raise _problem(title, "as-of-early", published=published)
    return found


def _problem(title: str, code: str, **words: object) -> Problem:
    said = worded(SENTENCES, code, "/query/as_of", "error", **words)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, title, said)
