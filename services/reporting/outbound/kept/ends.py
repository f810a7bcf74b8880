"""Reporting, outbound: where pages of lists ended when they were read last.

SecantusDB reads all that match before it cuts a page out, where real MongoDB stops by itself. So a
page is first looked for up to where it ended. Who finds as many there found the first ones; who
does not reads on without an end, so what is remembered costs time at most.
"""

from collections import OrderedDict
from typing import TypeVar

from services.reporting.domain.document import Document
from services.reporting.outbound.generations import LiveRecords
from services.reporting.outbound.kept.decoded import from_bytes
from services.reporting.outbound.mongodb import Record

MOST_KEPT = 1024

D = TypeVar("D", bound=Document)


class Ends:
    """Of the pages that were asked for last."""

    def __init__(self) -> None:
        self._ends: OrderedDict[str, str] = OrderedDict()

    async def first(self, live: LiveRecords, kind: type[D], where: Record, count: int) -> list[D]:
        """The first `count` that match, in the order of their keys."""
        one, which = _of_one(where), repr((kind, where, count))
        if one is not None and (end := self._ends.get(which)):
            until = {**one, "_id": {**where.get("_id", {}), "$lte": end}}
            found = await _read(live, kind, until, count)
            if len(found) == count:
                return found
        found = await _read(live, kind, where, count)
        if len(found) == count:
            self._ends[which] = found[-1].key
            self._ends.move_to_end(which)
            while len(self._ends) > MOST_KEPT:
                self._ends.popitem(last=False)
        return found


def _of_one(where: Record) -> Record | None:
    """The same of a unit that is named, not looked for in a list: beside a range of keys SecantusDB
    takes an index for no other range.
    """
    units = where.get("unit")
    names = units["$in"] if isinstance(units, dict) else [units]
    return {**where, "unit": names[0]} if units and len(names) == 1 else None


async def _read(live: LiveRecords, kind: type[D], where: Record, count: int) -> list[D]:
    stored = await live.stored(kind.collection, where, sort="_id", limit=count)
    return [from_bytes(kind, one) for one in stored]
