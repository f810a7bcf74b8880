"""Reporting, outbound: stored records as documents, each decoded once as long as it stays as it is.

What decides is the bytes that are stored, not when they were read: nothing here is ever old.
"""

from functools import lru_cache
from typing import TypeVar

import bson

from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.outbound.batch import from_record

D = TypeVar("D", bound=Document)

OFTEN: frozenset[type[Document]] = frozenset(
    {PlanDocument, UnitDocument, DutyDocument, EntryDocument}
)
"""Kinds of which there are as many as units and what they owe, asked for again and again."""
MOST_KEPT = 4096
"""Documents: 200 units with all that they owe are 3,000, of 4 KiB each."""


def from_bytes(kind: type[D], stored: bytes) -> D:
    document = _decoded(kind, stored) if kind in OFTEN else _anew(kind, stored)
    if not isinstance(document, kind):
        raise TypeError(f"not a {kind.__name__}")
    return document


def _anew(kind: type[Document], stored: bytes) -> Document:
    return from_record(kind, bson.decode(stored))


_decoded = lru_cache(MOST_KEPT)(_anew)
