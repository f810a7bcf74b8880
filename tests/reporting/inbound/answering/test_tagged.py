"""A tag on every answer, and 304 for whoever has it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from services.reporting.inbound.answering.tagged import MOST_TAGGED, Tagged
from tests.issuer import Issuer
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import MOVES, campaign, opened

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
