"""Notifier, domain: folds a unit's facts to what it has told of its activities and reports, as far
as a mail says what is still missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityVoided,
    ActivityWithdrawn,
    DocumentAttached,
    DocumentRegistered,
    DutyReopened,
    ReportCarried,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.owed import MetBy
from contracts.records import Activity
from contracts.values import ReceiptOrder


@dataclass(frozen=True)
class Declared:
    """An activity that is neither withdrawn nor voided."""

    title: str
    kind: str
    assignments: tuple[str, ...]
    ends_on: date
    held: bool

    def meets(self, met_by: MetBy) -> bool:
        """Whether it is of the assignments and kinds whose activities meet a duty."""
        asked = met_by.assignments
        return (not asked or not set(asked).isdisjoint(self.assignments)) and (
            not met_by.kinds or self.kind in met_by.kinds
        )


@dataclass(frozen=True)
class Paper:
    """What came for one report duty: its newest version, when its document was last heard of, and
    why it was returned last. `after` and `since`: only what is newer meets the present round.
    """

    version: int = 0
    also_owed: tuple[str, ...] = ()
    document: ReceiptOrder | None = None
    carried: ReceiptOrder | None = None
    returned: tuple[str, ...] = ()
    after: int = 0
    since: ReceiptOrder | None = None

    def fresh(self, heard: ReceiptOrder | None) -> bool:
        """Whether something was heard of in the present round."""
        return heard is not None and (self.since is None or heard > self.since)


@dataclass(frozen=True)
class Filed:
    """Of one unit by one plan: its activities by id, its reports by duty."""

    activities: Mapping[str, Declared] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)

    def of(self, met_by: MetBy) -> list[Declared]:
        """The activities that meet a duty, or will once they are held; the earliest first."""
        found = (one for one in self.activities.values() if one.meets(met_by))
        return sorted(found, key=lambda one: (one.ends_on, one.title))

    def paper(self, duty: str) -> Paper:
        return self.papers.get(duty, Paper())

    def has_figures(self, duty: str) -> bool:
        """Whether figures for the duty's present round came, in a report of its own or another's
        that speaks for it too.
        """
        own = self.paper(duty)
        gathered = any(one.version and duty in one.also_owed for one in self.papers.values())
        return own.version > own.after or own.fresh(own.carried) or (not own.after and gathered)

    def has_document(self, duty: str) -> bool:
        """The same of the signed document."""
        own = self.paper(duty)
        speaking = (one for one in self.papers.values() if duty in one.also_owed)
        return any(own.fresh(one.document) for one in (own, *speaking))

    def _with(self, duty: str, paper: Paper) -> "Filed":
        return replace(self, papers={**self.papers, duty: paper})


def evolve(filed: Filed, fact: UnitHistoryFact) -> Filed:
    """What was told after one more fact; what no mail speaks of changes nothing."""
    match fact:
        case ActivityDeclared() | ActivityChanged():
            known = {**filed.activities, fact.activity.id: _declared(fact.activity)}
            return replace(filed, activities=known)
        case ActivityHeld() if known_one := filed.activities.get(fact.activity):
            held = {**filed.activities, fact.activity: replace(known_one, held=True)}
            return replace(filed, activities=held)
        case ActivityWithdrawn() | ActivityVoided():
            left = {name: one for name, one in filed.activities.items() if name != fact.activity}
            return replace(filed, activities=left)
        case (
            ReportSubmitted()
            | ReportCorrected()
            | ReportReturned()
            | DocumentAttached()
            | DocumentRegistered()
            | ReportCarried()
        ):
            return filed._with(fact.owed, _paper(filed.paper(fact.owed), fact))
        case DutyReopened():
            before = filed.paper(fact.duty)
            reopened = replace(before, after=fact.after_version, since=fact.receipt.order)
            return filed._with(fact.duty, reopened)
        case _:
            return filed


def _declared(record: Activity) -> Declared:
    return Declared(
        record.title,
        record.kind,
        tuple(record.assignments),
        record.ends_on,
        record.status == "held",
    )


def _paper(
    before: Paper,
    fact: ReportSubmitted
    | ReportCorrected
    | ReportReturned
    | DocumentAttached
    | DocumentRegistered
    | ReportCarried,
) -> Paper:
    heard = fact.receipt.order
    match fact:
        case ReportSubmitted() | ReportCorrected():
            also, signed = tuple(fact.report.also_owed), fact.report.signed is not None
            document = heard if signed else before.document
            return replace(before, version=fact.version, also_owed=also, document=document)
        case ReportReturned():
            return replace(before, returned=tuple(_notes(fact)))
        case DocumentAttached() | DocumentRegistered():
            return replace(before, document=heard)
        case ReportCarried():
            return replace(before, carried=heard if fact.standing else None)
        case _:
            assert_never(fact)


def _notes(fact: ReportReturned) -> Iterator[str]:
    """The office's own sentences; a code says nothing to whoever reads the mail."""
    return (one.note for one in fact.reasons if one.note.strip())
