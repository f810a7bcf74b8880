"""Registry, domain: the report for one duty, version by version, folded from the facts about it."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import assert_never

from contracts.facts import (
    DocumentAttached,
    DocumentRegistered,
    ReportAccepted,
    ReportCorrected,
    ReportFact,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
)
from contracts.records import Incoming, Narration, Report, Signed
from contracts.redaction import hide
from contracts.values import Receipt, ReceiptOrder


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version without its text; only the newest text is kept.

    `through` is who must approve it by the plan it was sent under, `approved` whether they have,
    `accepted` whether the office has; `accepted_by` names all who said so. `redacted`: the spans of
    its text that were made unreadable.
    """

    number: int
    receipt: Receipt
    through: str | None = None
    approved: bool = False
    accepted: bool = False
    accepted_by: tuple[str, ...] = ()
    returned: ReportReturned | None = None
    voided: bool = False
    redacted: frozenset[tuple[Narration, int, int]] = frozenset()

    @property
    def awaiting(self) -> bool:
        """Whether somebody still has to approve it before the office may accept it."""
        judged = self.approved or self.accepted or self.returned or self.voided
        return self.through is not None and not judged


@dataclass(frozen=True, slots=True)
class Documented:
    """That a signed document was there: when we heard of it, and the moment that it counts from."""

    heard: ReceiptOrder
    at: datetime


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text of which a span was made unreadable: the hash of what it was, and what it is now."""

    field: Narration
    digest: bytes
    text: str


@dataclass(frozen=True, slots=True)
class ReportState:
    """The report for one duty. `signed` and `incoming` are its document as it was told last,
    `spoken_for` all units that any version named beside its own.
    """

    report: Report | None = None
    versions: tuple[VersionState, ...] = ()
    documents: tuple[Documented, ...] = ()
    signed: Signed | None = None
    incoming: Incoming | None = None
    spoken_for: frozenset[str] = frozenset()
    hidden: tuple[Hidden, ...] = ()

    @property
    def newest(self) -> VersionState | None:
        return self.versions[-1] if self.versions else None

    @property
    def in_force(self) -> VersionState | None:
        """The version that counts: the last accepted one, until it is returned or voided; where
        none was accepted, or that one was returned, the newest after it that is neither.
        """
        live = [version for version in self.versions if not version.voided]
        accepted = next((one for one in reversed(live) if one.accepted), None)
        if accepted is None:
            newest = live[-1] if live else None
            return newest if newest and newest.returned is None else None
        if accepted.returned is None:
            return accepted
        later = (one for one in reversed(live) if one.number > accepted.number)
        return next((one for one in later if one.returned is None), None)

    def as_kept(self, report: Report) -> Report:
        """A report as it may be kept: a text that was made unreadable and is sent again as it was
        is unreadable again.
        """
        for one in self.hidden:
            if _digest(getattr(report, one.field)) == one.digest:
                report = report.model_copy(update={one.field: one.text})
        return report

    def first_after(self, number: int) -> VersionState | None:
        """The first version after that number which was not voided."""
        return next((one for one in self.versions[number:] if not one.voided), None)

    def documented_since(self, opened: ReceiptOrder | None) -> datetime | None:
        """From when a document counts that was heard of after a moment."""
        return min(
            (one.at for one in self.documents if opened is None or one.heard > opened),
            default=None,
        )


def evolve(state: ReportState, fact: ReportFact) -> ReportState:
    """The report after one more fact."""
    heard, at = fact.receipt.order, fact.receipt.at
    match fact:
        case ReportSubmitted() | ReportCorrected():
            version = VersionState(fact.version, fact.receipt, fact.through)
            after = replace(
                state,
                versions=(*state.versions, version),
                report=fact.report,
                spoken_for=state.spoken_for | frozenset(fact.report.also_for),
            )
            if fact.report.signed is None:
                return after
            return _documented(after, Documented(heard, at), fact.report.signed)
        case ReportReturned():
            return _with(state, replace(state.versions[fact.version - 1], returned=fact))
        case ReportAccepted():
            version = state.versions[fact.version - 1]
            return _with(
                state,
                replace(
                    version,
                    approved=version.approved or fact.level == "through",
                    accepted=version.accepted or fact.level == "office",
                    accepted_by=(*version.accepted_by, fact.receipt.sender),
                ),
            )
        case ReportVoided():
            return _with(state, replace(state.versions[fact.version - 1], voided=True))
        case ReportRedacted():
            return _redacted(state, fact)
        case DocumentAttached():
            return _documented(state, Documented(heard, at), fact.signed)
        case DocumentRegistered():
            registered = replace(state, incoming=fact.incoming)
            return _documented(registered, Documented(heard, fact.counts_from), fact.signed)
        case _:
            assert_never(fact)


def _redacted(state: ReportState, fact: ReportRedacted) -> ReportState:
    """Only the newest text is known here; of earlier versions the spans are remembered."""
    version = state.versions[fact.version - 1]
    span = (fact.field, fact.start, fact.end)
    state = _with(state, replace(version, redacted=version.redacted | {span}))
    if fact.version != len(state.versions) or state.report is None:
        return state
    before: str = getattr(state.report, fact.field)
    report = hide(state.report, *span)
    after: str = getattr(report, fact.field)
    known = next((one for one in state.hidden if one.text == before), None)
    digest = known.digest if known else _digest(before)
    others = tuple(one for one in state.hidden if one != known)
    return replace(state, report=report, hidden=(*others, Hidden(fact.field, digest, after)))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _documented(state: ReportState, one: Documented, signed: Signed | None) -> ReportState:
    documents = (*state.documents, one)
    return replace(state, documents=documents, signed=signed or state.signed)


def _with(state: ReportState, changed: VersionState) -> ReportState:
    versions = (*state.versions[: changed.number - 1], changed, *state.versions[changed.number :])
    return replace(state, versions=versions)
