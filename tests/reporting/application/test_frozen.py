"""A snapshot is made of the log, with a code that follows from its figures, and kept for ever."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any, get_args

import pytest
from docx import Document

from contracts import topology
from contracts.facts import SnapshotFrozen
from contracts.snapshots import Snapshot
from services.reporting.application.frozen.changes import Changing
from services.reporting.application.frozen.figures import Figures
from services.reporting.application.frozen.freezing import Freezing, Made
from services.reporting.application.frozen.ports import Printer
from services.reporting.application.past import Past
from services.reporting.application.unknown import Unknown
from services.reporting.documents.letters.lists import Chosen
from services.reporting.documents.papers import Draft, Papers
from services.reporting.documents.render import Format, ours, render, render_all
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.filing.documents import ReportDocument
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN
from tests.reporting.memory import MemoryFiles, ToldLog, here

NOW = datetime(2022, 12, 1, tzinfo=UTC)


class Printed:
    """As application.frozen.ports.Printer: says of which document it was made."""

    there = True

    async def pdf(self, document: bytes) -> bytes:
        return b"%PDF of " + sha256(document).digest()


async def frozen(
    campaign: Campaign,
    files: MemoryFiles,
    number: int = 1,
    printer: Printer | None = None,
    as_of: datetime = NOW,
) -> Made:
    freezing = Freezing(Past(ToldLog(campaign.log)), files, render_all, here, printer)
    made = await freezing.make(PLAN, number, as_of)
    assert made is not None
    return made


async def test_the_same_figures_are_the_same_bytes_and_the_code_is_theirs() -> None:
    campaign, files = play([("ba-to", "submit", 4)]), MemoryFiles()
    one = await frozen(campaign, files)
    assert await frozen(campaign, files) == one
    assert one.position == campaign.log[-1].sequence
    kept = {file.form: files.kept[PLAN, file.sha256] for file in one.made.files}
    assert sha256(kept["json"]).hexdigest() == one.made.sha256
    assert one.made.sha256[:4].upper() in one.code
    assert json.loads(kept["json"])["plan"]["id"] == PLAN
    for section in Document(io.BytesIO(kept["docx"])).sections:
        for footer in (section.footer, section.first_page_footer):
            assert one.code in "".join(each.text for each in footer.paragraphs)


async def test_its_pages_are_kept_beside_it_where_they_can_be_printed() -> None:
    campaign, files = play([("ba-to", "submit", 4)]), MemoryFiles()
    made = (await frozen(campaign, files, printer=Printed())).made
    kept = {file.form: files.kept[PLAN, file.sha256] for file in made.files}
    assert kept["pdf"] == await Printed().pdf(kept["docx"])
    without = (await frozen(campaign, files)).made
    assert without.files == [one for one in made.files if one.form != "pdf"]


async def test_another_number_has_other_documents_and_the_same_figures() -> None:
    campaign, files = play([("ba-to", "submit", 4)]), MemoryFiles()
    one, two = await frozen(campaign, files), await frozen(campaign, files, 2)
    assert one.made.sha256 == two.made.sha256
    assert one.made.files[0].sha256 != two.made.files[0].sha256


async def test_a_file_is_had_by_its_plan_and_hash_alone() -> None:
    campaign, files = play([]), MemoryFiles()
    one = await frozen(campaign, files)
    freezing = Freezing(Past(ToldLog(campaign.log)), files, render_all, here, None)
    assert sha256(await freezing.file(PLAN, one.made.sha256)).hexdigest() == one.made.sha256
    with pytest.raises(Unknown, match=one.made.sha256):
        await freezing.file("another-plan", one.made.sha256)


async def ordered(campaign: Campaign, made: Made, as_of: datetime) -> None:
    said: dict[str, Any] = made.model_dump(exclude={"code"}) | {"as_of": as_of}
    fact = SnapshotFrozen.model_validate({**said, "receipt": campaign.receipt("so-tttt")})
    campaign.say(topology.plan_facts(PLAN), fact)


async def test_lists_tell_as_of_when_the_figures_were_frozen() -> None:
    campaign = play([("ba-to", "submit", 4)])
    as_of = campaign.log[-1].stored_at
    await ordered(campaign, await frozen(campaign, MemoryFiles()), as_of)
    reading = reading_all(MemoryAnswers(await projected(campaign.log)))
    page = await reading.page(ReportDocument, PLAN, {}, None, 10)
    assert page.frozen_until == as_of


async def held_against(campaign: Campaign, files: MemoryFiles) -> tuple[Snapshot, Made]:
    """The figures frozen as of the last message: as the views have them, and as they were made."""
    as_of = campaign.log[-1].stored_at
    made = await frozen(campaign, files, as_of=as_of)
    await ordered(campaign, made, as_of)
    [document] = await MemoryAnswers(await projected(campaign.log)).plans()
    [one] = document.snapshots
    return one, made


async def test_what_changed_is_held_against_the_file_that_was_frozen() -> None:
    """Not against the log, whatever it says of that moment; its file gone or unreadable, it is."""
    campaign, files = play([("ba-to", "submit", 4)]), MemoryFiles()
    one, made = await held_against(campaign, files)
    campaign.submit("ly-son", "", 5)
    log = ToldLog(campaign.log)
    changing = Changing(Past(log), Figures(Past(log), files, here))
    found = await changing.since(one, NOW)
    assert found is not None
    assert (found.code, found.recounted) == (made.code, False)
    assert found.reports == f"/api/plans/{PLAN}/reports?limit=500"
    assert found.activities == f"/api/plans/{PLAN}/activities?limit=500"
    assert {unit.unit.id for one in found.difference.indicators for unit in one.units} == {"ly-son"}
    for kept in ({}, {(PLAN, one.made.sha256): b"{}"}):
        files.kept = kept
        recounted = await changing.since(one, NOW)
        assert recounted is not None
        assert recounted.model_copy(update={"recounted": False}) == found
        assert recounted.recounted
    unpublished = one.model_copy(update={"as_of": datetime(2022, 1, 1, tzinfo=UTC)})
    assert await changing.since(unpublished, NOW) is None


async def test_what_changed_folds_the_log_once() -> None:
    campaign, files = play([("ba-to", "submit", 4)]), MemoryFiles()
    one, _ = await held_against(campaign, files)
    asked: list[datetime] = []

    class Asked(Past):
        async def consolidated(self, plan: str, as_of: datetime) -> Consolidated | None:
            asked.append(as_of)
            return await super().consolidated(plan, as_of)

    past = Asked(ToldLog(campaign.log))
    await Changing(past, Figures(past, files, here)).since(one, NOW)
    assert asked == [NOW]


def drafts() -> list[Callable[[Consolidated], object]]:
    """Everything that is made of a report, with the code of its figures."""
    papers, code = Papers(ours()), "NS-2022-0001"
    kinds = partial(papers.draft, chosen=Chosen(), code=code)
    return [
        *(partial(kinds, kind=one) for one in get_args(Draft)),
        partial(papers.covering, unit="ba-to", code=code),
        *(partial(render, form=one, code=code) for one in get_args(Format)),
    ]


async def test_what_is_made_of_a_snapshot_is_made_of_its_file_and_nothing_is_folded() -> None:
    """The same bytes as of the fold."""
    campaign, files = play([("ba-to", "submit", 4), ("ly-son", "declare", 2)]), MemoryFiles()
    one, _ = await held_against(campaign, files)
    folded = await Past(ToldLog(campaign.log)).consolidated(PLAN, one.as_of)
    assert folded is not None
    empty = Past(ToldLog([]))
    for work in drafts():
        found = await Figures(empty, files, here).made(one, work)
        assert found is not None
        assert (found.made, found.as_of, found.recounted) == (work(folded), folded.as_of, False)
    files.kept = {}
    assert await Figures(empty, files, here).made(one, str) is None
