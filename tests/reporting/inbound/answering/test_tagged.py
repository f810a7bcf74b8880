"""A tag on every answer, and 304 for whoever has it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from runtime.clock import Clock
from services.reporting.application.ports import Answers
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.readers.standstill import HOME, Hours
from services.reporting.domain.counting.contribution import overdue
from services.reporting.domain.readers.reader import Reader
from services.reporting.domain.stamp import stamp
from services.reporting.inbound.answering.tagged import MOST_TAGGED, Tagged
from services.reporting.inbound.door.table import rule_of
from tests.issuer import Issuer
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.records import DUE, PLAN
from tests.reporting.inbound.door.house import MOVES, campaign, opened
from tests.reporting.memory import MemoryViews

ADDRESSES = [
    "/api/plans",
    f"/api/plans/{PLAN}",
    f"/api/plans/{PLAN}/duties",
    f"/api/plans/{PLAN}/duties.csv",
    "/api/units/ba-to",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_what_did_not_change_is_not_sent_again(address: str, issuer: Issuer) -> None:
    """To whoever names the tag, alone or among others, weak or not; else all of it."""
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        first = await http.get(address)
        tag = first.headers["ETag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            again = await http.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        other = await http.get(address, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_a_tag_is_of_what_its_reader_sees_now(issuer: Issuer) -> None:
    """Another reader's answer, and the same after more has come, have other tags."""
    address = f"/api/plans/{PLAN}/duties"
    tags = set()
    for moves in (MOVES, [*MOVES, ("binh-son", "declare", 1)]):
        async with opened(issuer, campaign(moves)) as http:
            for headers in (issuer.headers("leader"), issuer.headers("unit", unit="ba-to")):
                tags.add((await http.get(address, headers=headers)).headers["ETag"])
    assert len(tags) == 4


class Watched(MemoryAnswers):
    """The views, and what of them is asked for."""

    def __init__(self, views: MemoryViews) -> None:
        super().__init__(views)
        self.asked: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name != "asked":
            self.asked.append(name)
        return super().__getattribute__(name)


class Still:
    """A clock that stands at some moment."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment


def app_of(answers: Answers, clock: Still) -> Tagged:
    """Says how many plans are overdue, to a leader."""
    leader = Reader(subject="lanh-dao", roles=frozenset({"leader"}))

    async def answer(request: Request) -> Response:
        eyes: Eyes = request.state.eyes
        late = overdue((await eyes.answers.counts(PLAN)).counts, clock.now())
        return Response(f"{late} {clock.now():%d}")

    async def gate(scope: Scope, receive: Receive, send: Send) -> None:
        state = Request(scope).state
        state.eyes = Eyes(leader, answers, cast(Clock, clock))
        state.found = rule_of("GET", scope["path"])
        await tagged(scope, receive, send)

    tagged = Tagged(Starlette(routes=[Route("/api/plans/{plan}/{rest:path}", answer)]))
    return cast(Tagged, gate)


ABOUT = f"/api/plans/{PLAN}/totals"


async def ask(app: Tagged, tag: str = "", address: str = ABOUT) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        return await http.get(address, headers={"If-None-Match": tag})


async def test_where_nothing_moved_the_answer_is_not_made_again() -> None:
    """All that is read is where the views stand; a change makes it anew, and 304 of the same."""
    views = await projected(campaign().log)
    answers, clock = Watched(views), Still(DUE["report"] - timedelta(hours=1))
    app = app_of(answers, clock)
    tag = (await ask(app)).headers["ETag"]
    await ask(app, tag)  # the hours are read once
    answers.asked.clear()
    again = await ask(app, tag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert answers.asked == ["position"]
    views.commits += 1
    assert (await ask(app, tag)).status_code == 304
    assert "counts" in answers.asked
    views.shut = True
    answers.asked.clear()
    assert (await ask(app, tag)).status_code == 304
    assert "counts" in answers.asked


async def test_the_hour_alone_changes_an_answer() -> None:
    """Not a minute, but what comes due."""
    views = await projected(campaign().log)
    clock = Still(DUE["declare"] - timedelta(hours=1))
    app = app_of(MemoryAnswers(views), clock)
    tag = (await ask(app)).headers["ETag"]
    clock.moment += timedelta(minutes=1)
    assert (await ask(app, tag)).status_code == 304
    clock.moment += timedelta(hours=1)
    assert (await ask(app, tag)).status_code == 200


def test_hours_pass_at_midnight_and_when_something_comes_due() -> None:
    """A due moment is the first that is too late."""
    noon = datetime(2022, 10, 20, 12, tzinfo=HOME)
    hours = Hours(HOME, (stamp(noon),))
    minute = timedelta(minutes=1)
    assert not hours.passed(noon - 2 * minute, noon - minute)
    assert hours.passed(noon - minute, noon)
    assert not hours.passed(noon, noon + minute)
    midnight = noon + timedelta(hours=12)
    assert hours.passed(midnight - minute, midnight)


async def test_two_who_ask_in_turn_are_both_told_that_nothing_moved(issuer: Issuer) -> None:
    """Also where an answer says as of when it is, so that no two have the same bytes."""
    address = f"/api/plans/{PLAN}/charts"
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        tags = [(await http.get(address)).headers["ETag"] for _ in range(2)]
        for tag in tags * 2:
            answer = await http.get(address, headers={"If-None-Match": tag})
            assert (answer.status_code, answer.headers["ETag"]) == (304, tag)
    assert len({*tags}) == 2


async def test_what_does_not_follow_from_the_views_alone_is_made_each_time() -> None:
    views = await projected(campaign().log)
    answers = Watched(views)
    app = app_of(answers, Still(DUE["report"]))
    address = f"/api/plans/{PLAN}/readiness"
    tag = (await ask(app, address=address)).headers["ETag"]
    answers.asked.clear()
    assert (await ask(app, tag, address)).status_code == 304
    assert answers.asked == ["counts"]


async def test_a_tag_is_of_one_question_of_one_kind_of_reader(issuer: Issuer) -> None:
    """Neither another filter nor another unit gets 304 for it."""
    async with opened(issuer) as http:
        leader, unit = issuer.headers("leader"), issuer.headers("unit", unit="ba-to")
        duties = f"/api/plans/{PLAN}/duties"
        tag = {"If-None-Match": (await http.get(duties, headers=leader)).headers["ETag"]}
        assert (await http.get(duties, headers=leader | tag)).status_code == 304
        assert (await http.get(f"{duties}?status=owing", headers=leader | tag)).status_code == 200
        assert (await http.get(duties, headers=unit | tag)).status_code == 200


async def test_a_problem_has_no_tag(issuer: Issuer) -> None:
    """Nor what asks for nothing to be kept."""
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        answer = await http.get("/api/plans/nope", headers={"If-None-Match": "*"})
    assert (answer.status_code, "ETag" in answer.headers) == (404, False)


PIECE, PIECES = b"x" * 1000, 2 * MOST_TAGGED // 1000


async def _long(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(PIECES):
            yield PIECE

    return StreamingResponse(pieces())


async def test_a_long_answer_goes_out_as_it_comes() -> None:
    """Whole, and without a tag: it is not held in memory."""
    app = Tagged(Starlette(routes=[Route("/long", _long)]))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        answer = await http.get("/long", headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.content) == (200, PIECE * PIECES)
    assert "ETag" not in answer.headers
