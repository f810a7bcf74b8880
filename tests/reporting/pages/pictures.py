"""docs/dashboard*.png: the page of the 2022 example as its report was due, as a browser shows it.

`python -m tests.reporting.pages.pictures` plays the example, projects its log into views in memory,
and takes the pictures by the Chromium of this machine.
"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.async_api import Browser, async_playwright

from contracts import topology
from deploy.local.campaign import EXAMPLES, Example
from runtime.memory.log import MemoryLog
from tests.examples.play import played
from tests.reporting.answers import MemoryAnswers, page_of, projected, reading_all
from tests.repository.sources import ROOT

FOLDER = ROOT / "docs"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
NAME = "quang-ngai-2022"
AS_OF = datetime.fromisoformat("2022-10-20T08:00:00+07:00")
"""The morning after the report was due."""


class View(NamedTuple):
    """How the page is looked at: pixels, and how many of them are shown (none: all of the page)."""

    file: str
    width: int
    height: int | None
    scheme: Literal["light", "dark"] = "light"


VIEWS = (
    View("dashboard.png", 1200, 1500),
    View("dashboard-phone.png", 390, 844),
    View("dashboard-dark.png", 1200, 1500, "dark"),
)
A4 = (794, 1123)
"""Pixels of a sheet at 96 to the inch."""


def page() -> str:
    return asyncio.run(_page(played(NAME).log))


async def _page(log: MemoryLog) -> str:
    plan = Example(EXAMPLES / NAME).plan
    facts = topology.plan_facts(plan.id), topology.unit_facts(plan.id, "*")
    patterns = (topology.WHOLE_DIRECTORY, *facts)
    told = [one for each in patterns async for one in log.read_all(each, until=AS_OF)]
    in_order = sorted(told, key=lambda one: one.sequence)
    reading = reading_all(MemoryAnswers(await projected(in_order)))
    return await page_of(reading, AS_OF, plan.id)


async def take(html: str, folder: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for view in VIEWS:
            await _shown(browser, html, view, folder)
        await _printed(browser, html, folder)
        await browser.close()


async def _shown(browser: Browser, html: str, view: View, folder: Path) -> None:
    size = {"width": view.width, "height": view.height or 800}
    page = await browser.new_page(viewport=size, color_scheme=view.scheme)  # type: ignore[arg-type]
    await page.set_content(html)
    await page.screenshot(path=folder / view.file, full_page=view.height is None)
    await page.close()


async def _printed(browser: Browser, html: str, folder: Path) -> None:
    """The first sheet, and all of them as one file to look at."""
    page = await browser.new_page()
    await page.set_content(html)
    await page.pdf(path=folder / "dashboard.pdf", prefer_css_page_size=True)
    await page.close()


if __name__ == "__main__":
    asyncio.run(take(page(), FOLDER))
