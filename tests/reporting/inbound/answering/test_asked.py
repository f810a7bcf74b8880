"""What is asked wrongly is refused, and not answered as if it had not been asked."""

from collections import defaultdict

import pytest

from contracts import topology
from contracts.facts import PlanPublished
from tests.issuer import Issuer
from tests.reporting.given.records import PLAN, plan
from tests.reporting.inbound.door.house import campaign, opened

DUTIES = f"/api/plans/{PLAN}/duties"
PARTS = defaultdict(lambda: "x", plan=PLAN, unit="ba-to", number="1", form="docx", kind="reminder")
REFUSED = {
    f"{DUTIES}?staus=owing": ("/query/staus", "field-unknown"),
    f"{DUTIES}.csv?limit=3": ("/query/limit", "field-unknown"),
    f"{DUTIES}?status=owing&status=met": ("/query/status", "out-of-range"),
    f"{DUTIES}?after=zzz": ("/query/after", "wrong-form"),
    f"{DUTIES}?after=%00": ("/query/after", "wrong-form"),
    f"/api/plans/{PLAN}/evidence?after=other/ba-to/hd-1": ("/query/after", "wrong-form"),
    "/api/units?unit=ba-to": ("/query/unit", "field-unknown"),
}


@pytest.mark.parametrize("address", REFUSED)
async def test_what_a_list_does_not_know_is_refused_by_name(address: str, issuer: Issuer) -> None:
    async with opened(issuer) as http:
        answer = await http.get(address, headers=issuer.headers("leader"))
    assert answer.status_code == 422
    errors = [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
    assert errors == [REFUSED[address]]


async def test_what_is_described_is_known_to_each_route_and_nothing_else_is(
    issuer: Issuer,
) -> None:
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("operator"))
        described = (await http.get("/api/openapi.json")).json()["paths"]
        for path, methods in described.items():
            address = f"/api{path}".format_map(PARTS)
            for method, told in methods.items():
                named = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
                asked = dict.fromkeys([*named, "khong-co"], "x")
                answer = await http.request(method, address, params=asked)
                assert answer.status_code == 422, path
                errors = [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
                assert errors == [("/query/khong-co", "field-unknown")], path


async def test_the_list_of_plans_has_pages_too(issuer: Issuer) -> None:
    """Whoever reads a list page by page asks this one alike."""
    played = campaign()
    other = PlanPublished(plan=plan("sau"), participants=[], receipt=played.receipt("ubnd"))
    played.say(topology.plan_facts("sau"), other)
    async with opened(issuer, played) as http:
        http.headers.update(issuer.headers("leader"))
        first = (await http.get("/api/plans?limit=1")).json()
        last = (await http.get(f"/api/plans?limit=1&after={first['after']}")).json()
    assert [one["id"] for one in (*first["items"], *last["items"])] == [PLAN, "sau"]
    assert (first["after"], last["after"], last["total"]) == (PLAN, None, 2)


@pytest.mark.parametrize("form", ["", ".csv"])
async def test_a_unit_that_there_is_not_owes_nothing_that_could_be_told(
    form: str, issuer: Issuer
) -> None:
    """An empty list would say that it has done all."""
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        answer = await http.get(f"{DUTIES}{form}?unit=ba-too")
        there = await http.get(f"{DUTIES}{form}?unit=ba-to")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-unit")
    assert "ba-to" in answer.json()["detail"]
    assert there.status_code == 200
