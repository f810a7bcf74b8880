"""Contracts, snapshots: where each snapshot of a plan's figures stands, folded from its facts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from contracts.facts import (
    FrozenFact,
    SnapshotFormCorrected,
    SnapshotFrozen,
    SnapshotPublished,
    SnapshotReplaced,
    SnapshotSigned,
    SnapshotWithdrawn,
)
from contracts.frozen import FrozenFiles, Position, Signature, SnapshotStatus, snapshot_code
from contracts.plan import Amending
from contracts.values import Id, Line, Moment, Value, Version


class Correction(Value):
    """The letter that corrects a signed report's form, or the document that withdraws it."""

    document: Amending
    reason: Line
    at: Moment


class Miswritten(Value):
    """What was recorded of a signature until somebody saw that it was written down wrong."""

    signed: Signature
    reason: Line
    at: Moment


class Snapshot(Value):
    """One snapshot, and what was said of it since."""

    plan: Id
    number: Version
    as_of: Moment
    position: Position
    made: FrozenFiles
    frozen_at: Moment
    frozen_by: Id
    published_at: Moment | None = None
    signed: Signature | None = None
    miswritten: tuple[Miswritten, ...] = ()
    replaced_by: Version | None = None
    replaced_for: Line | None = None
    form_corrections: tuple[Correction, ...] = ()
    withdrawn: Correction | None = None

    @property
    def code(self) -> str:
        return snapshot_code(self.plan, self.number, self.made.sha256)

    @property
    def status(self) -> SnapshotStatus:
        if self.withdrawn:
            return "withdrawn"
        if self.replaced_by:
            return "superseded"
        if self.signed:
            return "signed"
        return "published" if self.published_at else "frozen"


def in_place_of(one: Snapshot, snapshots: Iterable[Snapshot]) -> Snapshot | None:
    """What took the place of a snapshot in the end, whatever became of that; of one that was not
    replaced, none.
    """
    by, found = {other.number: other for other in snapshots}, one
    while found.replaced_by and found.replaced_by > found.number:
        found = by[found.replaced_by]
    return None if found is one else found


def frozen_until(snapshots: Iterable[Snapshot]) -> datetime | None:
    """The moment of the newest snapshot that was not withdrawn: what was received later came after
    the freeze (sau khi chốt). None where nothing is frozen.
    """
    return max((one.as_of for one in snapshots if not one.withdrawn), default=None)


def after(snapshots: Mapping[int, Snapshot], fact: FrozenFact) -> dict[int, Snapshot]:
    """The snapshots of a plan, by number, after one more fact about them."""
    if isinstance(fact, SnapshotFrozen):
        return {**snapshots, fact.snapshot: _frozen(fact)}
    one = snapshots[fact.snapshot]
    return {**snapshots, one.number: one.model_copy(update=_changes(one, fact))}


def _frozen(fact: SnapshotFrozen) -> Snapshot:
    return Snapshot(
        plan=fact.plan,
        number=fact.snapshot,
        as_of=fact.as_of,
        position=fact.position,
        made=fact.made,
        frozen_at=fact.receipt.at,
        frozen_by=fact.receipt.sender,
    )


def _changes(
    one: Snapshot,
    fact: SnapshotPublished
    | SnapshotSigned
    | SnapshotReplaced
    | SnapshotFormCorrected
    | SnapshotWithdrawn,
) -> dict[str, object]:
    match fact:
        case SnapshotPublished():
            return {"published_at": fact.receipt.at}
        case SnapshotSigned():
            return {"signed": fact.signed, "miswritten": _miswritten(one, fact)}
        case SnapshotReplaced():
            return {"replaced_by": fact.by, "replaced_for": fact.reason}
        case SnapshotFormCorrected():
            return {"form_corrections": (*one.form_corrections, _said(fact))}
        case SnapshotWithdrawn():
            return {"withdrawn": _said(fact)}
        case _:
            assert_never(fact)


def _miswritten(one: Snapshot, fact: SnapshotSigned) -> tuple[Miswritten, ...]:
    if one.signed is None or fact.reason is None:
        return one.miswritten
    wrong = Miswritten(signed=one.signed, reason=fact.reason, at=fact.receipt.at)
    return (*one.miswritten, wrong)


def _said(fact: SnapshotFormCorrected | SnapshotWithdrawn) -> Correction:
    return Correction(document=fact.document, reason=fact.reason, at=fact.receipt.at)
