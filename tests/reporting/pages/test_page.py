"""The dashboard in a real Chromium, served by the real service."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, async_playwright, expect

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Dated, Unit
from deploy.local import parts
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import SECRET
from deploy.local.process import Process
from services.reporting.settings import Settings
from tests.reporting.conftest import Log
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN

pytestmark = pytest.mark.servers

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
HARM = "<script>document.title='hỏng'</script>"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def sign_in_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """The issuer that `make up` brings, with its own people."""
    log = tmp_path_factory.mktemp("issuer") / "issuer.log"
    with parts.issuer(people("so-tttt", "ba-to"), log=log) as part:
        yield part


@pytest.fixture
def service(settings: Settings, sign_in_page: Process, tmp_path: Path) -> Iterator[Process]:
    (tmp_path / "secret").write_text(SECRET)
    env = {
        "NGAYSO_NATS_URL": settings.nats_url,
        "NGAYSO_MONGODB_URI": settings.mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": settings.mongodb_database,
        "NGAYSO_OIDC_ISSUER": sign_in_page.url,
        "NGAYSO_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
    }
    with parts.service("reporting", env, log=tmp_path / "reporting.log") as part:
        yield part


async def come_in(page: Page, address: str, name: str = "tong-hop") -> None:
    """Open a page of ours as one of the issuer's people: by its page, and back to ours."""
    await page.goto(address)
    await page.get_by_role("button", name=name, exact=True).click()
    await page.wait_for_url(address)


async def unstyled(route: Route) -> None:
    """The issuer's page is styled from elsewhere; here is no elsewhere."""
    await route.fulfill(content_type="text/css", body="")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page that fails the test when anything is logged, blocked or thrown in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page()
        await page.route(re.compile("^https:"), unstyled)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        await browser.close()
    assert [line for line in said if "status of 40" not in line] == []


def campaign() -> Campaign:
    moves = [("ba-to", "declare", 3), ("ba-to", "submit", 7), ("ly-son", "submit", 10)]
    return play(moves)


async def test_the_office_sees_who_owes_what(log: Log, service: Process, page: Page) -> None:
    """From the list of plans to one plan: its units, its totals, and files to take away."""
    await log.append(campaign().log)
    await log.projected()
    await come_in(page, f"{service.url}/")
    await page.get_by_role("main").get_by_role("link").first.click()
    await page.wait_for_url(f"{service.url}/plans/{PLAN}")
    assert await page.get_by_role("heading", level=1).inner_text()
    rows = await page.get_by_role("row").all_inner_texts()
    assert any("Ba Tơ" in row and ("Đúng hạn" in row or "Trễ hạn" in row) for row in rows)
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Tải .docx").click()
    saved = await (await waiting.value).path()
    assert saved.read_bytes()[:2] == b"PK"


async def test_a_unit_sees_itself_and_leaves(log: Log, service: Process, page: Page) -> None:
    """No other unit's name and no file; after signing out the way leads to the issuer again, and
    whoever has no role is told so, and may leave too.
    """
    await log.append(campaign().log)
    await log.projected()
    await come_in(page, f"{service.url}/plans/{PLAN}", "don-vi")
    shown = await page.inner_text("body")
    assert "Huyện Ba Tơ" in shown
    assert not [name for name in ("Bình Sơn", "Lý Sơn", "Tải .docx") if name in shown]
    cookies = {one["name"]: one for one in await page.context.cookies()}
    assert cookies["ngayso-token"]["httpOnly"]
    assert cookies["ngayso-token"]["sameSite"] == "Lax"
    await page.get_by_role("button", name="Đăng xuất").click()
    await expect(page).to_have_title(re.compile("Đã đăng xuất"))
    await page.goto(f"{service.url}/plans/{PLAN}")
    await page.get_by_role("textbox").fill("nguoi-la")
    await page.get_by_role("button", name="Authorize").click()
    await expect(page).to_have_title(re.compile("Không được phép"))
    await page.get_by_role("button", name="Đăng xuất").click()
    await expect(page).to_have_title(re.compile("Đã đăng xuất"))


async def test_the_page_fits_a_telephone(log: Log, service: Process, page: Page) -> None:
    """Wide tables scroll by themselves; the page does not."""
    await log.append(campaign().log)
    await log.projected()
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await come_in(page, f"{service.url}/plans/{PLAN}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_a_hostile_name_is_only_a_name(log: Log, service: Process, page: Page) -> None:
    """Whatever a unit calls itself is shown, never run."""
    told = campaign()
    plan = told.log
    harmful = Unit(id="ba-to", names=[Dated(value=HARM)])
    told.say(
        topology.directory_facts("ba-to"),
        UnitRecorded(record=harmful, receipt=told.receipt("ba-to")),
    )
    await log.append(plan)
    await log.projected()
    await come_in(page, f"{service.url}/plans/{PLAN}")
    assert "hỏng" not in await page.title()
    await page.goto(f"{service.url}/plans/{HARM}")
    assert "hỏng" not in await page.title()


async def test_a_plan_that_is_not_there_says_what_to_do(
    log: Log, service: Process, page: Page
) -> None:
    """An empty house and a wrong address are answered in Vietnamese."""
    await come_in(page, f"{service.url}/")
    assert "Chưa có kế hoạch" in await page.inner_text("main")
    answer = await page.request.get(f"{service.url}/plans/khong-co")
    assert answer.status == 404
    assert "khong-co" in await answer.text()
