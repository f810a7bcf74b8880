"""What came after the freeze is marked item by item: in a list's page, its file, and on the page of
the plan (sau khi chốt).
"""

import csv
import io
import re
from collections.abc import Sequence

import httpx
import pytest

from contracts.facts import SnapshotFrozen
from contracts.topology import plan_facts
from tests.issuer import Issuer
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, UNITS
from tests.reporting.inbound.door.house import opened

BEFORE = [("ba-to", "declare", 1), ("ba-to", "submit", 4), ("ly-son", "declare", 1)]


def frozen(
    *moves: tuple[str, str, int], before: Sequence[tuple[str, str, int]] = BEFORE
) -> Campaign:
    """One unit has reported when the figures are frozen; then these moves are made, or, where none
    are given, another unit reports, and changes what it had declared.
    """
    played = play([*before])
    file = {"form": "json", "sha256": "3f" * 32, "size": 1}
    as_of = played.log[-1].stored_at
    told = {"snapshot": 1, "as_of": as_of, "position": 1, "made": {"files": [file]}}
    about = {"plan": PLAN, "receipt": played.receipt("so-tttt")}
    played.say(plan_facts(PLAN), SnapshotFrozen.model_validate({**about, **told}))
    for unit, move, number in moves or (("ly-son", "submit", 5), ("ly-son", "hold", 1)):
        what = "report" if move in ("excuse", "extend") else "hd-1"
        getattr(played, move)(unit, what, number)
    return played


async def asked(http: httpx.AsyncClient, issuer: Issuer, path: str) -> httpx.Response:
    answer = await http.get(path, headers=issuer.headers("leader"))
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("name", ["activities", "reports", "duties"])
async def test_a_list_and_its_file_mark_each_item(name: str, issuer: Issuer) -> None:
    async with opened(issuer, frozen()) as http:
        page = (await asked(http, issuer, f"/api/plans/{PLAN}/{name}")).json()
        file = (await asked(http, issuer, f"/api/plans/{PLAN}/{name}.csv")).text
    marked = {
        one["unit"]: mark for one, mark in zip(page["items"], page["after_freeze"], strict=True)
    }
    assert (marked["ba-to"], marked["ly-son"]) == (False, True)
    told = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    words = {True: "có", False: "không"}
    assert [one["sau khi chốt"] for one in told] == [words[one] for one in page["after_freeze"]]


@pytest.mark.parametrize("name", ["activities", "reports", "duties"])
async def test_where_nothing_is_frozen_nothing_is_marked(name: str, issuer: Issuer) -> None:
    async with opened(issuer, play(BEFORE)) as http:
        page = (await asked(http, issuer, f"/api/plans/{PLAN}/{name}")).json()
        file = (await asked(http, issuer, f"/api/plans/{PLAN}/{name}.csv")).text
    assert page["frozen_until"] is None
    assert set(page["after_freeze"]) == {False}
    assert len(page["after_freeze"]) == len(page["items"])
    assert {one["sau khi chốt"] for one in csv.DictReader(io.StringIO(file))} == {""}


AFTER: list[tuple[str, list[tuple[str, str, int]]]] = [
    ("submit", BEFORE),
    ("excuse", BEFORE),
    ("extend", BEFORE),
    ("accept", [*BEFORE, ("ly-son", "submit", 5)]),
    ("give_back", [*BEFORE, ("ly-son", "submit", 5)]),
]
"""What is done to one unit behind the freeze, and what was done before."""


@pytest.mark.parametrize(("move", "before"), AFTER)
async def test_the_page_of_a_plan_marks_each_unit_s_duty(
    move: str, before: list[tuple[str, str, int]], issuer: Issuer
) -> None:
    """Whatever came then: a report, or what the office said of it or of who is to send it."""
    async with opened(issuer, frozen(("ly-son", move, 0), before=before)) as http:
        shown = (await asked(http, issuer, f"/plans/{PLAN}")).text
        page = (await asked(http, issuer, f"/api/plans/{PLAN}/duties")).json()
    rows = re.findall(r"<tr.*?</tr>", shown, re.DOTALL)
    named = {unit: [row for row in rows if UNITS[unit] in row] for unit in ("ba-to", "ly-son")}
    assert any("sau khi chốt" in row for row in named["ly-son"])
    assert not any("sau khi chốt" in row for row in named["ba-to"])
    marked = {
        one["unit"] for one, mark in zip(page["items"], page["after_freeze"], strict=True) if mark
    }
    assert marked == {"ly-son"}


async def test_a_version_that_was_judged_after_the_freeze_is_marked(issuer: Issuer) -> None:
    sent = [*BEFORE, ("ly-son", "submit", 5)]
    async with opened(issuer, frozen(("ly-son", "accept", 0), before=sent)) as http:
        page = (await asked(http, issuer, f"/api/plans/{PLAN}/reports")).json()
    units = [one["unit"] for one in page["items"]]
    assert [*zip(units, page["after_freeze"], strict=True)] == [("ba-to", False), ("ly-son", True)]
