"""Registry, domain: one unit's part in one plan, folded from its facts on evt.unit.<plan>.<unit>.

A value: a fact leads to a new one that shares with the old one all that did not change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from immutables import Map

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanApplied,
    ReportAccepted,
    ReportCorrected,
    ReportFact,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.plan import Duty, Through
from contracts.records import Report
from contracts.values import Receipt
from contracts.words import DutyStatus
from services.registry.domain.history.activity import ActivityState, recorded
from services.registry.domain.history.ranked import NONE, Ranked


@dataclass(frozen=True, slots=True)
class VersionState:
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
class RoundState:
    """A round of a duty; `met_at` was judged against `judged_by`, which `due` may have left."""

    due: datetime
    met_at: datetime | None = None
    judged_by: datetime | None = None

    @property
    def on_time(self) -> bool | None:
        return None if self.met_at is None else self.met_at < self.due


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty: `planned` is the due moment by the plan, `granted` the office's for round 0."""

    duty: Duty
    planned: datetime
    rounds: tuple[RoundState, ...]
    granted: datetime | None = None
    excused: Literal["plan", "office"] | None = None

    @property
    def status(self) -> DutyStatus:
        if self.excused:
            return "excused"
        return "met" if self.rounds[-1].met_at is not None else "owing"


@dataclass(frozen=True, slots=True)
class Participation:
    """Everything the registry knows about one unit's part in one plan.

    `revision` is that of the plan it follows, 0 before its duties are opened. `alive` are the
    activities that are declared and not withdrawn, `carried_out` those of them that were held, each
    since when. `claims` tells which activities name a piece of evidence. `returns` are the versions
    returned, in order. `size` is about the memory that the activities take, in bytes.
    """

    revision: int = 0
    activities: Map[str, ActivityState] = field(default_factory=Map)
    alive: Ranked = NONE
    carried_out: Ranked = NONE
    claims: Map[str, tuple[str, ...]] = field(default_factory=Map)
    report: Report | None = None
    versions: tuple[VersionState, ...] = ()
    returns: tuple[ReportReturned, ...] = ()
    duties: Mapping[str, DutyState] = field(default_factory=dict)
    size: int = 0


def evolve(state: Participation, facts: Iterable[UnitHistoryFact]) -> Participation:
    """The state after some facts."""
    for fact in facts:
        state = _after(state, fact)
    return state


def _after(state: Participation, fact: UnitHistoryFact) -> Participation:
    match fact:
        case ActivityDeclared() | ActivityChanged() | ActivityHeld() | ActivityWithdrawn():
            return _after_activity(state, fact)
        case ReportSubmitted() | ReportCorrected() | ReportReturned() | ReportAccepted():
            return _after_report(state, fact)
        case DutyOpened() | DutyMet() | DutyExtended() | DutyExcused() | DutyReopened():
            name = fact.duty.id if isinstance(fact, DutyOpened) else fact.duty
            return replace(state, duties={**state.duties, name: _duty(state.duties, fact)})
        case PlanApplied():
            return replace(state, revision=fact.revision)
        case _:
            assert_never(fact)


def _after_activity(state: Participation, fact: ActivityFact) -> Participation:
    since = fact.receipt.order
    match fact:
        case ActivityDeclared() | ActivityChanged():
            name, now = fact.activity.id, recorded(fact.activity)
            carried_out, before = state.carried_out, state.activities.get(name)
            return replace(
                state,
                activities=state.activities.set(name, now),
                alive=state.alive.added(name, since),
                carried_out=carried_out.added(name, since)
                if now.status == "held"
                else carried_out.without(name),
                claims=_claims(state, name, now.evidence),
                size=state.size + now.size - (before.size if before else 0),
            )
        case ActivityHeld():
            return replace(state, carried_out=state.carried_out.added(fact.activity, since))
        case ActivityWithdrawn():
            name = fact.activity
            gone = replace(state.activities[name], withdrawn=True)
            return replace(
                state,
                activities=state.activities.set(name, gone),
                alive=state.alive.without(name),
                carried_out=state.carried_out.without(name),
                claims=_claims(state, name, ()),
            )
        case _:
            assert_never(fact)


def _claims(
    state: Participation, activity: str, evidence: tuple[str, ...]
) -> Map[str, tuple[str, ...]]:
    """Who names which evidence once the activity names just this."""
    present = state.activities.get(activity)
    before = present.evidence if present and not present.withdrawn else ()
    claims = state.claims
    for key in before:
        left = tuple(other for other in claims[key] if other != activity)
        claims = claims.set(key, left) if left else claims.delete(key)
    for key in evidence:
        claims = claims.set(key, (*claims.get(key, ()), activity))
    return claims


def _after_report(state: Participation, fact: ReportFact) -> Participation:
    match fact:
        case ReportSubmitted() | ReportCorrected():
            version = VersionState(fact.version, fact.receipt, fact.through)
            return replace(state, versions=(*state.versions, version), report=fact.report)
        case ReportReturned():
            version = replace(state.versions[fact.version - 1], returned=fact)
            return replace(
                state, returns=(*state.returns, fact), versions=_with(state.versions, version)
            )
        case ReportAccepted():
            version = state.versions[fact.version - 1]
            version = replace(
                version,
                approved=version.approved or fact.level == "parent",
                accepted_by=(*version.accepted_by, fact.receipt.sender),
            )
            return replace(state, versions=_with(state.versions, version))
        case _:
            assert_never(fact)


def _with(versions: tuple[VersionState, ...], changed: VersionState) -> tuple[VersionState, ...]:
    return (*versions[: changed.number - 1], changed, *versions[changed.number :])


def _duty(duties: Mapping[str, DutyState], fact: DutyFact) -> DutyState:
    if isinstance(fact, DutyOpened):
        return DutyState(fact.duty, fact.duty.due, (RoundState(fact.duty.due),))
    before = duties[fact.duty]
    match fact:
        case DutyMet():
            return _round(before, fact.round, RoundState(fact.due, fact.met_at, fact.due))
        case DutyReopened():
            return replace(_round(before, fact.round, RoundState(fact.due)), excused=None)
        case DutyExtended():
            moved = _round(before, fact.round, replace(before.rounds[fact.round], due=fact.due))
            if fact.planned is not None:
                return replace(moved, planned=fact.planned)
            return replace(moved, granted=fact.due) if fact.round == 0 else moved
        case DutyExcused():
            return replace(before, excused="plan" if fact.by_plan else "office")
        case _:
            assert_never(fact)


def _round(before: DutyState, number: int, changed: RoundState) -> DutyState:
    rounds = (*before.rounds[:number], changed, *before.rounds[number + 1 :])
    return replace(before, rounds=rounds)
