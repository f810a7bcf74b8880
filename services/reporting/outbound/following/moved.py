"""Reporting, outbound: which subjects moved in the views since a sequence of the log."""

from collections.abc import Iterator, Mapping

from contracts import topology
from services.reporting.outbound.generations import LiveRecords
from services.reporting.outbound.mongodb import Database, Record
from services.reporting.outbound.shelves import CURSORS, cursor_of, lying_on, shelf_of


class MongoMoved:
    """As application.following.changes.Moved: by the cursors, one for each subject."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, after: int, plan: str | None = None) -> Mapping[str, int]:
        where: Record = {"newest": {"$gt": after}}
        if plan is not None:
            where["_id"] = {"$in": [*_shelves(plan)]}
        shelves = await LiveRecords(self._database).all(CURSORS, where)
        found = {
            subject: cursor_of(record).sequence
            for shelf in shelves
            for subject, record in lying_on(shelf).items()
        }
        return {subject: at for subject, at in found.items() if at > after}


def _shelves(plan: str) -> Iterator[str]:
    """Where the cursors of a plan's subjects lie; that of the plan itself beside other plans'."""
    yield shelf_of(CURSORS, topology.plan_facts(plan))
    for of in (topology.unit_facts, topology.message_facts):
        front = of(plan, "").removesuffix(".")
        yield from (f"{front}/{number}" for number in range(topology.PARTITIONS))
