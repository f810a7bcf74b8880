"""Answers about all units of a plan at once are those of its report, and never old."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Unit
from runtime.clock import SystemClock
from services.reporting.application.projecting import Projecting
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.application.whole.drawing import drawn
from services.reporting.application.whole.succeeding import Succeeding
from services.reporting.domain.charts.charts import charts
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.readers.reader import Reader
from services.reporting.domain.succession.follow import follow
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.moves import merge, play
from tests.reporting.given.records import PLAN, UNITS
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews, ToldLog

NOWS = st.sampled_from([datetime(2022, 10, 5, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)])
MERGED = st.sampled_from([(), ("ba-to", "ly-son"), ("ba-to",)])
EVENING = datetime(2022, 10, 31, 18, tzinfo=UTC)  # already 1 November in the plan's zone
WHO = st.sampled_from([None, "ba-to", "ly-son"])


@unhurried
@given(moves, NOWS, MERGED, WHO)
async def test_charts_are_those_of_the_report(moves, now, merged: tuple[str, ...], who) -> None:
    played = play(moves)
    if merged:
        merge(played, *merged, into="xa-moi")
    answers = MemoryAnswers(await projected(played.log))
    reader = Reader(subject="x", roles=frozenset({"unit" if who else "leader"}), unit=who)
    reading = Reading(answers, Eyes(reader, answers, SystemClock()))
    report = await reading.consolidated(await reading.glance(PLAN, now))
    assert await drawn(answers, reading, PLAN, now) == charts(report)


async def test_units_of_a_day_are_added_up_anew_once_anything_was_written_and_not_before() -> None:
    played, views, succeeding = play([("ba-to", "submit", 3)]), MemoryViews(), Succeeding()
    asked: list[str] = []

    class Told(MemoryAnswers):
        async def directory(self):
            asked.append("directory")
            return await super().directory()

    async def heirs():
        answers, now = Told(views), datetime(2022, 11, 1, tzinfo=UTC)
        found = await succeeding.of(answers, reading_all(answers), PLAN, None, now)
        return found.heirs

    await Projecting(views, ToldLog(played.log)).project(played.log)
    first = await heirs()
    assert (await heirs(), len(asked)) == (first, 1)
    played.submit("ly-son", "", 5)
    await Projecting(views, ToldLog(played.log)).project(played.log[-1:])
    assert (await heirs() != first, len(asked)) == (True, 2)


async def test_successors_are_those_of_the_day_that_is_asked_for_else_of_today_in_the_zone() -> (
    None
):
    played = play([("ba-to", "submit", 4), ("ly-son", "submit", 20), ("ly-son", "excuse", 0)])
    ended = {"id": "ba-to", "names": [{"value": "Huyện Ba Tơ"}], "valid_to": "2022-11-01"}
    heir = {"id": "xa", "names": [{"value": "Xã mới"}], "predecessors": ["ba-to"]}
    for record in (ended, heir):
        unit = Unit.model_validate(record)
        said = UnitRecorded(record=unit, receipt=played.receipt("operator"))
        played.say(topology.directory_facts(unit.id), said)
    answers = MemoryAnswers(await projected(played.log))
    reading, succeeding = reading_all(answers), Succeeding()
    today = await succeeding.of(answers, reading, PLAN, None, EVENING)
    assert (today.plan, today.on) == (PLAN, date(2022, 11, 1))
    report = await reading.consolidated(await reading.glance(PLAN, EVENING))
    directory, published = await answers.directory(), await answers.find(PlanDocument, PLAN)
    assert published is not None
    assert today.heirs == follow(published, report, directory, date(2022, 11, 1))
    assert "xa" in [one.unit.id for one in today.heirs]
    before = await succeeding.of(answers, reading, PLAN, date(2022, 10, 31), EVENING)
    assert (before.on, {one.unit.id for one in before.heirs}) == (date(2022, 10, 31), set(UNITS))
