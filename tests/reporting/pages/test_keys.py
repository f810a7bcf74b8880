"""The pages with a keyboard alone: Tab, Enter and arrows in a real Chromium."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.reporting.pages.test_looks import DESKTOP, PHONE, pages

pytestmark = pytest.mark.slow

REACHED = """() => {
  const one = document.activeElement
  if (one === document.body) return null
  const box = one.getBoundingClientRect(), look = getComputedStyle(one)
  const inside = Math.min(Math.max(box.top + 2, 0), innerHeight - 1)
  const below = document.elementsFromPoint(Math.max(box.left - 4, 0), inside)
    .filter(other => !one.contains(other))
    .map(other => getComputedStyle(other).backgroundColor)
  return {
    name: (one.getAttribute('aria-label') || one.textContent).trim().slice(0, 60),
    at: [...document.querySelectorAll('*')].indexOf(one),
    seen: box.bottom > 0 && box.top < innerHeight && box.left >= 0 && box.left < innerWidth,
    outline: look.outlineStyle == 'none' ? 0 : parseFloat(look.outlineWidth),
    colour: look.outlineColor,
    ground: below.find(colour => colour != 'rgba(0, 0, 0, 0)') || 'rgb(255, 255, 255)',
  }
}"""
EVERY = """() => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility()).map(one => [...document.querySelectorAll('*')].indexOf(one))
"""
SCROLLED = """() => [...document.querySelectorAll('*')]
  .filter(one => one !== document.documentElement && one.scrollWidth > one.clientWidth
          && getComputedStyle(one).overflowX == 'auto')"""


def light(colour: str) -> float:
    """The relative luminance of "rgb(…)" (WCAG 2.2)."""
    parts = [int(one) / 255 for one in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


async def tabbed(page: Page) -> list[dict[str, Any]]:
    """What has the focus after each Tab, until it has left the page or comes to the first again."""
    found: list[dict[str, Any]] = []
    while True:
        await page.keyboard.press("Tab")
        reached = await page.evaluate(REACHED)
        if reached is None or (found and reached["at"] == found[0]["at"]):
            return found
        assert [one for one in found if one["at"] == reached["at"]] == [], "a trap"
        found.append(reached)


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
async def test_tab_reaches_all_that_can_be_used_in_its_order_and_shows_where_it_is(
    browser: Browser, size: Any, scheme: Any
) -> None:
    """Each once, in the order of the page, and away again; what has the focus is on the screen,
    with a line around it that stands out from what is behind (WCAG 2.4.7, 1.4.11).
    """
    for name, html in (await pages()).items():
        page = await browser.new_page(viewport=size, color_scheme=scheme)
        await page.set_content(html)
        found = await tabbed(page)
        assert [one["at"] for one in found] == await page.evaluate(EVERY), name
        assert [one for one in found if not one["seen"] or one["outline"] < 2] == [], name
        pale = [one for one in found if contrast(one["colour"], one["ground"]) < 3]
        assert pale == [], name
        await page.close()


async def test_the_first_tab_offers_the_way_past_the_head(browser: Browser) -> None:
    for name, html in (await pages()).items():
        page = await browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
        await page.set_content(html)
        await page.keyboard.press("Tab")
        assert (await page.evaluate(REACHED))["name"] == "Đến nội dung chính"
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.tagName") == "MAIN", name
        await page.keyboard.press("Tab")
        assert await page.evaluate("!document.activeElement.closest('header')"), name
        await page.close()


async def test_a_table_that_is_too_wide_is_moved_by_the_arrows(browser: Browser) -> None:
    page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await page.set_content((await pages())["plan"])
    wide = await page.evaluate(f"({SCROLLED})().map(one => one.tabIndex)")
    assert len(wide) > 3
    assert set(wide) == {0}
    await page.evaluate(f"({SCROLLED})()[0].focus()")
    await page.keyboard.press("ArrowRight")
    await page.wait_for_function("document.activeElement.scrollLeft > 0")


async def test_a_fold_opens_and_closes_by_enter(browser: Browser) -> None:
    page = await browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    await page.set_content((await pages())["plan"])
    fold = page.locator("details").first
    await fold.locator("summary").focus()
    for open_ in (True, False):
        await page.keyboard.press("Enter")
        assert await fold.evaluate("one => one.open") is open_
