"""People come in by the issuer's page: to it, back with a code, and on with a cookie."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.reporting.inbound.door.gate import COOKIE
from services.reporting.inbound.door.sign_in import ON_THE_WAY
from tests.issuer import AUDIENCE, Issuer
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import HOUSE, opened


async def begin(http: httpx.AsyncClient, to: str = "/") -> dict[str, str]:
    """What the issuer's page is asked."""
    answer = await http.get("/sign-in", params={"to": to})
    assert answer.status_code == 303
    return {
        name: one for name, [one] in parse_qs(urlsplit(answer.headers["location"]).query).items()
    }


async def end(
    http: httpx.AsyncClient, issuer: Issuer, asked: dict[str, str], **claims: object
) -> httpx.Response:
    """The issuer's page sent its user back, and will give this token for the code."""
    said = {"nonce": asked["nonce"], **claims}
    issuer.given = {"id_token": issuer.token("leader", **said), "access_token": "x"}
    return await http.get("/signed-in", params={"code": "c", "state": asked["state"]})


async def test_a_person_comes_in_and_leaves(issuer: Issuer) -> None:
    """The cookie is no script's, goes to no other site, and over TLS alone."""
    async with opened(issuer) as http:
        asked = await begin(http, f"/plans/{PLAN}")
        assert asked["client_id"] == AUDIENCE
        assert asked["redirect_uri"] == f"{HOUSE}/signed-in"
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        entered = await end(http, issuer, asked)
        assert (entered.status_code, entered.headers["location"]) == (303, f"/plans/{PLAN}")
        [cookie] = [
            one for one in entered.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}=e")
        ]
        for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/", "Max-Age="):
            assert part in cookie
        token = cookie.split("=", 1)[1].split(";")[0]
        page = await http.get(f"/plans/{PLAN}", headers={"Cookie": f"{COOKIE}={token}"})
        assert page.status_code == 200
        left = await http.post("/sign-out")
        assert f'{COOKIE}=""; ' in left.headers["set-cookie"]


@pytest.mark.parametrize(
    "to",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/plans/a/b", "/api/plans", "x"],
)
async def test_nobody_is_sent_elsewhere(to: str, issuer: Issuer) -> None:
    """Only a page of ours is gone on to."""
    async with opened(issuer) as http:
        entered = await end(http, issuer, await begin(http, to))
    assert entered.headers["location"] == "/"


async def test_a_sign_in_that_another_browser_began_goes_nowhere(issuer: Issuer) -> None:
    """Nobody is signed in as somebody else by a link."""
    async with opened(issuer) as http, opened(issuer) as other:
        asked = await begin(other)
        stranger = await end(http, issuer, asked)
        mixed = await end(http, issuer, {**await begin(http), "state": asked["state"]})
        assert {stranger.status_code, mixed.status_code} == {401}
        assert COOKIE not in http.cookies
        http.cookies.set(ON_THE_WAY, "bm9uc2Vuc2U=")
        assert (await end(http, issuer, asked)).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [{"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"exp": 1}, {"iss": "https://x"}],
    ids=str,
)
async def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(
    claims: dict[str, object], issuer: Issuer
) -> None:
    """One replayed, of another client, old, or of another issuer."""
    async with opened(issuer) as http:
        refused = await end(http, issuer, await begin(http), **claims)
    assert refused.status_code == 401
    assert f"{COOKIE}=e" not in str(refused.headers)


async def test_a_token_that_no_browser_keeps_is_told(issuer: Issuer) -> None:
    """Else the way would lead from the page to the issuer and back without end."""
    async with opened(issuer) as http:
        refused = await end(http, issuer, await begin(http), groups=["nhom"] * 600)
    assert refused.status_code == 401
    assert "dài quá" in refused.text


async def test_a_code_that_the_issuer_refuses_lets_nobody_in(issuer: Issuer) -> None:
    """Nor one for which it gives nothing."""
    async with opened(issuer) as http:
        asked = await begin(http)
        issuer.given = {}
        answer = await http.get("/signed-in", params={"code": "c", "state": asked["state"]})
        assert answer.status_code == 401
        denied = await http.get(
            "/signed-in", params={"error": "access_denied", "state": asked["state"]}
        )
        assert denied.status_code == 401
