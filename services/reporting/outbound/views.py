"""Reporting, outbound: the views in MongoDB that are read, and the gate that every write passes."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import uuid4

from runtime.failure import Unavailable
from services.reporting.application.ports import Batch
from services.reporting.domain.log.standing import ADVICE, Apart
from services.reporting.outbound.batch import named, run
from services.reporting.outbound.mongodb import Database, Record, Transaction
from services.reporting.outbound.points.images import IMAGE_INDEXES, IMAGES, POINTS, beginning
from services.reporting.outbound.shelves import CURSORS, Held

CONTROL = "control"
GATE = "gate"
INDEXES: dict[str, Sequence[Sequence[str]]] = {
    "units": [
        ["sort"],
        ["after"],
        ["record.parents.value"],
        ["record.successors"],
        ["record.valid_to"],
    ],
    "duties": [
        ["plan", "status", "unit", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "duty", "_id"],
        ["plan", "owed", "unit", "_id"],
        ["plan", "bearer", "_id"],
    ],
    "activities": [
        ["plan", "status", "unit", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "marks", "_id"],
    ],
    "entries": [["plan", "owed", "_id"], ["plan", "unit", "_id"]],
    "reports": [
        ["plan", "in_force", "_id"],
        ["plan", "current", "_id"],
        ["plan", "waiting", "unit", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "through", "_id"],
    ],
    "rungs": [["plan", "fate", "_id"], ["plan", "unit", "_id"]],
    "messages": [["plan", "status", "_id"], ["plan", "unit", "_id"]],
    "cursors": [["newest"]],
    IMAGES: IMAGE_INDEXES,
}
"""What the API filters by; keys start with the plan, so that pages follow the key."""

FEW: dict[str, Sequence[tuple[Sequence[str], Record]]] = {
    "activities": [
        (["points_at"], {"sparse": True}),
        (["repeats", "plan", "unit", "_id"], {"partialFilterExpression": {"repeats": True}}),
        (["loose"], {"partialFilterExpression": {"loose": True}}),
    ]
}
"""Indexes of few documents, by a field that the others have not."""

T = TypeVar("T")


class MongoViews:
    """As application.ports.Views: the views that are read. A gate, written in every transaction,
    shuts them all out, and says which these are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held = Held()

    async def declare(self) -> None:
        """Make the gate and the indexes on the first start."""
        await self._database.add(CONTROL, new_gate(None))
        await declare(self._database, (await gate_of(self._database))["live"])

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        """The gate counts transactions: so each knows whether it follows this process's last one,
        and may believe what that left in memory.
        """

        async def gated(transaction: Transaction) -> tuple[T, Held]:
            let_in = await transaction.count_up(CONTROL, GATE, {"open": True})
            gate = (await transaction.find(CONTROL, [GATE])).get(GATE) or new_gate("view-empty")
            if not let_in:
                advice = ADVICE[gate["apart"] or "interrupted"]
                raise Unavailable(f"{advice.en}; {advice.next}")
            return await run(work, transaction, self._held.at(gate["live"], gate["count"] - 1))

        done, self._held = await self._database.transact(gated)
        return done


def new_gate(apart: Apart | None) -> Record:
    """To views that hold nothing yet; closed where they are not the log's."""
    live = new_generation()
    return {"_id": GATE, "open": apart is None, "count": 0, "live": live, "apart": apart}


async def gate_of(database: Database) -> Record:
    """The gate. Where there is none, the database was emptied under a running service: from then on
    one that lets nobody in.
    """
    while (gate := await database.get(CONTROL, GATE)) is None:
        await database.add(CONTROL, new_gate("view-empty"))
    return gate


def new_generation() -> str:
    return uuid4().hex[:8]


async def declare(database: Database, generation: str) -> None:
    if await database.largest(named(CURSORS, generation), "newest") is None:
        await database.add(named(POINTS, generation), beginning())
    for collection, indexes in INDEXES.items():
        for fields in indexes:
            await database.index(named(collection, generation), fields)
    for collection, few in FEW.items():
        for fields, which in few:
            await database.index(named(collection, generation), fields, which)
