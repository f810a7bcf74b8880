"""Registry, domain: one unit's part in one plan, folded from its facts on evt.unit.<plan>.<unit>.

Nothing here depends on the order in which commands were decided, only on their receipts: see
"Order and lateness" in docs/architecture.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.plan import Duty, Through
from contracts.records import Report
from contracts.values import Receipt
from services.registry.domain.activity import ActivityPart, Order, recorded


@dataclass(frozen=True, slots=True)
class VersionPart:
    """A version of the report without its text; only the newest text is kept.

    `through` is who must approve it by the plan it was sent under, `approved` whether they have.
    """

    number: int
    receipt: Receipt
    through: Through | None = None
    approved: bool = False
    returned: ReportReturned | None = None
    accepted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPart:
    """A round of a duty; `met_at` was judged against `judged_by`, which `due` may have left."""

    due: datetime
    met_at: datetime | None = None
    judged_by: datetime | None = None

    @property
    def on_time(self) -> bool | None:
        return None if self.met_at is None else self.met_at < self.due


@dataclass(frozen=True, slots=True)
class DutyPart:
    """A duty: `planned` is the due moment by the plan, `granted` the office's for round 0."""

    duty: Duty
    planned: datetime
    rounds: tuple[RoundPart, ...]
    granted: datetime | None = None
    excused: Literal["plan", "office"] | None = None

    @property
    def status(self) -> Literal["owing", "met", "excused"]:
        if self.excused:
            return "excused"
        return "met" if self.rounds[-1].met_at is not None else "owing"


@dataclass(slots=True)
class Participation:
    """Everything the registry knows about one unit's part in one plan.

    `received` are the receipts of all reports that count; `returns` the versions returned, in
    order; `answers` the facts each command caused, by its receipt.
    """

    activities: dict[str, ActivityPart] = field(default_factory=dict)
    report: Report | None = None
    versions: tuple[VersionPart, ...] = ()
    received: tuple[Order, ...] = ()
    returns: tuple[ReportReturned, ...] = ()
    duties: dict[str, DutyPart] = field(default_factory=dict)
    answers: dict[Order, tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> "Participation":
        return replace(
            self,
            activities=dict(self.activities),
            duties=dict(self.duties),
            answers=dict(self.answers),
        )


def evolve(state: Participation, fact: UnitHistoryFact) -> Participation:
    """The state after one fact; the given state is left as it was."""
    return evolve_all(state, [fact])


def evolve_all(state: Participation, facts: Iterable[UnitHistoryFact]) -> Participation:
    """The state after some facts, copied once."""
    draft = state.copy()
    for fact in facts:
        _apply(draft, fact)
    return draft


def absorb(state: Participation, decisions: Iterable[Sequence[UnitHistoryFact]]) -> Participation:
    """The state after whole decisions; the first fact of each carries the receipt it answers."""
    draft = state.copy()
    for facts in decisions:
        for fact in facts:
            _apply(draft, fact)
        if facts:
            draft.answers[facts[0].receipt.order] = tuple(fact.wire for fact in facts)
    return draft


def _apply(draft: Participation, fact: UnitHistoryFact) -> None:
    match fact:
        case ActivityDeclared() | ActivityChanged() | ActivityHeld() | ActivityWithdrawn():
            _apply_activity(draft, fact)
        case ReportSubmitted() | ReportCorrected() | ReportReturned() | ReportAccepted():
            _apply_report(draft, fact)
        case DutyOpened() | DutyMet() | DutyExtended() | DutyExcused() | DutyReopened():
            draft.duties[_duty_id(fact)] = _duty(draft.duties, fact)
        case _:
            assert_never(fact)


def _apply_activity(
    draft: Participation,
    fact: ActivityDeclared | ActivityChanged | ActivityHeld | ActivityWithdrawn,
) -> None:
    order = fact.receipt.order
    match fact:
        case ActivityDeclared() | ActivityChanged():
            known = draft.activities.get(fact.activity.id)
            part = recorded(known, fact.activity, fact.receipt)
            draft.activities[fact.activity.id] = part
        case ActivityHeld():
            part = draft.activities[fact.activity]
            draft.activities[fact.activity] = part.marked(order, "held")
        case ActivityWithdrawn():
            part = draft.activities[fact.activity]
            draft.activities[fact.activity] = part.marked(order, "withdrawn")
        case _:
            assert_never(fact)


def _apply_report(
    draft: Participation,
    fact: ReportSubmitted | ReportCorrected | ReportReturned | ReportAccepted,
) -> None:
    match fact:
        case ReportSubmitted() | ReportCorrected():
            draft.received = tuple(sorted({*draft.received, fact.receipt.order}))
            if fact.version > len(draft.versions):
                version = VersionPart(fact.version, fact.receipt, fact.through)
                draft.versions = (*draft.versions, version)
                draft.report = fact.report
        case ReportReturned():
            draft.returns = (*draft.returns, fact)
            draft.versions = _version(draft.versions, fact.version, returned=fact)
        case ReportAccepted():
            known = draft.versions[fact.version - 1]
            draft.versions = _version(
                draft.versions,
                fact.version,
                approved=known.approved or fact.level == "parent",
                accepted_by=(*known.accepted_by, fact.receipt.sender),
            )
        case _:
            assert_never(fact)


def _version(
    versions: tuple[VersionPart, ...], number: int, **changes: object
) -> tuple[VersionPart, ...]:
    changed = replace(versions[number - 1], **changes)  # type: ignore[arg-type]
    return (*versions[: number - 1], changed, *versions[number:])


def _duty_id(fact: DutyOpened | DutyMet | DutyExtended | DutyExcused | DutyReopened) -> str:
    return fact.duty.id if isinstance(fact, DutyOpened) else fact.duty


def _duty(
    duties: dict[str, DutyPart],
    fact: DutyOpened | DutyMet | DutyExtended | DutyExcused | DutyReopened,
) -> DutyPart:
    if isinstance(fact, DutyOpened):
        return DutyPart(fact.duty, fact.duty.due, (RoundPart(fact.duty.due),))
    part = duties[fact.duty]
    match fact:
        case DutyMet():
            return _round(part, fact.round, RoundPart(fact.due, fact.met_at, fact.due))
        case DutyReopened():
            return replace(_round(part, fact.round, RoundPart(fact.due)), excused=None)
        case DutyExtended():
            moved = _round(part, fact.round, replace(part.rounds[fact.round], due=fact.due))
            if fact.planned is not None:
                return replace(moved, planned=fact.planned)
            return replace(moved, granted=fact.due) if fact.round == 0 else moved
        case DutyExcused():
            return replace(part, excused="plan" if fact.by_plan else "office")
        case _:
            assert_never(fact)


def _round(part: DutyPart, number: int, changed: RoundPart) -> DutyPart:
    rounds = (*part.rounds[:number], changed, *part.rounds[number + 1 :])
    return replace(part, rounds=rounds)
