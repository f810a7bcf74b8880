"""Who may use which route: one table, every route in it, every role tried on every route."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route

from services.reporting.application.readers.ports import Issuer as Port
from services.reporting.inbound.dashboard import make_inside
from services.reporting.inbound.door.sign_in import Door
from services.reporting.inbound.door.table import RULES, Who, rule_of
from services.reporting.inbound.given import UseCases
from tests.issuer import Issuer
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import opened

PEOPLE: dict[str, tuple[tuple[str, ...], str | None]] = {
    "operator": (("operator",), None),
    "leader": (("leader",), None),
    "service": (("service",), None),
    "the plan's office": (("collector",), "so-tttt"),
    "the plan's issuer": (("collector",), "ubnd"),
    "another plan's office": (("collector",), "so-gddt"),
    "a unit of the plan": (("unit",), "ba-to"),
    "its office, as a unit": (("unit",), "so-tttt"),
    "a unit without its name": (("unit",), None),
    "nobody here": ((), "ba-to"),
    "a made-up role": (("admin", "Operator"), "ba-to"),
}
WHOLE = {"operator", "leader", "service", "the plan's office", "the plan's issuer"}
READERS = WHOLE | {"another plan's office", "a unit of the plan", "its office, as a unit"}
MAY: dict[Who, set[str]] = {
    "everybody": {*PEOPLE},
    "readers": READERS,
    "whole": WHOLE,
    "operator": {"operator"},
}
NO_PART = {"another plan's office", "its office, as a unit"}
"""They may ask, and are told that there is no such plan."""


def test_the_table_is_what_was_decided() -> None:
    """A rule that is made wider is a decision: it changes here too."""
    narrow = {route: who for route, who in RULES.items() if who != "readers"}
    assert narrow == {
        ("GET", "/sign-in"): "everybody",
        ("GET", "/signed-in"): "everybody",
        ("POST", "/sign-out"): "everybody",
        ("GET", "/api/openapi.json"): "everybody",
        ("GET", "/api/plans/{plan}/totals"): "whole",
        ("GET", "/api/plans/{plan}/successors"): "whole",
        ("GET", "/api/plans/{plan}/evidence"): "whole",
        ("GET", "/api/plans/{plan}/evidence.csv"): "whole",
        ("GET", "/plans/{plan}/readiness"): "whole",
        ("GET", "/api/plans/{plan}/readiness"): "whole",
        ("GET", "/api/plans/{plan}/readiness.csv"): "whole",
        ("GET", "/api/plans/{plan}/report.{form}"): "whole",
        ("GET", "/api/plans/{plan}/drafts/{kind}.{form}"): "whole",
        ("POST", "/api/plans/{plan}/snapshots"): "whole",
        ("GET", "/api/plans/{plan}/snapshots"): "whole",
        ("GET", "/api/plans/{plan}/snapshots.csv"): "whole",
        ("GET", "/api/plans/{plan}/snapshots/{number}/changes"): "whole",
        ("GET", "/api/plans/{plan}/files/{sha256}/report.{form}"): "whole",
        ("GET", "/api/unread"): "operator",
        ("GET", "/api/unread.csv"): "operator",
        ("GET", "/api/views"): "operator",
        ("POST", "/api/views/rebuild"): "operator",
    }


def routes() -> Iterator[tuple[str, str]]:
    """Every route that there is behind the gate."""
    nothing: UseCases = None  # type: ignore[assignment]
    issuer: Port = None  # type: ignore[assignment]
    for route in make_inside(nothing, Door(issuer, secure=True)).routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            described = route.app.openapi()["paths"]
            for path, methods in described.items():
                yield from ((method.upper(), route.path + path) for method in methods)
            yield "GET", route.path + (route.app.openapi_url or "")
        else:
            assert isinstance(route, Route)
            yield from ((method, route.path) for method in (route.methods or set()) - {"HEAD"})


def test_every_route_has_its_rule_and_every_rule_its_route() -> None:
    """A new route is closed until it stands in the table."""
    assert sorted(routes()) == sorted(RULES)


def example(path: str) -> str:
    form = "json" if "report." in path else "docx"
    parts = {"plan": PLAN, "form": form, "unit": "ba-to", "kind": "reminder", "name": "report"}
    return path.format(**parts, sha256="0" * 64, number=1)


@pytest.mark.parametrize(("method", "path"), RULES)
def test_a_path_is_judged_by_its_own_rule(method: str, path: str) -> None:
    """No rule stands in another's way, and another method has none."""
    found = rule_of(method, example(path))
    assert found is not None
    assert found[0] == RULES[method, path]
    for other in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - {method}:
        assert ((other, path) in RULES) == (rule_of(other, example(path)) is not None)
    assert (rule_of("HEAD", example(path)) is not None) == (("GET", path) in RULES)
    for near in (f"{example(path)}/x/y/z", f"/{example(path)}", f"{example(path)}/"):
        assert rule_of(method, near) is None


@pytest.mark.parametrize("who", PEOPLE)
async def test_who_may_what(who: str, issuer: Issuer) -> None:
    """Each role on each route: in, or told why not."""
    roles, unit = PEOPLE[who]
    headers = issuer.headers(*roles, unit=unit) | {"X-Ngayso-Confirm": "rebuild"}
    async with opened(issuer) as http:
        for (method, path), rule in RULES.items():
            if rule == "everybody":
                continue  # tried below, without any token
            answer = await http.request(method, example(path), headers=headers)
            if who not in MAY[rule]:
                assert answer.status_code == 403, (path, answer.status_code)
            elif ("{plan}" in path and who in NO_PART) or "{sha256}" in path or "{number}" in path:
                assert answer.status_code == 404, (path, answer.status_code)
            else:
                assert answer.status_code in (200, 201, 202), (path, answer.text)


async def test_without_a_token_nothing_is_told(issuer: Issuer) -> None:
    """Programs are told what to send, people are led to the sign-in page."""
    async with opened(issuer) as http:
        for (method, path), rule in RULES.items():
            answer = await http.request(method, example(path))
            if rule == "everybody":
                assert answer.status_code in (200, 303, 401), path
                continue
            assert "Ba Tơ" not in answer.text, path
            if path.startswith("/api/"):
                assert answer.status_code == 401, path
                assert answer.headers["WWW-Authenticate"] == 'Bearer realm="ngayso"', path
                assert answer.headers["content-type"] == "application/problem+json", path
                assert answer.json()["code"] == "token-wanted", path
                assert issuer.url in answer.json()["detail_en"], path
            else:
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/sign-in?to=%2F"), path


async def test_an_address_that_no_route_takes_is_a_problem_or_a_page(issuer: Issuer) -> None:
    """As of everything that is not there, though the gate let it pass."""
    kinds = {
        "/api/plans/a%0Ab": "application/problem+json",
        "/plans/a%0Ab": "text/html; charset=utf-8",
    }
    async with opened(issuer) as http:
        for path, kind in kinds.items():
            answer = await http.get(path, headers=issuer.headers("operator"))
            assert answer.status_code in (404, 422), path
            assert answer.headers["content-type"] == kind, path


async def test_what_is_not_in_the_table_is_not_there(issuer: Issuer) -> None:
    """Also for an operator."""
    async with opened(issuer) as http:
        for path in ("/api/", "/api", "/metrics", "/api/plans/", "/x", "/%2e%2e/api/plans"):
            answer = await http.get(path, headers=issuer.headers("operator"))
            assert answer.status_code == 404, path
