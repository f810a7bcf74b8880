"""Reporting, outbound: what all units of a plan owe and reported, kept in memory unit by unit.

A unit's duties and entries change by what is said on its own subject alone, and in the same
transaction as its cursor. So what was read after a cursor holds as long as the cursor stands there:
each time the cursors are read first, 16 records, and then the units whose cursor moved.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from contracts import topology
from services.reporting.application.ports import Filters
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.outbound.generations import LiveRecords
from services.reporting.outbound.kept.decoded import from_bytes
from services.reporting.outbound.mongodb import Record
from services.reporting.outbound.shelves import CURSORS, lying_on

MOST_PLANS = 4
"""Plans that are kept: 200 units with eight entries each take 10 MiB."""

KINDS: tuple[type[DutyDocument] | type[EntryDocument], ...] = (DutyDocument, EntryDocument)
Owed = DutyDocument | EntryDocument
D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Part:
    """What one unit owes, and where its cursor stood before that was read."""

    cursor: Record
    documents: Sequence[Owed]


class Board:
    """Of the plans that were asked for last."""

    def __init__(self) -> None:
        self._plans: OrderedDict[tuple[str, str], Mapping[str, Part]] = OrderedDict()

    async def of(self, live: LiveRecords, plan: str) -> list[Owed]:
        """Every duty and entry of a plan, in no order."""
        which = await live.generation(), plan
        cursors = await _cursors(live, plan)
        known = self._plans.get(which, {})
        parts = {unit: part for unit, part in known.items() if cursors.get(unit) == part.cursor}
        if moved := cursors.keys() - parts.keys():
            read = await _read(live, plan, sorted(moved) if parts else None)
            parts |= {unit: Part(cursors[unit], read[unit]) for unit in moved}
        self._plans[which] = parts
        self._plans.move_to_end(which)
        while len(self._plans) > MOST_PLANS:
            self._plans.popitem(last=False)
        return [one for part in parts.values() for one in part.documents]


def matching(owing: Iterable[Owed], kind: type[D], filters: Filters) -> list[D]:
    """Those of one kind that match, in the order of their keys."""
    wanted = [(name, value) for name, value in filters.items() if value is not None]
    found = (one for one in owing if isinstance(one, kind))
    match = (one for one in found if all(getattr(one, name) == is_ for name, is_ in wanted))
    return sorted(match, key=lambda one: one.key)


async def _cursors(live: LiveRecords, plan: str) -> dict[str, Record]:
    """The cursor of each unit that said anything of the plan."""
    front = topology.unit_facts(plan, "")
    shelves = [f"{front.removesuffix('.')}/{number}" for number in range(topology.PARTITIONS)]
    found = await live.all(CURSORS, {"_id": {"$in": shelves}})
    lying = {lock: one for shelf in found for lock, one in lying_on(shelf).items()}
    return {lock.removeprefix(front): one for lock, one in lying.items()}


async def _read(
    live: LiveRecords, plan: str, units: Sequence[str] | None
) -> Mapping[str, Sequence[Owed]]:
    """What these units owe, or all."""
    where: Record = {"plan": plan} | ({} if units is None else {"unit": {"$in": units}})
    found: dict[str, list[Owed]] = defaultdict(list)
    for kind in KINDS:
        for stored in await live.stored(kind.collection, where):
            one = from_bytes(kind, stored)
            found[one.unit].append(one)
    return found
