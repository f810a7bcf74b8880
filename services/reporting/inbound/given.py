"""Reporting, inbound: what every call of the API is given: the use cases, and a page's bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from contracts.values import Id
from runtime.clock import Clock
from services.reporting.application.following.changes import Following
from services.reporting.application.frozen.changes import Changing
from services.reporting.application.frozen.figures import Figures
from services.reporting.application.frozen.freezing import Freezing
from services.reporting.application.frozen.ports import Elsewhere, Printer
from services.reporting.application.keeping.agreeing import Agreeing
from services.reporting.application.keeping.rebuilding import Rebuilding
from services.reporting.application.listing import MOST
from services.reporting.application.past import Past
from services.reporting.application.reached.lateness import Lateness
from services.reporting.application.reached.readiness import Readiness
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.application.whole.succeeding import Succeeding
from services.reporting.documents.papers import Papers
from services.reporting.documents.render import Format
from services.reporting.domain.consolidated import Consolidated

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
AnyId = Annotated[Id | None, Query()]


@dataclass(frozen=True)
class UseCases:
    """What the API and the pages call, put together in main.py; `reading` is made for the eyes of
    whoever asks.
    """

    reading: Callable[[Eyes], Reading]
    agreeing: Agreeing
    past: Past
    following: Following
    rebuilding: Rebuilding
    render: Callable[[Consolidated, Format], bytes]
    clock: Clock
    readiness: Readiness
    lateness: Callable[[Reading, Eyes], Lateness]
    papers: Papers
    printer: Printer
    elsewhere: Elsewhere
    freezing: Freezing
    figures: Figures
    changing: Changing
    succeeding: Succeeding


def use_cases(request: Request) -> UseCases:
    found: UseCases = request.app.state.use_cases
    return found


def _eyes(request: Request) -> Eyes:
    """Of whoever asks; the gate put them there."""
    eyes: Eyes = request.state.eyes
    return eyes


def reading_of(request: Request) -> Reading:
    return use_cases(request).reading(_eyes(request))


Asker = Annotated[Eyes, Depends(_eyes)]
Given = Annotated[UseCases, Depends(use_cases)]
Read = Annotated[Reading, Depends(reading_of)]
