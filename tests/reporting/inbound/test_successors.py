"""The API on the real servers: a plan's totals by the units of another day."""

from datetime import date

import pytest

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Dated, Unit
from services.reporting.settings import Settings
from tests.reporting.conftest import Log, Running
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN, UNITS

pytestmark = pytest.mark.servers

TURN = date(2025, 7, 1)


def reorganised() -> Campaign:
    """Two units report; on 1 July 2025 they become one commune."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 4)
    campaign.submit("binh-son", "", 7)
    commune = Unit(
        id="xa",
        names=[Dated(value="Xã Ba Tơ")],
        valid_from=TURN,
        predecessors=["ba-to", "binh-son"],
    )
    ended = [
        Unit(id=name, names=[Dated(value=UNITS[name])], valid_to=TURN)
        for name in commune.predecessors
    ]
    for record in (commune, *ended):
        fact = UnitRecorded(record=record, receipt=campaign.receipt("so-tttt"))
        campaign.say(topology.directory_facts(record.id), fact)
    return campaign


async def test_totals_follow_the_units_of_the_day_that_is_asked_for(
    log: Log, settings: Settings, running: Running
) -> None:
    """By 2022 the campaign is itself; by the turn two units are one; the totals stay."""
    await log.append(reorganised().log)
    path = f"/api/plans/{PLAN}/successors"
    async with running(settings) as http:
        await log.projected()
        old = (await http.get(path, params={"on": "2022-10-01"})).json()
        new = (await http.get(path, params={"on": "2025-07-01"})).json()
        today = (await http.get(path)).json()
        totals = (await http.get(f"/api/plans/{PLAN}/totals")).json()
        wrong = [await http.get(path, params={"on": on}) for on in ("2022-02-30", "1666224000")]
        missing = await http.get("/api/plans/nope/successors")
        described = (await http.get("/api/openapi.json")).json()["paths"]
    assert [heir["unit"]["name"] for heir in old["heirs"]] == [*UNITS.values()]
    assert [heir["unit"]["name"] for heir in new["heirs"]] == ["Xã Ba Tơ", "Huyện Lý Sơn"]
    assert [one["name"] for one in new["heirs"][0]["stands_for"]] == [
        "Huyện Bình Sơn",
        "Huyện Ba Tơ",
    ]
    assert new["heirs"][0]["indicators"][0]["reported"]["value"] == 11
    assert today["on"] > "2025-07-01"
    assert today["heirs"] == new["heirs"]
    for answer in (old, new):
        assert answer["completeness"]["duties"] == totals["duties"]
        assert sum(h["duties"]["met"] for h in answer["heirs"]) == totals["duties"]["met"] == 2
    assert [answer.status_code for answer in (*wrong, missing)] == [422, 422, 404]
    assert "on" in str(described["/plans/{plan}/successors"]["get"]["parameters"])
