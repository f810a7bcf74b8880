"""Every list as .csv too: the same lines, for the same readers, by the same filters."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from contracts import topology
from contracts.facts import SnapshotFrozen, UnitRecorded
from contracts.unit import Dated, Unit
from services.reporting.application import listing, reading
from services.reporting.documents.lists.sheet import Around
from services.reporting.documents.lists.sheets import RUNGS
from services.reporting.domain.documents import RungDocument
from services.reporting.inbound.door.table import RULES
from services.reporting.inbound.lists import others
from tests.issuer import Issuer
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import MOVES, campaign, opened

LISTS = ("duties", "activities", "reports", "rungs", "messages", "evidence")


def lines(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeff")
    return [*csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that whatever is asked for takes several."""
    assert reading.MOST == listing.MOST
    monkeypatch.setattr(reading, "MOST", 2)
    monkeypatch.setattr(others, "MOST", 1)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["leader", "unit"])
async def test_a_file_has_the_lines_of_the_pages(name: str, who: str, issuer: Issuer) -> None:
    """As many, of the same units, in the same order; a unit's file is its own part."""
    played = campaign([("ba-to", "remind", 1), *MOVES, ("ba-to", "submit", 9)])
    for number in range(3):
        played.claim("ba-to", f"hd-{number}", (f"https://bao.example/{number}", None))
    headers = issuer.headers(who, unit="ba-to" if who == "unit" else None)
    async with opened(issuer, played) as http:
        page = await http.get(f"/api/plans/{PLAN}/{name}", headers=headers)
        file = await http.get(f"/api/plans/{PLAN}/{name}.csv", headers=headers)
    if page.status_code == 403:
        assert file.status_code == 403
        return
    items = page.json()["items"]
    told = lines(file)
    assert len(told) == len(items) > 0
    if name != "evidence":
        assert [one["mã đơn vị"] for one in told] == [one["unit"] for one in items]
        assert all(one["tên đơn vị"].startswith("Huyện") for one in told)


async def test_a_file_is_filtered_as_its_list(issuer: Issuer) -> None:
    """And says in words where each line stands."""
    async with opened(issuer) as http:
        http.headers.update(issuer.headers("leader"))
        owing = lines(await http.get(f"/api/plans/{PLAN}/duties.csv?status=owing"))
        met = lines(await http.get(f"/api/plans/{PLAN}/duties.csv?status=met&unit=ba-to"))
        wrong = await http.get(f"/api/plans/{PLAN}/duties.csv?status=nope")
    assert {one["trạng thái"] for one in owing} == {"quá hạn, chưa thực hiện"}
    assert {(one["mã đơn vị"], one["trạng thái"]) for one in met} == {("ba-to", "đúng hạn")}
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/query/status")


def freeze(played: Campaign) -> None:
    receipt = played.receipt("so-tttt")
    made = {"files": [{"form": "json", "sha256": "0" * 64, "size": 1}]}
    about = {"plan": PLAN, "snapshot": 1, "as_of": receipt.at, "position": 1, "made": made}
    fact = SnapshotFrozen.model_validate({**about, "receipt": receipt})
    played.say(topology.plan_facts(PLAN), fact)


async def test_the_directory_and_the_plans_are_files_too(issuer: Issuer) -> None:
    """What a unit calls itself is no formula."""
    played = campaign()
    harmful = Unit(id="xa-a", names=[Dated(value="=HYPERLINK(1)")])
    told = UnitRecorded(record=harmful, receipt=played.receipt("xa-a"))
    played.say(topology.directory_facts("xa-a"), told)
    freeze(played)
    async with opened(issuer, played) as http:
        http.headers.update(issuer.headers("operator"))
        units = lines(await http.get("/api/units.csv"))
        (plan,) = lines(await http.get("/api/plans.csv"))
        unread = lines(await http.get("/api/unread.csv"))
        (lacking,) = lines(await http.get(f"/api/plans/{PLAN}/readiness.csv"))
        snapshots = lines(await http.get(f"/api/plans/{PLAN}/snapshots.csv"))
    assert "'=HYPERLINK(1)" in {one["tên đơn vị"] for one in units}
    assert (plan["kế hoạch"], plan["nội dung phải thực hiện"]) == (PLAN, "6")
    assert unread == []
    assert [(one["lần chốt"], one["trạng thái"]) for one in snapshots] == [
        ("1", "đã chốt số liệu, chưa phát hành")
    ]
    assert (lacking["mã đơn vị"], lacking["vai trò"]) == ("ba-to", "lãnh đạo phụ trách")


def lists() -> Iterator[str]:
    for method, path in RULES:
        last = path.rpartition("/")[2]
        known = last in (*LISTS, "plans", "units", "unread", "late", "readiness", "snapshots")
        if method == "GET" and path.startswith("/api/") and known:
            yield path


def test_a_reminder_whose_hour_has_not_come_is_planned_and_not_about_to_be_sent() -> None:
    """One whose hour has come and that has come to no end waits to be sent."""
    hour = datetime(2022, 10, 12, 1, tzinfo=UTC)
    rung = {"plan": PLAN, "unit": "ba-to", "duty": "report", "due": hour, "rung": "b1"}
    told = {"fate": "waiting", "fires_at": hour, "said_at": hour}
    document = RungDocument.model_validate({**rung, **told})
    around = Around(ZoneInfo("Asia/Ho_Chi_Minh"), hour)
    before = Around(around.zone, hour - timedelta(seconds=1))
    assert "đang chờ gửi" in RUNGS.lines([document], around)
    assert "đã lên lịch, chưa đến giờ nhắc" in RUNGS.lines([document], before)


def test_every_list_is_a_file_for_the_same_readers() -> None:
    """A list that is added has to be one too: see the names above."""
    assert len([*lists()]) == 12
    for path in lists():
        assert RULES["GET", f"{path}.csv"] == RULES["GET", path]
