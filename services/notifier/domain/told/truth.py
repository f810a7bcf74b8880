"""Notifier, domain, told: whether what happened is still to be told, by where things stand now."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from contracts.facts import DutyChanged, DutyExcused, DutyExtended, DutyOpened, DutyReopened
from contracts.words import NoticeKind
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.told.duty import Duties, Standing
from services.notifier.domain.told.happened import Change, Happened, Occasion

SUPERSEDES: Mapping[NoticeKind, tuple[NoticeKind, ...]] = {
    "returned": ("returned", "voided"),
    "not-taken": ("returned", "not-taken", "accepted", "voided"),
    "accepted": ("returned", "accepted", "voided"),
    "extended": ("extended",),
    "excused": ("excused",),
    "reopened": ("reopened", "returned"),
    "voided": ("voided",),
}
"""What makes an earlier thing that happened to the same duty or activity old news."""


def still_true(happened: Happened, key: NoticeKey, duties: Duties) -> bool:
    """Whether there is still something to tell of it, by where things stand now."""
    stands = duties.get(key.about)
    newer = (other for other in happened.occasions if other.happened_at > key.happened_at)
    over = SUPERSEDES.get(key.kind, ())
    if any(other.about == key.about and other.kind in over for other in newer):
        return False
    owing = stands is not None and stands.status == "owing"
    match key.kind:
        case "returned":
            return owing and not _since(happened.reported, key)
        case "not-taken":
            return not _since(happened.reported, key)
        case "voided":
            return not _since(happened.reported, key) and not _since(happened.declared, key)
        case "accepted":
            return True
        case "reopened":
            return owing
        case "document-awaited":
            return owing and not _since(happened.documented, key)
        case "unreached":
            return True  # whoever looks into the contacts knows
        case "extended" | "excused" | "amended":
            return bool(standing(happened.occasions[key], stands))
        case _:
            assert_never(key.kind)


def _since(last: Mapping[str, datetime], key: NoticeKey) -> bool:
    at = last.get(key.about)
    return at is not None and at > key.happened_at


def standing(occasion: Occasion, stands: Standing | None) -> list[Change]:
    """Those of its changes to a duty that still hold."""
    changes = [one for one in occasion.causes if isinstance(one, Change)]
    return [one for one in changes if stands and _holds(one, stands)]


def _holds(change: Change, stands: Standing) -> bool:
    match change:
        case DutyExcused():
            return stands.status == "excused"
        case DutyExtended():
            return stands.status == "owing" and stands.due == change.due
        case DutyOpened() | DutyChanged() | DutyReopened():
            return stands.status == "owing"
        case _:
            assert_never(change)
