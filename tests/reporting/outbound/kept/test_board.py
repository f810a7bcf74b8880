"""What is kept in memory of the views is what they hold, whatever was said since it was read."""

from collections import defaultdict
from typing import Any

import bson
from hypothesis import given

from runtime.ports import Stored
from services.reporting.application.projecting import Projecting
from services.reporting.domain.documents import KINDS, DutyDocument
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.outbound.batch import to_record
from services.reporting.outbound.kept.board import Board
from services.reporting.outbound.mongodb import Record
from services.reporting.outbound.shelves import CURSORS, cursor_record, shelf, shelf_of
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import merge, play
from tests.reporting.given.records import PLAN
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews, ToldLog


class Records:
    """As LiveRecords, of views in memory; `asked` are the units that were read, or all."""

    def __init__(self, views: MemoryViews, filling: str = "a") -> None:
        self._views = views
        self._filling = filling
        self.asked: list[list[str] | None] = []

    async def generation(self) -> str:
        return self._filling

    async def all(self, collection: str, where: Record) -> list[Record]:
        laid: dict[str, dict[str, Record]] = defaultdict(dict)
        for lock, at in self._views.cursors.items():
            laid[shelf_of(CURSORS, lock)][lock] = cursor_record(lock, at)
        wanted = where["_id"]["$in"]
        return [shelf(collection, key, lying) for key, lying in laid.items() if key in wanted]

    async def stored(self, collection: str, where: Record) -> list[bytes]:
        units = where["unit"]["$in"] if "unit" in where else None
        self.asked.append(units)
        kind = next(one for one in KINDS if one.collection == collection)
        found: list[Any] = self._views.all().all(kind)
        return [
            bson.encode(to_record(one))
            for one in found
            if one.plan == where["plan"] and (units is None or one.unit in units)
        ]


async def project(views: MemoryViews, log: list[Stored]) -> None:
    await Projecting(views, ToldLog(log)).project(log)


async def assert_whole(board: Board, views: MemoryViews, records: Records) -> None:
    wanted = [*views.all().all(DutyDocument), *views.all().all(EntryDocument)]
    found = await board.of(records, PLAN)  # type: ignore[arg-type]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


@unhurried
@given(moves, moves)
async def test_the_board_holds_what_the_views_hold(first, then) -> None:
    """Message by message, also where a unit goes over to another."""
    played, views, board = play(first), MemoryViews(), Board()
    await project(views, played.log)
    await assert_whole(board, views, Records(views))
    said = len(played.log)
    for unit, move, number in then:
        if move in ("submit", "give_back", "accept", "declare", "hold", "withdraw"):
            getattr(played, move)(unit, f"hd-{number % 3}", number)
    merge(played, "ba-to", into="xa-moi")
    for one in played.log[said:]:
        await project(views, [one])
        await assert_whole(board, views, Records(views))


async def test_only_units_of_which_something_was_said_are_read_again() -> None:
    played, views, board = Campaign().begin(), MemoryViews(), Board()
    await project(views, played.log)
    records = Records(views)
    await assert_whole(board, views, records)
    await assert_whole(board, views, records)
    assert records.asked == [None, None]
    played.submit("ly-son", "", 5)
    await project(views, played.log[-1:])
    await assert_whole(board, views, records)
    assert records.asked[2:] == [["ly-son"], ["ly-son"]]
    other = Records(views, "b")
    await assert_whole(board, views, other)
    assert other.asked == [None, None], "views that were filled anew are read anew"
