"""Tests, reporting: the API and the pages behind the gate, over views in memory."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import cast

import httpx

from contracts.facts import UnitRecorded
from contracts.reach import ReachAnswered, RoleReach, Unreached
from contracts.topology import directory_facts
from contracts.unit import Dated, Unit
from runtime.clock import SystemClock
from runtime.ports import Log
from services.reporting.application.following.changes import Following
from services.reporting.application.frozen.changes import Changing
from services.reporting.application.frozen.figures import Figures
from services.reporting.application.frozen.freezing import Freezing
from services.reporting.application.keeping.agreeing import Agreeing
from services.reporting.application.keeping.rebuilding import Rebuilding
from services.reporting.application.past import Past
from services.reporting.application.reached.lateness import Lateness
from services.reporting.application.reached.readiness import Readiness
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.application.whole.succeeding import Succeeding
from services.reporting.documents.papers import Papers
from services.reporting.documents.render import ours, render, render_all
from services.reporting.domain.readers.reader import Reader
from services.reporting.inbound.dashboard import make_inside
from services.reporting.inbound.door.gate import Gate
from services.reporting.inbound.door.sign_in import BACK, Door
from services.reporting.inbound.given import UseCases
from services.reporting.outbound.issuer.provider import Provider
from services.reporting.outbound.issuer.tokens import Tokens
from services.reporting.outbound.papers.printing import LibreOffice
from tests.issuer import AUDIENCE, Issuer
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.memory import MemoryFiles, MemoryStore, ToldLog, here

HOUSE = "https://reporting"
PARENTS = {"xa-a": "ba-to"}
"""Beside the three districts of the plan: a commune below one of them."""
MOVES = [
    ("ba-to", "declare", 3),
    ("ba-to", "submit", 7),
    ("binh-son", "submit", 8),
    ("ly-son", "excuse", 1),
    ("ba-to", "remind", 0),
    ("ly-son", "remind", 1),
]


class Delivered:
    """Nothing was acknowledged."""

    async def all_until(self) -> int:
        return 0


class NothingMoved:
    """Whoever follows hears nothing."""

    async def since(self, after: int, plan: str | None = None) -> dict[str, int]:
        return {}


class Contacts:
    """Of one district no leader is known."""

    async def reach(self, plan: str) -> ReachAnswered:
        gap = Unreached(unit="ba-to", role="leader", channel="email", why="no-role")
        told = RoleReach(role="leader", channel="email", units=3, reached=2)
        day = SystemClock().now().date()
        return ReachAnswered(day=day, units=3, by_role=[told], unreached=[gap])


def campaign(moves: Sequence[tuple[str, str, int]] = MOVES) -> Campaign:
    """Three districts that have done different things, and a commune under one of them."""
    played = play([*moves])
    for unit, parent in PARENTS.items():
        record = Unit(id=unit, names=[Dated(value=unit)], parents=[Dated(value=parent)])
        receipt = played.receipt(unit)
        played.say(directory_facts(unit), UnitRecorded(record=record, receipt=receipt))
    return played


async def behind(issuer: Issuer, played: Campaign | None = None) -> Gate:
    """The house, behind its gate."""
    views = await projected((played or campaign()).log)
    answers, clock = MemoryAnswers(views), SystemClock()

    def eyes(reader: Reader) -> Eyes:
        return Eyes(reader, answers, clock)

    def reading(eyes: Eyes) -> Reading:
        return Reading(answers, eyes)

    store, log = MemoryStore(views), cast(Log, ToldLog((played or campaign()).log))
    agreeing, rebuilding = Agreeing(store, log, Delivered()), Rebuilding(store, log)
    following = Following(NothingMoved(), Delivered(), seconds=0.01)
    files = MemoryFiles()
    figures = Figures(Past(log), files, here)
    use_cases = UseCases(
        *(reading, agreeing, Past(log), following, rebuilding, render, clock),
        Readiness(lambda: answers, Contacts()),
        lambda read, eyes: Lateness(eyes.answers, read),
        *(Papers(ours()), LibreOffice(), here),
        *(
            Freezing(Past(log), files, render_all, here, None),
            figures,
            Changing(Past(log), figures),
            Succeeding(),
        ),
    )
    tokens = Tokens(Provider(issuer.url), AUDIENCE, HOUSE + BACK)
    return Gate(make_inside(use_cases, Door(tokens, secure=True)), tokens, eyes)


@asynccontextmanager
async def opened(
    issuer: Issuer, played: Campaign | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody before it without a token."""
    transport = httpx.ASGITransport(await behind(issuer, played), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HOUSE) as http:
        yield http
