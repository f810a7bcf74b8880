"""Charts: what is drawn adds up to what is told."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given

from services.reporting.domain.charts.charts import Charts, Share, charts, share
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, PLAN, START
from tests.reporting.given.strategies import moves, unhurried

LATER = datetime(2030, 12, 1, tzinfo=UTC)
"""After every extension."""


def report(moves, now: datetime = LATER) -> Consolidated:
    documents = fold_all(play(moves).facts, Documents())
    return consolidate(documents, documents.get(PlanDocument, PLAN), now, None)


def numbers(one: Share) -> list[int]:
    return [one.on_time, one.late, one.overdue, one.ahead, one.excused]


@unhurried
@given(moves)
def test_every_chart_is_of_the_totals(moves) -> None:
    """Whole, entry by entry, level by level, day by day and unit by unit."""
    told = report(moves)
    drawn = charts(told)
    duties = told.totals.duties
    assert drawn.whole.total == duties.total
    assert numbers(drawn.whole) == [
        *(duties.on_time, duties.late, sum(one.overdue for one in told.owing)),
        *(sum(not one.overdue for one in told.owing), duties.excused),
    ]
    for part in (drawn.by_entry, drawn.by_level):
        added = [sum(column) for column in zip(*map(numbers, part), strict=True)]
        assert added == numbers(drawn.whole)
    for line, entry in zip(told.totals.by_duty, drawn.by_entry, strict=True):
        assert share(line, entry.overdue) == entry
    last = drawn.by_day[-1]
    assert (last.on_time, last.late) == (duties.on_time, duties.late)
    assert last.due == duties.total - duties.excused
    assert sum(tile.total for tile in drawn.tiles) == duties.total
    assert sum(tile.overdue for tile in drawn.tiles) == drawn.whole.overdue


MOVES = [("ba-to", "declare", 3), ("ba-to", "submit", 7), ("ly-son", "excuse", 1)]


def test_a_day_has_what_was_due_before_it_ended() -> None:
    """A deadline at midnight is the day's before; nothing is told of days to come."""
    drawn = charts(report(MOVES))
    days = {one.day: one.due for one in drawn.by_day}
    (first, second) = sorted(DUE.values())
    at = [(due - timedelta(microseconds=1)).astimezone(report(MOVES).plan.zone).date() for due in
          (first, second)]  # fmt: skip
    assert days[at[0]] == 3
    assert days[at[1]] == 5
    assert drawn.by_day[-1].day == date(2030, 12, 1)
    early: Charts = charts(report(MOVES, START + timedelta(hours=2)))
    assert [one.due for one in early.by_day] == [0]
    assert early.whole.overdue == 0


def test_a_tile_shows_the_worst() -> None:
    """Overdue before what is not due, that before late, late before in time, excused last."""
    tiles = {one.unit: one for one in charts(report(MOVES)).tiles}
    assert {unit: tile.worst for unit, tile in tiles.items()} == {
        "ba-to": "on_time",
        "binh-son": "overdue",
        "ly-son": "overdue",
    }
    assert (tiles["ly-son"].total, tiles["ly-son"].met, tiles["ly-son"].overdue) == (2, 0, 1)
