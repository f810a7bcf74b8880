"""Registry, domain: one activity of a unit, and since when it stands declared and held."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from contracts.records import Activity
from contracts.values import Receipt

Order = tuple[datetime, int]
"""A receipt's place in time: by the server's timestamp, then by sequence."""
Stage = Literal["alive", "held", "withdrawn"]
Mark = tuple[Order, Stage]
"""From this receipt on, and until the next mark, the activity is in this stage."""


@dataclass(frozen=True, slots=True)
class ActivityPart:
    """An activity, withdrawn ones too; `receipt` is that of the record, `marks` are in order.

    `alive_since` is when it was declared without having been withdrawn after, `held_since` when
    it was held without anything else having been said after; None where that is not so. The
    record is kept as JSON, a tenth of its size as an object; `evidence` are its links and hashes.
    """

    packed: bytes
    evidence: tuple[str, ...]
    receipt: Receipt
    marks: tuple[Mark, ...] = ()
    alive_since: Order | None = None
    held_since: Order | None = None

    @property
    def record(self) -> Activity:
        return Activity.model_validate_json(self.packed)

    @property
    def last(self) -> Order:
        return self.marks[-1][0]

    @property
    def withdrawn(self) -> bool:
        return self.alive_since is None

    def marked(self, order: Order, stage: Stage) -> "ActivityPart":
        """The activity with one more mark, or one replaced."""
        marks = tuple(sorted({**dict(self.marks), order: stage}.items()))
        return replace(
            self,
            marks=marks,
            alive_since=_since(marks, lambda stage: stage != "withdrawn"),
            held_since=_since(marks, lambda stage: stage == "held"),
        )


def recorded(known: ActivityPart | None, record: Activity, receipt: Receipt) -> ActivityPart:
    """The activity after one of its records; an older one leaves a mark only."""
    order = receipt.order
    if known is not None and order < known.receipt.order:
        return known.marked(order, "alive")
    marks = known.marks if known else ()
    stage: Stage = "held" if record.status == "held" else "alive"
    packed = record.model_dump_json(exclude_defaults=True).encode()
    return ActivityPart(packed, claims(record), receipt, marks).marked(order, stage)


def claims(record: Activity) -> tuple[str, ...]:
    """What tells one piece of evidence from another: its link, and its file's hash."""
    keys = [key for item in record.evidence for key in (item.link, item.sha256) if key]
    return tuple(keys)


def _since(marks: tuple[Mark, ...], holds: Callable[[Stage], bool]) -> Order | None:
    since = None
    for order, stage in reversed(marks):
        if not holds(stage):
            break
        since = order
    return since
