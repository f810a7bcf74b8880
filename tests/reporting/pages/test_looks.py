"""What people see: pages in a real Chromium, on a screen, a phone, in the dark and on paper."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from services.reporting.application.reached.readiness import Readiness
from services.reporting.documents.together import NO_BREAK, bound
from services.reporting.domain.reached.card import Card
from services.reporting.pages.page import index_page, message_page
from services.reporting.pages.reached import late_page, readiness_page
from tests.reporting.answers import MemoryAnswers, page_of, projected, reading_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, PLAN
from tests.reporting.given.records import plan as the_plan
from tests.reporting.inbound.door.house import Contacts
from tests.reporting.reached.test_lateness import cards, reminded

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
AXE = HERE / "axe/node_modules/axe-core/axe.min.js"
MOVES = [
    ("ba-to", "declare", 3),
    ("ba-to", "submit", 7),
    ("binh-son", "submit", 8),
    ("ly-son", "excuse", 0),
    ("ly-son", "remind", 1),
]
NOW = DUE["report"] + timedelta(days=1)
DESKTOP, PHONE = {"width": 1200, "height": 800}, {"width": 360, "height": 740}


async def nothing() -> list[Card]:
    return []


async def some() -> list[Card]:
    return await cards(reminded("accepted", "failed"))


async def pages() -> dict[str, str]:
    """Every kind of page that there is."""
    answers = MemoryAnswers(await projected(play(MOVES).log))
    reading = reading_all(answers)
    readiness = await Readiness(lambda: answers, Contacts()).of(PLAN)
    return {
        "plan": await page_of(reading, NOW),
        "early": await page_of(reading, datetime(2022, 9, 1, tzinfo=UTC)),
        "index": index_page(await reading.plans()),
        "empty": index_page([]),
        "readiness": readiness_page(the_plan(), readiness),
        "late": "".join([piece async for piece in late_page(the_plan(), some)]),
        "in time": "".join([piece async for piece in late_page(the_plan(), nothing)]),
        "error": message_page("Không có kế hoạch này", "Xem các kế hoạch tại /.", "in"),
    }


@pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed: npm ci --prefix tests/reporting/pages/axe"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(browser: Browser, scheme: Any) -> None:
    """On any page, in either scheme, with every fold of it open."""
    found: list[tuple[str, str, str]] = []
    for name, html in (await pages()).items():
        page = await browser.new_page(viewport=DESKTOP, color_scheme=scheme)  # type: ignore[arg-type]
        await page.set_content(html)
        await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        await page.add_script_tag(path=AXE)
        result = await page.evaluate("axe.run()")
        found += [
            (name, one["id"], node["html"][:200])
            for one in result["violations"]
            for node in one["nodes"]
        ]
        await page.close()
    assert found == []


async def test_a_telephone_shows_at_once_where_the_campaign_stands(browser: Browser) -> None:
    """How much is done, and how much is overdue, without scrolling; and the page is no wider, nor
    what a table is about, however wide the table; what is overdue of it is seen at once.
    """
    page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await page.set_content((await pages())["plan"])
    for words in ("đã thực hiện: 3/5 nội dung phải thực hiện", "2 nội dung quá hạn mà chưa"):
        box = await page.get_by_text(words).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    cut_off = await page.evaluate(
        """[...document.querySelectorAll('caption > span')]
             .filter(one => one.getBoundingClientRect().right > innerWidth)
             .map(one => one.textContent)"""
    )
    assert cut_off == []
    hidden = await page.evaluate(
        """[...document.querySelectorAll('.shares th')]
             .filter(one => one.textContent == 'Quá hạn')
             .map(one => one.closest('.wide').getBoundingClientRect().right
                         - one.getBoundingClientRect().right)"""
    )
    assert min(hidden) >= 0


async def test_the_words_cannot_be_misread(browser: Browser) -> None:
    """What is not owed any more is not missing, and a reminder nobody needed did not fail."""
    page = await browser.new_page()
    await page.set_content((await pages())["plan"])
    shown = (await page.inner_text("main")).replace(NO_BREAK, " ")
    assert "không phải thực hiện 1" in shown
    assert "không tính là thiếu" in shown
    assert "không cần gửi nữa" in shown
    bar = await page.get_by_role("img").first.get_attribute("aria-label")
    assert bar
    assert bar.replace(NO_BREAK, " ") == (
        "đúng hạn 3; trễ hạn 0; quá hạn, chưa thực hiện 2; chưa đến hạn 0; không phải thực hiện 1"
    )
    counted = await page.get_by_text("Báo cáo đã tính số liệu").locator("..").inner_text()
    assert counted.split("\n")[1] == "2/3"
    assert "trong đó đã tiếp nhận 0, chờ tiếp nhận 2; chưa tính" in " ".join(counted.split())


async def test_no_line_ends_between_a_number_and_what_it_counts(browser: Browser) -> None:
    """In what is filled in, in what stands there already and where they meet."""
    for name, html in (await pages()).items():
        page = await browser.new_page()
        await page.set_content(html)
        await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        said = (await page.inner_text("body")).splitlines()
        assert [one for one in said if one != bound(one)] == [], name
        await page.close()


async def test_every_table_says_what_it_is_and_every_chart_is_told_in_words(
    browser: Browser,
) -> None:
    """A caption and scopes for each table, a text for each picture, a table behind each chart."""
    for name, html in (await pages()).items():
        page = await browser.new_page()
        await page.set_content(html)
        wrong = await page.evaluate(
            """[...document.querySelectorAll('table')].filter(
                 one => !one.caption?.textContent.trim()
                 || [...one.querySelectorAll('th')].some(th => !th.scope)).length
             + [...document.querySelectorAll('svg:not([aria-hidden])')]
                 .filter(one => !one.getAttribute('aria-label')).length"""
        )
        assert wrong == 0, name
        await page.close()


async def test_the_chart_of_days_is_drawn(browser: Browser) -> None:
    """What holds lines together is in no shape."""
    page = await browser.new_page()
    await page.set_content((await pages())["plan"])
    long = "[...document.querySelectorAll('.days path')].map(one => one.getTotalLength())"
    assert min(await page.evaluate(long)) > 100


async def test_paper_is_a4_and_has_no_buttons(browser: Browser) -> None:
    """Units on sheets that lie across, since there is a column for each entry."""
    page = await browser.new_page()
    await page.set_content((await pages())["plan"])
    pdf = await page.pdf(prefer_css_page_size=True)
    sheets = {
        one.strip() for one in pdf.split(b"/MediaBox ")[1:] for one in [one[: one.index(b"]") + 1]]
    }
    assert sheets == {b"[0 0 594.95996 841.91998]", b"[0 0 841.91998 594.95996]"}
    await page.emulate_media(media="print")
    assert not await page.get_by_role("button", name="Đăng xuất").is_visible()
    assert not await page.get_by_role("link", name="Tải .docx").is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
