"""A moment is asked for alike wherever a report as of one is answered."""

import pytest

from contracts.facts import SnapshotFrozen
from contracts.topology import plan_facts
from tests.issuer import Issuer
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import campaign, opened

BEFORE = "2022-01-01T00:00:00Z"
ASKED = [
    ("GET", "report.json"),
    ("GET", "drafts/situation.docx"),
    ("GET", "units/ba-to/covering.docx"),
    ("POST", "snapshots"),
]


def frozen_early() -> Campaign:
    """Of a moment at which there was no plan yet, as no office does that asks the service first."""
    played = campaign()
    file = {"form": "json", "sha256": "3f" * 32, "size": 1}
    said = {"snapshot": 1, "as_of": BEFORE, "position": 1, "made": {"files": [file]}}
    about = {"plan": PLAN, "receipt": played.receipt("so-tttt")}
    played.say(plan_facts(PLAN), SnapshotFrozen.model_validate({**about, **said}))
    return played


@pytest.mark.parametrize(("method", "path"), ASKED)
async def test_a_moment_before_the_plan_is_told_from_a_plan_that_is_not_there(
    method: str, path: str, issuer: Issuer
) -> None:
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        asked = {"as_of": BEFORE}
        early = await http.request(method, f"/api/plans/{PLAN}/{path}", params=asked)
        nowhere = await http.request(method, f"/api/plans/nope/{path}", params=asked)
    assert (early.status_code, early.json()["code"]) == (422, "as-of-early")
    assert "+07:00" in early.json()["detail"]
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "unknown-plan")


async def test_what_changed_since_a_moment_before_the_plan_is_told_so_too(issuer: Issuer) -> None:
    async with opened(issuer, frozen_early()) as http:
        http.headers.update(issuer.headers("leader"))
        answer = await http.get(f"/api/plans/{PLAN}/snapshots/1/changes")
    assert (answer.status_code, answer.json()["code"]) == (422, "as-of-early")


@pytest.mark.parametrize(("method", "path"), ASKED)
async def test_an_empty_moment_is_none_and_not_now(method: str, path: str, issuer: Issuer) -> None:
    """Whoever's program left it out would sign what it did not ask for."""
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        answer = await http.request(method, f"/api/plans/{PLAN}/{path}", params={"as_of": ""})
    assert (answer.status_code, answer.json()["code"]) == (422, "as-of-form")
