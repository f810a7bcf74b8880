"""What came after a plan's figures were frozen is marked in a unit's history."""

from datetime import UTC, datetime
from typing import Any

from cli.integrate.known import Known
from cli.integrate.timeline import timeline
from contracts.facts import ReportReturned, ReportSubmitted, SnapshotFrozen, SnapshotWithdrawn
from contracts.snapshots import Snapshot, after
from contracts.values import Receipt

MADE = {"files": [{"form": "json", "sha256": "1" * 64, "size": 1}]}
LETTER = {"number": "9/STTTT", "day": "2022-10-11", "signer": "Mẫu"}


def receipt(hour: int) -> Receipt:
    at = datetime(2022, 10, 10, hour, tzinfo=UTC)
    return Receipt(at=at, sequence=hour, command="c", sender="so-a", door="system")


def told(snapshots: dict[int, Snapshot]) -> list[bool]:
    """Of a report that was sent before noon, and returned at noon's next hour."""
    about: dict[str, Any] = {"plan": "p", "unit": "ba-to", "owed": "bao-cao", "version": 1}
    sent = ReportSubmitted.model_validate({**about, "receipt": receipt(11), "report": {}})
    back = {**about, "receipt": receipt(13), "reasons": [{"code": "sai"}]}
    facts = [(sent,), (ReportReturned.model_validate(back),)]
    known = Known("ba-to", decisions=facts, snapshots={"p": snapshots})
    return [one.after_freeze for one in timeline(known)]


def test_what_came_after_the_freeze_is_marked_so() -> None:
    about: dict[str, Any] = {"plan": "p", "snapshot": 1, "receipt": receipt(14)}
    noon = {"as_of": receipt(12).at, "position": 1, "made": MADE}
    frozen = after({}, SnapshotFrozen.model_validate({**about, **noon}))
    assert told({}) == [False, False]
    assert told(frozen) == [False, True]
    gone = {**about, "document": LETTER, "reason": "Sai"}
    assert told(after(frozen, SnapshotWithdrawn.model_validate(gone))) == [False, False]
