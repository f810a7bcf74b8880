"""Reporting, inbound: reads the moment that a report is asked as of."""

import re
from datetime import datetime
from http import HTTPStatus

from contracts.findings import worded
from services.reporting.inbound.problems import SENTENCES, Problem

LOCAL_OFFSET = re.compile(r" (\d\d:?\d\d)$")
"""A "+" in a query is read as a space, unless it was written %2B."""


def read_moment(text: str, now: datetime) -> datetime:
    """The moment as written; raises Problem where it has no zone or is not over."""
    try:
        moment = datetime.fromisoformat(LOCAL_OFFSET.sub(r"+\1", text))
        early = moment <= now  # a moment without a zone cannot be compared
    except (TypeError, ValueError, OverflowError):
        raise _problem("as_of không hợp lệ", "as-of-form") from None
    if not early:
        raise _problem("as_of ở tương lai", "as-of-ahead", now=now.isoformat())
    return moment


def too_early(published: datetime) -> Problem:
    """Of a moment before a plan was published."""
    moment = published.isoformat(timespec="seconds")
    return _problem("as_of trước khi công bố kế hoạch", "as-of-early", published=moment)


def _problem(title: str, code: str, **words: object) -> Problem:
    said = worded(SENTENCES, code, "/query/as_of", "error", **words)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, title, said)
