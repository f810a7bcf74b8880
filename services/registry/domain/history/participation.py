"""Registry, domain: one unit's part in one plan, folded from its facts on evt.unit.<plan>.<unit>.

A value: a fact leads to a new one that shares with the old one all that did not change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from immutables import Map, MapMutation

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    DutyChanged,
    DutyFact,
    DutyOpened,
    NothingDeclared,
    PlanApplied,
    ReportCarried,
    ReportCorrected,
    ReportFact,
    ReportSubmitted,
    UnitHistoryFact,
)
from services.registry.domain.history.activity import ActivityState, Evidence, gather, recorded
from services.registry.domain.history.duty import DutyState, stands
from services.registry.domain.history.report import ReportState
from services.registry.domain.history.report import evolve as report_after

OtherFact = ReportFact | DutyFact | ReportCarried | ActivityShared | NothingDeclared | PlanApplied
NO_REPORT = ReportState()
SHARED_BYTES = 2_000
NOTHING_SHARED: Map[tuple[str, str], ActivityShared] = Map()


@dataclass(frozen=True, slots=True)
class Participation:
    """Everything the registry knows about one unit's part in one plan.

    `revision` is that of the plan it follows, 0 before its duties are opened. `evidence` and
    `reports` are by duty; `gathered` names, by duty, another whose report speaks for it too,
    `carried` another unit's that does, and `nothing` what declared that there is nothing to do.
    `claims` tells which activities name a piece of evidence, `shared` how other units' records of
    an activity stand, by unit and record. `size` is about the memory that the activities and what
    is shared take, in bytes.
    """

    revision: int = 0
    activities: Map[str, ActivityState] = field(default_factory=Map)
    evidence: Map[str, Evidence] = field(default_factory=Map)
    claims: Map[str, tuple[str, ...]] = field(default_factory=Map)
    shared: Map[str, Map[tuple[str, str], ActivityShared]] = field(default_factory=Map)
    reports: Map[str, ReportState] = field(default_factory=Map)
    gathered: Map[str, str] = field(default_factory=Map)
    carried: Map[str, ReportCarried] = field(default_factory=Map)
    nothing: Map[str, NothingDeclared] = field(default_factory=Map)
    duties: Mapping[str, DutyState] = field(default_factory=dict)
    size: int = 0

    def report_on(self, duty: str) -> ReportState:
        """The report that is to meet a duty: its own, or the one that speaks for it too."""
        own = self.reports.get(duty)
        other = self.gathered.get(duty)
        if own is None and other is not None:
            return self.reports[other]
        return own or NO_REPORT

    def gathered_in(self, duty: str) -> str | None:
        """The other duty whose report in force speaks for this one too, by its newest text."""
        other = self.gathered.get(duty)
        report = self.reports[other] if other is not None else NO_REPORT
        speaks = report.in_force and report.report and duty in report.report.also_owed
        return other if speaks else None


def evolve(state: Participation, facts: Iterable[UnitHistoryFact]) -> Participation:
    """The state after some facts. Those about activities, of which a long history is made, are
    taken together as long as they follow each other.
    """
    run: list[ActivityFact] = []
    for fact in facts:
        if isinstance(fact, ActivityFact):
            run.append(fact)
        else:
            state, run = _after(_after_activities(state, run), fact), []
    return _after_activities(state, run)


def _after(state: Participation, fact: OtherFact) -> Participation:
    if isinstance(fact, ReportFact):
        return _after_report(state, fact)
    if isinstance(fact, DutyFact):
        return _after_duty(state, fact)
    match fact:
        case ReportCarried():
            return replace(state, carried=state.carried.set(fact.owed, fact))
        case ActivityShared():
            return _after_shared(state, fact)
        case NothingDeclared():
            return replace(state, nothing=state.nothing.set(fact.duty, fact))
        case PlanApplied():
            return replace(state, revision=fact.revision)
        case _:
            assert_never(fact)


def _after_activities(state: Participation, facts: Sequence[ActivityFact]) -> Participation:
    if not facts:
        return state
    activities, claims, size = state.activities.mutate(), state.claims.mutate(), state.size
    changes = list[tuple[str, ActivityState]]()
    for fact in facts:
        name, now = _activity(activities, fact)
        known = activities.get(name)
        _claim(claims, name, known.evidence if known else (), now.evidence)
        size += now.size - (known.size if known else 0)
        activities[name] = now
        changes.append((name, now))
    evidence = {
        duty: before.after(changes, state.duties[duty].duty.met_by)
        for duty, before in state.evidence.items()
    }
    return replace(
        state,
        activities=activities.finish(),
        evidence=state.evidence.update(evidence),
        claims=claims.finish(),
        size=size,
    )


def _activity(
    activities: MapMutation[str, ActivityState], fact: ActivityFact
) -> tuple[str, ActivityState]:
    """The activity that a fact is about, after it."""
    at = fact.receipt.order
    match fact:
        case ActivityDeclared() | ActivityChanged():
            name = fact.activity.id
            return name, recorded(fact.activity, at, activities.get(name))
        case ActivityHeld():
            before = activities[fact.activity]
            held_since = before.held_since or at
            return fact.activity, replace(before, status="held", held_since=held_since)
        case ActivityWithdrawn():
            before = activities[fact.activity]
            return fact.activity, replace(before, status="withdrawn", evidence=())
        case ActivityVoided():
            before = activities[fact.activity]
            return fact.activity, replace(before, status="voided", evidence=())
        case _:
            assert_never(fact)


def _after_shared(state: Participation, fact: ActivityShared) -> Participation:
    known, key = state.shared.get(fact.activity, NOTHING_SHARED), (fact.by, fact.record)
    return replace(
        state,
        shared=state.shared.set(fact.activity, known.set(key, fact)),
        size=state.size + (0 if key in known else SHARED_BYTES),
    )


def _claim(
    claims: MapMutation[str, tuple[str, ...]],
    activity: str,
    before: tuple[str, ...],
    evidence: tuple[str, ...],
) -> None:
    """The activity, which named what was before, now names just this evidence."""
    for key in before:
        if left := tuple(other for other in claims[key] if other != activity):
            claims[key] = left
        else:
            del claims[key]
    for key in evidence:
        claims[key] = (*claims.get(key, ()), activity)


def _after_report(state: Participation, fact: ReportFact) -> Participation:
    after = report_after(state.reports.get(fact.owed, NO_REPORT), fact)
    gathered = state.gathered
    if isinstance(fact, ReportSubmitted | ReportCorrected):
        for other in fact.report.also_owed:
            gathered = gathered.set(other, fact.owed)
    return replace(state, reports=state.reports.set(fact.owed, after), gathered=gathered)


def _after_duty(state: Participation, fact: DutyFact) -> Participation:
    standing = stands(state.duties, fact)
    duty = standing.duty
    state = replace(state, duties={**state.duties, duty.id: standing})
    told = isinstance(fact, DutyOpened | DutyChanged) and duty.kind in ("declare", "hold")
    if not told:
        return state
    evidence = gather(state.activities, duty.met_by)
    return replace(state, evidence=state.evidence.set(duty.id, evidence))
