"""docs/messages.md: a message of each kind of each example as it was sent, and mails in pictures.

`python -m tests.messages.page` writes the page and its pictures, by the Chromium of this machine.
The page names what each picture was made of, so that a picture cannot grow old unnoticed.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from playwright.async_api import async_playwright

from deploy.local.campaign import EXAMPLES
from services.notifier.domain.mail.contents import Contents, Reader
from services.notifier.domain.mail.samples import FULL
from services.notifier.domain.texts.segments import as_sent, segments
from services.notifier.outbound.gateways.contract import read_contract
from services.notifier.outbound.gateways.registered import matching
from services.notifier.outbound.mail.written import Templates
from tests.messages.sent import NAMES, Sent, sent
from tests.repository.sources import ROOT

PAGE = ROOT / "docs/messages.md"
PICTURES = ROOT / "docs/messages"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
REGISTERED = next(
    one.texts for one in read_contract(EXAMPLES / "gateways.yaml").gateways if one.accents
)
READERS: dict[Reader, str] = {"officer": "officer", "leader": "leader", "above": "unit above"}
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = """\
# Messages

What people get, written by `python -m tests.messages.page`; a test holds this page. The campaigns
of `examples/` are played through the registry and the notifier as they are put together, for a few
units each, and one message of each kind is shown as it left: what a mail says is composed of what
is still owed at that moment. An office puts templates of its own into the folder that
`NGAYSO_TEMPLATES` names, under the names of those in `services/notifier/outbound/mail/templates/`
([decision 0032](decisions/0032-mails.md)); `examples/gateways.yaml` has the texts to register for
SMS.

## On the screen

A mail about one duty, the one that its leader gets, one about a report that was returned, and one
with all that a mail can hold (several units and plans, a link, a workbook): at 800 pixels, on a
phone of 390, and where the mail program asks for a dark page.
"""


class View(NamedTuple):
    """How a mail is looked at."""

    name: str
    width: int
    scheme: Literal["light", "dark"]


VIEWS = (View("desktop", 800, "light"), View("phone", 390, "light"), View("dark", 800, "dark"))


def shown() -> dict[str, str]:
    """The mails that are pictured, by name: their pages."""
    writer, mails = Templates(), [one.contents for one in sent("quang-ngai-2022") if one.contents]
    officer = next(one for one in mails if one.duties and len(one.duties[0].missing) > 1)
    returned = next(one for one in mails if any(news.points for news in one.news))
    leader = next(one for one in mails if one.reader == "leader")
    pictured = {"officer": officer, "leader": leader, "returned": returned, "whole": FULL}
    return {name: writer.write(one).html for name, one in pictured.items()}


def page() -> str:
    parts = [HEAD]
    for name, html in shown().items():
        made_of = hashlib.sha256(html.encode()).hexdigest()[:12]
        parts.append(f"<!-- {name}: pictures of {made_of} -->")
        parts += [f"![{name}, {view.name}](messages/{name}-{view.name}.png)\n" for view in VIEWS]
    for name in NAMES:
        parts.append(f"## {name}\n")
        parts += _mails(sent(name))
        parts.append(_texts(sent(name)))
    return "\n".join(parts).rstrip() + "\n"


def _mails(messages: list[Sent]) -> Iterator[str]:
    kinds: dict[tuple[object, ...], tuple[Sent, Contents]] = {}
    for one in messages:
        if one.contents:
            kinds.setdefault(_kind(one.contents), (one, one.contents))
    for one, contents in kinds.values():
        yield f"### To the {READERS[contents.reader]}, {_when(one)}\n"
        yield f"```text\nSubject: {one.letter.subject}\n\n{one.letter.text.rstrip()}\n```\n"


def _kind(contents: Contents) -> tuple[object, ...]:
    """What tells one kind from another: who reads it, what happened, how much is late, and of one
    duty what is asked for.
    """
    happened = {one.heading.partition(":")[0] for one in contents.news}
    late = (contents.overdue > 0) + (contents.overdue == len(contents.duties))
    asked = {one.request for one in contents.duties} if contents.count == 1 else set()
    return contents.reader, *sorted(happened), contents.count > 1, late, *asked


def _texts(messages: list[Sent]) -> str:
    kinds: dict[object, Sent] = {}
    for one in messages:
        if one.letter.channel == "sms":
            found = matching(REGISTERED, as_sent(one.letter.text, accents=True))
            kinds.setdefault(found and (found[0].text, _step(found[1].get("asked", ""))), one)
    rows = [
        f"| {_when(one)} | {_cell(one, accents=True)} | {_cell(one, accents=False)} |"
        for one in kinds.values()
    ]
    head = ["### SMS\n", "| when | with accents | without |", "|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n" if rows else ""


def _step(asked: str) -> str:
    """By its last word: what stands before may be of the unit's name."""
    return asked.rpartition(" ")[2]


def _cell(one: Sent, *, accents: bool) -> str:
    text = as_sent(one.letter.text, accents)
    return f"{text} ({segments(text)})"


def _when(one: Sent) -> str:
    """As people's clocks show it."""
    return f"{one.at.astimezone(ZONE):%d/%m/%Y %H:%M}"


async def draw(pages: dict[str, str]) -> None:
    """Writes the pictures."""
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, html in pages.items():
            for view in VIEWS:
                size = {"width": view.width, "height": 400}
                tab = await browser.new_page(viewport=size, color_scheme=view.scheme)
                await tab.set_content(html)
                file = PICTURES / f"{name}-{view.name}.png"
                await tab.screenshot(path=file, full_page=True)
                await tab.close()
        await browser.close()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    asyncio.run(draw(shown()))
