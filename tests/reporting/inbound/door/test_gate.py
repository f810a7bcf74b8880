"""How a token is handed in, and what those who are inside see of each other."""

import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from services.reporting.inbound.door.gate import COOKIE
from tests.issuer import Issuer
from tests.reporting.given.records import PLAN, UNITS
from tests.reporting.inbound.door.house import campaign, opened

LISTS = ("duties", "activities", "reports", "rungs", "messages")
CONFIRM = {"X-Ngayso-Confirm": "rebuild"}


async def get(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> dict[str, object]:
    answer = await http.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, object] = answer.json()
    return body


@pytest.mark.parametrize("unit", UNITS)
async def test_a_unit_reads_of_no_other_unit(unit: str, issuer: Issuer) -> None:
    """No list, no count and no page tells it of another one's lateness, whatever it filters by."""
    mine = issuer.headers("unit", unit=unit)
    others = {*UNITS} - {unit}
    async with opened(issuer) as http:
        for what in LISTS:
            whole = await get(http, f"/api/plans/{PLAN}/{what}", issuer.headers("leader"))
            own = await get(http, f"/api/plans/{PLAN}/{what}", mine)
            assert own["items"] == [one for one in whole["items"] if one["unit"] == unit]  # type: ignore[attr-defined]
            assert own["total"] == len(own["items"])  # type: ignore[arg-type]
            assert own["completeness"]["duties"]["total"] == 2  # type: ignore[index]
            for other in others:
                asked = await get(http, f"/api/plans/{PLAN}/{what}?unit={other}", mine)
                assert (asked["total"], asked["items"]) == (0, [])
        plans = await get(http, "/api/plans", mine)
        assert plans["items"][0]["completeness"]["duties"]["total"] == 2  # type: ignore[index]
        plan = await get(http, f"/api/plans/{PLAN}", mine)
        assert [one["unit"] for one in plan["participants"]] == [unit]  # type: ignore[attr-defined]
        for path in ("/", f"/plans/{PLAN}"):
            page = (await http.get(path, headers=mine)).text
            assert not [name for other, name in UNITS.items() if other in others and name in page]
            assert "report." not in page


async def test_a_joint_activity_of_anothers_is_not_said_to_be_missing(issuer: Issuer) -> None:
    """A partner does not read the lead's record, so nothing is said of it."""
    played = campaign([])
    played.declare("ly-son", "hd-9", 6)  # joint with ba-to's hd-0, which is not there
    async with opened(issuer, played) as http:
        page = await http.get(f"/plans/{PLAN}", headers=issuer.headers("unit", unit="ly-son"))
        whole = await http.get(f"/plans/{PLAN}", headers=issuer.headers("leader"))
    assert "chủ trì" in whole.text
    assert "chủ trì" not in page.text
    assert "Ba Tơ" not in page.text


async def test_the_parts_of_a_plan_are_the_whole(issuer: Issuer) -> None:
    """What units see of themselves adds up to what the office sees."""
    async with opened(issuer) as http:
        office = issuer.headers("collector", unit="so-tttt")
        whole = (await get(http, f"/api/plans/{PLAN}", office))["completeness"]["duties"]  # type: ignore[index]
        parts = [
            (await get(http, f"/api/plans/{PLAN}", issuer.headers("unit", unit=unit)))[
                "completeness"
            ]["duties"]  # type: ignore[index]
            for unit in UNITS
        ]
    for count in ("total", "met", "owing", "excused", "on_time", "late"):
        assert whole[count] == sum(part[count] for part in parts), count


async def test_a_cookie_reads_and_changes_nothing(issuer: Issuer) -> None:
    """So no page of another site can make a signed-in browser do anything."""
    async with opened(issuer) as http:
        http.cookies.set(COOKIE, issuer.token("operator"))
        assert (await http.get("/api/plans")).status_code == 200
        assert (await http.get(f"/plans/{PLAN}")).status_code == 200
        assert (await http.post("/api/views/rebuild", headers=CONFIRM)).status_code == 401
        headers = issuer.headers("operator") | CONFIRM
        assert (await http.post("/api/views/rebuild", headers=headers)).status_code == 202


async def test_the_header_goes_before_the_cookie(issuer: Issuer) -> None:
    """What a gateway's proxy hands on is who it says, whatever the browser still keeps."""
    async with opened(issuer) as http:
        http.cookies.set(COOKIE, issuer.token("leader"))
        unit = await get(http, f"/api/plans/{PLAN}/duties", issuer.headers("unit", unit="ba-to"))
        assert unit["total"] == 2
        bad = await http.get(f"/plans/{PLAN}", headers={"Authorization": "Bearer x.y.z"})
        assert bad.status_code == 401  # and no way to the sign-in page: the proxy must be told
        assert 'error="invalid_token"' in bad.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "given",
    [["Basic b3A6b3A="], ["Bearer"], [""], ["Bearer a.b.c", "Bearer {token}"], ["{token}"]],
    ids=["another scheme", "no token", "empty", "two of them", "without a scheme"],
)
async def test_a_header_that_says_no_token_is_refused(given: list[str], issuer: Issuer) -> None:
    """Also where one of two is a good one: somebody added to what a proxy had set."""
    token = issuer.token("operator")
    headers = [("Authorization", one.format(token=token)) for one in given]
    async with opened(issuer) as http:
        answer = await http.get("/api/plans", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["code"] in ("token-unreadable", "token-wanted")


async def test_the_issuer_away_is_told_as_such(issuer: Issuer) -> None:
    """Neither a refusal nor a fault: to be tried again; and what is known still holds."""
    issuer.away = True
    async with opened(issuer) as http:
        answer = await http.get("/api/plans", headers=issuer.headers("operator"))
        sign_in = await http.get("/sign-in")
        http.cookies.set(COOKIE, issuer.token("operator"))
        page = await http.get("/")
    assert {answer.status_code, page.status_code, sign_in.status_code} == {503}
    assert answer.json()["code"] == "issuer-away"
    assert answer.headers["Retry-After"]
    async with opened(issuer) as http:
        issuer.away = False
        headers = issuer.headers("operator")
        assert (await http.get("/api/plans", headers=headers)).status_code == 200
        issuer.away = True
        assert (await http.get("/api/plans", headers=headers)).status_code == 200


@pytest.fixture
def told() -> Iterator[list[MutableMapping[str, Any]]]:
    """Log lines, whatever was told to be quiet before."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with capture_logs() as lines:
        yield lines
    structlog.configure(**before)


@pytest.mark.parametrize("what", ["reports", "reports.csv", "messages", "report.json"])
async def test_who_reads_of_people_is_logged(
    what: str, issuer: Issuer, told: list[MutableMapping[str, Any]]
) -> None:
    """By whom and what, and nothing of what was read; what was refused was not read."""
    path = f"/api/plans/{PLAN}/{what}"
    async with opened(issuer) as http:
        await http.get(path, headers=issuer.headers("leader"))
        await http.get("/api/plans/nope/reports", headers=issuer.headers("leader"))
        await http.get(f"/api/plans/{PLAN}/duties", headers=issuer.headers("leader"))
    read = [one for one in told if one["event"] == "personal-data-read"]
    assert [(one["asker"], one["asked"]) for one in read] == [("nguoi-dung", path)]
