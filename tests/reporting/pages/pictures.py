"""docs/dashboard*.png: the page of the 2022 example as its report was due, as a browser shows it.

`python -m tests.reporting.pages.pictures` plays the example, projects its log into views in memory,
and takes the pictures by the Chromium of this machine.
"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.async_api import async_playwright

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
    """How the page is looked at: by pixels, in which scheme, on what."""

    file: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"


VIEWS = (
    View("dashboard.png", 1200, 1500),
    View("dashboard-phone.png", 390, 844),
    View("dashboard-dark.png", 1200, 1500, "dark"),
    View("dashboard-print.png", 794, 1123, media="print"),
)
MARGINS = "@media print { body { margin: 57px 45px 57px 76px; } }"
"""A picture is of one sheet, of which the browser leaves the margins to its printer."""


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
            page = await browser.new_page(
                viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme
            )
            await page.emulate_media(media=view.media)
            await page.set_content(html)
            await page.add_style_tag(content=MARGINS)
            await page.screenshot(path=folder / view.file)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(page(), FOLDER))
