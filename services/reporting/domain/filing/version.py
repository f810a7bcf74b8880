"""Reporting, domain: the versions of the report for one duty, and which of them is in force."""

from collections.abc import Sequence
from typing import Literal

from contracts.values import Value
from contracts.words import NilReason, ReportStatus
from services.reporting.domain.stamp import Stamp

Waiting = Literal["new", "again", "correction"]
"""Why a version is in the office's queue: nothing of it was judged yet, it was sent again after a
return, or it corrects unasked what was accepted.
"""


Completeness = Literal[
    "asked",
    "counted",
    "gathered",
    "awaiting",
    "unsigned",
    "accepted",
    "returned",
    "not_taken",
    "new",
    "again",
    "correction",
    "nil",
    "though_excused",
]
"""Where a duty to report stands with its report; totals.ReportTotal says what each is."""


class Version(Value):
    """What was said of one version; its text is in a document of its own.

    `kept`: it was returned while an accepted version stayed in force, so that only this correction
    was not taken.
    """

    number: int
    received_at: Stamp
    through: str | None = None
    approved: bool = False
    accepted: bool = False
    returned: bool = False
    kept: bool = False
    voided: bool = False
    nothing: NilReason | None = None

    @property
    def status(self) -> ReportStatus:
        if self.voided:
            return "voided"
        if self.returned:
            return "not-taken" if self.kept else "returned"
        if self.accepted:
            return "accepted"
        return "approved" if self.approved else "submitted"

    @property
    def awaiting(self) -> bool:
        """Still to be approved by the unit that it passes through (chưa xác nhận)."""
        return self.through is not None and self.status == "submitted"


def current(versions: Sequence[Version]) -> Version | None:
    """The newest version that was not voided."""
    return next((one for one in reversed(versions) if not one.voided), None)


def in_force(versions: Sequence[Version]) -> Version | None:
    """The version that is the report: the last accepted one, until it is returned or voided; where
    none was accepted the newest, and where that one was returned the newest after it, unless they
    were returned too.
    """
    live = [one for one in versions if not one.voided]
    accepted = next((one for one in reversed(live) if one.accepted), None)
    if accepted is not None and not accepted.returned:
        return accepted
    if accepted is not None:
        later = (one for one in reversed(live) if one.number > accepted.number)
        return next((one for one in later if not one.returned), None)
    return live[-1] if live and not live[-1].returned else None


def first_after(versions: Sequence[Version], number: int) -> Version | None:
    """The first version after that number which was not voided."""
    return next((one for one in versions[number:] if not one.voided), None)


def waiting(versions: Sequence[Version]) -> Waiting | None:
    """Why the newest version waits for the office; None where it does not."""
    newest = current(versions)
    if newest is None or newest.accepted or newest.returned or newest.awaiting:
        return None
    for before in reversed(versions[: newest.number - 1]):
        if before.returned and not before.voided:
            return "again"
        if before.accepted and not before.voided:
            return "correction"
    return "new"
