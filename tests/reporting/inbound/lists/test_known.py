"""A filter that names what there is not, and a cursor of elsewhere, are refused; what is late and
the directory can be filtered, and their pages hold everything once.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Dated, Unit
from tests.issuer import Issuer
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import MOVES, campaign, opened

OF = f"/api/plans/{PLAN}"
NAMED = [
    *(f"{OF}/duties{form}?owed=reprot" for form in ("", ".csv")),
    f"{OF}/duties?duty=reprot",
    f"{OF}/reports?owed=reprot",
    f"{OF}/rungs.csv?duty=reprot",
    f"{OF}/late?owed=reprot",
    f"{OF}/late.csv?level=tinh",
    f"{OF}/late?group=tinh",
    "/api/units?level=tinh",
    "/api/units.csv?group=tinh",
    "/api/units?parent=ba-too",
]
FOREIGN = [
    f"{OF}/late?after=ba-to//report",
    f"{OF}/late?after=other/ba-to//report",
    f"/api/units?after={PLAN}/ba-to/report",
    "/api/units?after=%00",
    "/api/plans?after=zzz",
]


def told() -> Campaign:
    """A commune below a district, both with their levels, one that has ended, and none reported."""
    played = campaign([one for one in MOVES if one[1] != "submit"])
    for unit, level, parent, ended in (
        ("ba-to", "huyen", "ubnd", None),
        ("xa-a", "xa", "ba-to", None),
        ("xa-cu", "xa", "ba-to", "2020-01-01"),
    ):
        said = {"levels": [Dated(value=level)], "parents": [Dated(value=parent)]}
        groups = [Dated(value="cum-1")] if level == "xa" else []
        about = {"id": unit, "names": [Dated(value=unit)], "groups": groups, "valid_to": ended}
        record = Unit.model_validate({**said, **about})
        receipt = played.receipt(unit)
        played.say(topology.directory_facts(unit), UnitRecorded(record=record, receipt=receipt))
    return played


@pytest.fixture
async def http(issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    async with opened(issuer, told()) as client:
        client.headers.update(issuer.headers("leader"))
        yield client


async def test_what_the_plan_does_not_have_is_refused_by_name(http: httpx.AsyncClient) -> None:
    """And the answer says what there is."""
    for address in NAMED:
        answer = await http.get(address)
        [wrong] = answer.json()["errors"]
        name = address.rpartition("?")[2].partition("=")[0]
        assert (answer.status_code, wrong["pointer"]) == (422, f"/query/{name}"), address
        there = {
            "owed": "report",
            "duty": "report",
            "level": "huyen",
            "group": "",
            "parent": "ba-to",
        }[name]
        assert there in wrong["vi"], address


async def test_a_cursor_of_elsewhere_is_refused(http: httpx.AsyncClient) -> None:
    for address in FOREIGN:
        answer = await http.get(address)
        pointers = [one["pointer"] for one in answer.json()["errors"]]
        assert (answer.status_code, pointers) == (422, ["/query/after"]), address


async def every(http: httpx.AsyncClient, address: str, **asked: str) -> list[Any]:
    """All of a list, page by page, each of one."""
    found: list[Any] = []
    page = (await http.get(address, params={"limit": "1", **asked})).json()
    while True:
        found += page["items"]
        if page["after"] is None:
            assert page["total"] == len(found)
            return found
        again = {"limit": "1", "after": page["after"], **asked}
        page = (await http.get(address, params=again)).json()


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"kind": "report"},
        {"unit": "ba-to"},
        {"level": "huyen"},
        {"level": "huyen", "unit": "ba-to", "kind": "report"},
    ],
)
async def test_what_is_late_has_everything_once_as_it_is_filtered(
    chosen: dict[str, str], http: httpx.AsyncClient
) -> None:
    whole = (await http.get(f"{OF}/late")).json()["items"]
    wanted = [
        (one["unit"]["id"], one["duty"])
        for one in whole
        if chosen.get("kind") in (None, one["duty"])
        and chosen.get("unit") in (None, one["unit"]["id"])
    ]
    found = await every(http, f"{OF}/late", **chosen)
    assert [(one["unit"]["id"], one["duty"]) for one in found] == wanted
    assert 0 < len(wanted) <= len(whole)
    assert len(whole) > len(wanted) or chosen in ({}, {"level": "huyen"})


async def test_a_file_of_what_is_late_is_filtered_alike(http: httpx.AsyncClient) -> None:
    file = (await http.get(f"{OF}/late.csv?unit=ba-to&owed=report")).text.splitlines()
    assert {line.partition(",")[0] for line in file[1:]} == {"ba-to"}


@pytest.mark.parametrize(
    ("chosen", "units"),
    [
        ({}, ["ba-to", "binh-son", "ly-son", "so-tttt", "ubnd", "xa-a", "xa-cu"]),
        ({"level": "xa"}, ["xa-a"]),
        ({"group": "cum-1"}, ["xa-a"]),
        ({"parent": "ubnd"}, ["ba-to"]),
        ({"level": "xa", "parent": "ubnd"}, []),
    ],
)
async def test_the_directory_is_filtered_by_what_units_are_today(
    chosen: dict[str, str], units: list[str], http: httpx.AsyncClient
) -> None:
    """Unfiltered it has those too that have ended."""
    assert sorted(one["unit"] for one in await every(http, "/api/units", **chosen)) == units
    file = (await http.get("/api/units.csv", params=chosen)).text.splitlines()
    assert len(file) == 1 + len(units)
