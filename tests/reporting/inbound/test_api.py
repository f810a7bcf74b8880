"""The API on the real servers: totals, pages, the report as of a moment, and hostile questions."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest

from contracts import topology
from runtime.jetstream.connection import js
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.settings import Settings
from tests.reporting.conftest import Log, Running
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, UNITS

pytestmark = pytest.mark.servers

MOVES = [
    ("ba-to", "declare", 3),
    ("ba-to", "hold", 3),
    ("binh-son", "declare", 4),
    ("binh-son", "declare", 13),
    ("ba-to", "submit", 7),
    ("ba-to", "submit", 8),
    ("ly-son", "submit", 10),
    ("ly-son", "give_back", 2),
    ("binh-son", "excuse", 1),
    ("ba-to", "remind", 0),
    ("ly-son", "remind", 1),
]


@pytest.fixture
def campaign() -> Campaign:
    return play(MOVES)


async def get(http: httpx.AsyncClient, path: str, **wanted: object) -> dict[str, object]:
    answer = await http.get(path, params={k: str(v) for k, v in wanted.items()})
    assert answer.status_code == 200, answer.text
    body: dict[str, object] = answer.json()
    return body


async def test_totals_by_api_equal_those_of_the_report_and_its_rows(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """One set of numbers: the view's counters, the report of the log, and the pure fold agree."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        totals = await get(http, f"/api/plans/{PLAN}/totals")
        report = await get(http, f"/api/plans/{PLAN}/report.json")
    documents = fold_all(campaign.facts, Documents())
    plan = documents.get(PlanDocument, PLAN)
    pure = json.loads(consolidate(documents, plan, datetime.now(UTC)).totals.model_dump_json())
    assert totals.pop("plan") == PLAN
    assert totals.pop("last_fact_at") is not None
    assert totals == report["totals"] == pure
    assert pure["duties"]["total"] == 6


async def test_the_report_as_of_a_moment_gives_the_same_bytes_again(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """What is stored later changes no earlier report, in no format."""
    await log.append(campaign.log)
    async with running(settings) as http:
        first = await http.get(f"/api/plans/{PLAN}/report.json")
        as_of = first.headers["X-As-Of"]
        before = {
            form: (await http.get(f"/api/plans/{PLAN}/report.{form}", params={"as_of": as_of}))
            for form in ("docx", "xlsx", "csv", "json")
        }
        more = play([*MOVES, ("binh-son", "submit", 20), ("ba-to", "submit", 20)])
        await log.append(more.log[len(campaign.log) :])
        for form, answer in before.items():
            again = await http.get(f"/api/plans/{PLAN}/report.{form}", params={"as_of": as_of})
            assert answer.status_code == again.status_code == 200
            assert again.content == answer.content, form
        assert before["json"].content == first.content
        latest = await get(http, f"/api/plans/{PLAN}/report.json")
    assert latest["totals"]["reports"]["versions"] == 5  # type: ignore[index]
    assert first.json()["totals"]["reports"]["versions"] == 3


async def test_lists_come_in_pages_and_say_how_complete_they_are(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """Following `after` gives every item once, and every page carries total and completeness."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        for what in ("duties", "activities", "reports", "rungs", "messages"):
            whole = await get(http, f"/api/plans/{PLAN}/{what}")
            assert whole["total"] == len(whole["items"]) > 0, what  # type: ignore[arg-type]
            assert whole["completeness"]["duties"]["total"] == 6  # type: ignore[index]
            pages, after = [], {}
            while True:
                page = await get(http, f"/api/plans/{PLAN}/{what}", limit=1, **after)
                pages += page["items"]  # type: ignore[operator]
                if page["after"] is None:
                    break
                after = {"after": page["after"]}
            assert pages == whole["items"], what
        units = await get(http, "/api/units", limit=2)
        rest = await get(http, "/api/units", after=units["after"], limit=500)
    names = [unit["name"] for unit in (*units["items"], *rest["items"])]  # type: ignore[misc]
    assert names == ["Huyện Ba Tơ", "Huyện Bình Sơn", "Huyện Lý Sơn", "Sở TT&TT", "UBND tỉnh"]
    assert set(UNITS.values()) < set(names)


async def test_filters_give_what_they_say(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """Each filter is an equality, and its total counts what matches."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        owing = await get(http, f"/api/plans/{PLAN}/duties", status="owing", duty="report")
        assert [duty["unit"] for duty in owing["items"]] == ["ly-son"]  # type: ignore[index]
        versions = await get(http, f"/api/plans/{PLAN}/reports", unit="ba-to")
        assert [r["version"] for r in versions["items"]] == [1, 2]  # type: ignore[index]
        current = await get(http, f"/api/plans/{PLAN}/reports", current=True)
        assert current["total"] == 2
        held = await get(http, f"/api/plans/{PLAN}/activities", status="held")
        assert held["total"] == 1


async def test_evidence_that_two_units_claim_is_listed_once(
    log: Log, settings: Settings, running: Running
) -> None:
    """Whatever the size of a page; the dashboard says how much there is."""
    campaign = Campaign().begin()
    for unit in UNITS:
        campaign.claim(unit, "hd-1", ("https://bao.example/anh", None), (f"https://{unit}", None))
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        every = await get(http, f"/api/plans/{PLAN}/evidence")
        assert (every["activities"], len(every["items"]), every["whole"]) == (3, 4, True)  # type: ignore[arg-type]
        found, after = [], {}
        while True:
            page = await get(http, f"/api/plans/{PLAN}/evidence", repeated=True, limit=1, **after)
            found += page["items"]  # type: ignore[operator]
            if page["after"] is None:
                break
            after = {"after": page["after"]}
        shown = await http.get(f"/plans/{PLAN}")
    assert [(line["link"], line["claimed"]) for line in found] == [("https://bao.example/anh", 3)]
    assert (
        "Hoạt động có minh chứng ghi cả cho hoạt động khác: 3\n"
        f'  <span class="screen">(<a href="/api/plans/{PLAN}/' in shown.text
    )


HOSTILE = [
    "/api/plans/nope/totals",
    "/api/plans/nope",
    "/api/plans/..%2f..%2fetc/totals",
    "/api/plans/$where/totals",
    f"/api/plans/{PLAN}/duties?status=%7B%22$ne%22:null%7D",
    f"/api/plans/{PLAN}/duties?unit[$ne]=x&unit={quote('{$gt:1}')}",
    f"/api/plans/{PLAN}/duties?limit=-1",
    f"/api/plans/{PLAN}/duties?limit=99999999999999999999",
    f"/api/plans/{PLAN}/duties?after=" + "x" * 5000,
    f"/api/plans/{PLAN}/report.exe",
    f"/api/plans/{PLAN}/report.json?as_of=yesterday",
    f"/api/plans/{PLAN}/report.json?as_of=2022",
    f"/api/plans/{PLAN}/report.json?as_of=2022-10-25T00:00:00",
    f"/api/plans/{PLAN}/report.json?as_of=0001-01-01T00:00:00%2B14:00",
    f"/api/plans/{PLAN}/report.json?as_of=9999-12-31T23:59:59Z",
    "/api/plans/nope/report.docx",
    "/api/units/%00",
    "/api/units/nope",
    "/api/nothing",
]


async def test_hostile_and_mistaken_questions_get_a_problem_that_says_what_to_do(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """Never a stack trace, never a 500: a problem in two languages, and the next is answered."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        for path in HOSTILE:
            answer = await http.get(path)
            assert answer.status_code in (404, 422), (path, answer.status_code, answer.text)
            assert answer.headers["content-type"] == "application/problem+json", path
            problem = answer.json()
            assert problem["detail"], path
            assert problem["detail_en"], path
            assert len(answer.content) < 5000, path
        await get(http, f"/api/plans/{PLAN}/totals")


async def test_a_plus_that_became_a_space_is_understood(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """People paste "+07:00" into an address as it is."""
    await log.append(campaign.log)
    async with running(settings) as http:
        now = (datetime.now(UTC) + timedelta(hours=7)).replace(tzinfo=None).isoformat()
        answer = await http.get(f"/api/plans/{PLAN}/report.json?as_of={now}+07:00")
    assert answer.status_code == 200, answer.text


async def test_readiness_and_metrics_tell_the_truth(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """Gauges carry the ledger and the reminders nobody has told the fate of."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        ready = await http.get("/readyz")
        looked_at = (topology.REPORTING_PROJECT.name, "write", "views")
        assert ready.json() == dict.fromkeys(looked_at, "ok")
        metrics = (await http.get("/metrics")).text
        totals = await get(http, f"/api/plans/{PLAN}/totals")
        durable = topology.REPORTING_PROJECT
        await js(log.broker).delete_consumer(durable.stream, durable.name)
        assert (await http.get("/readyz")).status_code == 503
    assert f'ngayso_duties{{plan="{PLAN}",status="owing"}}' in metrics
    left = totals["rungs"]["unaccounted"]  # type: ignore[index]
    assert left > 0
    assert f'ngayso_rungs_unaccounted{{plan="{PLAN}"}} {float(left)}' in metrics


async def test_the_dashboard_shows_the_same_plan(
    log: Log, settings: Settings, running: Running, campaign: Campaign
) -> None:
    """The pages stand on the views; what units wrote is escaped, and nothing is loaded."""
    await log.append(campaign.log)
    async with running(settings) as http:
        await log.projected()
        index, page = await http.get("/"), await http.get(f"/plans/{PLAN}")
        missing = await http.get("/plans/<script>")
    assert index.status_code == page.status_code == 200
    assert "Huyện Ba Tơ" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert missing.status_code == 404
    assert "<script>" not in missing.text
