"""Fairness cards and readiness by the API, on the real servers."""

import pytest

from services.reporting.settings import Settings
from tests.reporting.conftest import Log, Running
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN

pytestmark = pytest.mark.servers


async def test_late_duties_have_their_cards_and_readiness_waits_for_the_notifier(
    log: Log, settings: Settings, running: Running
) -> None:
    """No notifier runs here: that is said, with what to do."""
    await log.append(play([("ba-to", "submit", 7), ("ly-son", "remind", 1)]).log)
    async with running(settings) as http:
        await log.projected()
        late = (await http.get(f"/api/plans/{PLAN}/late")).json()
        away = await http.get(f"/api/plans/{PLAN}/readiness")
    told = {(one["unit"]["id"], one["duty"]): one for one in late["items"]}
    card = told["ly-son", "report"]
    assert card["reached"] == "accepted"
    ways = [way for one in card["reminders"] for way in one["ways"]]
    assert {(way["channel"], way["state"]) for way in ways} == {("email", "accepted")}
    assert told["binh-son", "report"]["reached"] == "none"
    assert (away.status_code, away.json()["code"]) == (503, "away")
