"""Registry, domain: one activity of a unit, as the fold of its part in a plan keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from immutables import Map

from contracts.owed import MetBy
from contracts.records import Activity
from contracts.values import ReceiptOrder
from contracts.words import ActivityStatus
from services.registry.domain.history.ranked import NONE, Change, Ranked


@dataclass(frozen=True, slots=True)
class ActivityState:
    """An activity, also one that is withdrawn or voided.

    The record is kept as JSON, a tenth of its size as an object; `evidence` is what it claims,
    `since` and `held_since` the receipts that declared it and told that it was held; `lead` is the
    unit and record that it names as the lead's, `leads` all that it ever named.
    """

    packed: bytes
    kind: str
    assignments: tuple[str, ...]
    ends_on: date
    status: ActivityStatus
    since: ReceiptOrder
    held_since: ReceiptOrder | None = None
    evidence: tuple[str, ...] = ()
    lead: tuple[str, str] | None = None
    leads: tuple[tuple[str, str], ...] = ()

    @property
    def record(self) -> Activity:
        return Activity.model_validate_json(self.packed)

    @property
    def alive(self) -> bool:
        """Declared, and neither withdrawn nor voided."""
        return self.status not in ("withdrawn", "voided")

    @property
    def size(self) -> int:
        """About the memory it takes, in bytes (measured: 1.1 KB beside the record)."""
        return 1_100 + len(self.packed)

    def is_same(self, record: Activity) -> bool:
        """Whether the record says nothing new."""
        return self.packed == pack(record) or self.record == record

    def meets(self, met_by: MetBy) -> bool:
        """Whether it is of the assignments and kinds whose activities meet a duty."""
        asked = met_by.assignments
        return (not asked or not set(asked).isdisjoint(self.assignments)) and (
            not met_by.kinds or self.kind in met_by.kinds
        )


def pack(record: Activity) -> bytes:
    """Without what is not given; to leave out what is by default costs half as much again."""
    return record.model_dump_json(exclude_none=True).encode()


def recorded(record: Activity, at: ReceiptOrder, before: ActivityState | None) -> ActivityState:
    """The activity as this record has it."""
    alive = before is not None and before.alive
    held_since = None
    if record.status == "held":
        held_since = (before.held_since if before and alive else None) or at
    lead, leads = _lead(record), before.leads if before else ()
    return ActivityState(
        packed=pack(record),
        kind=record.kind,
        assignments=tuple(record.assignments),
        ends_on=record.ends_on,
        status=record.status,
        since=before.since if before and alive else at,
        held_since=held_since,
        evidence=claims(record),
        lead=lead,
        leads=leads if lead is None or lead in leads else (*leads, lead),
    )


def _lead(record: Activity) -> tuple[str, str] | None:
    """The record of another unit that the activity is joint with; none where it is led outside."""
    joint = record.joint_with
    if joint is None or joint.unit is None or joint.activity is None:
        return None
    return joint.unit, joint.activity


def claims(record: Activity) -> tuple[str, ...]:
    """What no two activities should have in common: the link of a piece of evidence, the hash of
    its file, and what they were; each once.
    """
    keys = (key for item in record.evidence for key in (item.link, item.sha256) if key)
    return (*dict.fromkeys(keys), likeness(record))


def likeness(record: Activity) -> str:
    """What two records of one activity have in common, whatever their ids."""
    days = f"{record.starts_on}/{record.ends_on}"
    return f"{record.kind} {days} {(record.place or '').casefold()} {record.title.casefold()}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The activities that meet one duty: those alive, those of them that were held; and those that
    would meet it had they not been withdrawn.
    """

    alive: Ranked = NONE
    held: Ranked = NONE
    withdrawn: Ranked = NONE

    def after(self, changes: Sequence[tuple[str, ActivityState]], met_by: MetBy) -> "Evidence":
        """With activities as they are after one change and the next."""
        alive, held, withdrawn = list[Change](), list[Change](), list[Change]()
        for name, activity in changes:
            meets = activity.meets(met_by)
            counts = meets and activity.alive
            gone = meets and activity.status == "withdrawn"
            alive.append((name, activity.since if counts else None))
            held.append((name, activity.held_since if counts else None))
            withdrawn.append((name, activity.since if gone else None))
        return Evidence(
            self.alive.told(alive), self.held.told(held), self.withdrawn.told(withdrawn)
        )


def gather(activities: Map[str, ActivityState], met_by: MetBy) -> Evidence:
    """The evidence of a duty among all activities, in the order of their receipts."""
    those = [(name, one) for name, one in activities.items() if one.meets(met_by)]
    alive = [(name, one) for name, one in those if one.alive]
    return Evidence(
        _ranked([(name, one.since) for name, one in alive]),
        _ranked([(name, one.held_since) for name, one in alive if one.held_since]),
        _ranked([(name, one.since) for name, one in those if one.status == "withdrawn"]),
    )


def _ranked(names: Sequence[tuple[str, ReceiptOrder]]) -> Ranked:
    return NONE.told(sorted(names, key=lambda one: (one[1], one[0])))
