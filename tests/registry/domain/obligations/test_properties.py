"""What holds under any plan, after any history (design, invariants 2 to 5)."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    DeclareActivity,
    SubmitReport,
    UnitCommand,
    WithdrawActivity,
)
from contracts.owed import APPROVAL
from contracts.words import DUTY_STATUSES
from services.registry.domain.history.duty import DutyState
from tests.registry.domain.obligations.plans import THOROUGH, Step, begin, histories, plans, take
from tests.registry.given import Part
from tests.registry.plans import activity, hour, report

Sent = tuple[type[UnitCommand], str, dict[str, Any]]


def remedy(one: Part, standing: DutyState) -> list[Sent]:
    """What the unit, or who approves for it, may send now to meet a duty that it owes."""
    duty, unit = standing.duty, one.unit
    match duty.kind:
        case "declare" | "hold":
            status = "held" if duty.kind == "hold" else "planned"
            fields = {"assignments": duty.met_by.assignments, "status": status}
            if duty.met_by.kinds:
                fields["kind"] = duty.met_by.kinds[0]
            sent: list[Sent] = [
                (DeclareActivity, unit, {"activity": activity(f"new-{number}", **fields)})
                for number in range(duty.met_by.number)
            ]
            if duty.kind == "hold":
                alive = one.state.evidence[duty.id].alive.places
                left = [name for name in alive if name not in one.state.evidence[duty.id].held]
                sent += [(WithdrawActivity, unit, {"activity": name}) for name in left]
            return sent
        case "report":
            known = one.state.report_on(duty.id).report
            figure = 500 if known is None or known.figures[0].value != 500 else 501
            signed = {"number": "99/BC", "day": "2022-09-15"}
            return [
                (SubmitReport, unit, {"owed": duty.id, "report": report(figure)}),
                (AttachDocument, unit, {"owed": duty.id, "signed": signed}),
            ]
        case "approve":
            reported = duty.id.removesuffix(APPROVAL)
            version = len(one.state.report_on(reported).versions)
            bearer = duty.bearer or ""
            return [(AcceptReport, bearer, {"owed": reported, "version": version})]


@THOROUGH
@given(plans(), histories())
def test_what_is_owed_can_be_met(plan: dict[str, Any], history: list[Step]) -> None:
    """In every state that any history can reach: nothing closes or amends a unit into a corner."""
    one = begin(plan)
    for step in history:
        take(one, step)
    for name, standing in one.state.duties.items():
        if standing.status != "owing":
            continue
        tried, said = copy(one), []
        for number, (command, by, fields) in enumerate(remedy(one, standing), 1):
            decision = tried.send(command, history[-1].hour + number / 100, by=by, **fields)
            said.append((command.__name__, decision.outcome, decision.refused_for))
        assert tried.state.duties[name].status == "met", (name, said)


def on_time(one: Part) -> dict[str, tuple[bool | None, ...]]:
    return {
        name: tuple(present.on_time for present in standing.rounds)
        for name, standing in one.state.duties.items()
    }


@THOROUGH
@given(plans(), histories())
def test_nobody_is_made_late_by_what_comes_later(plan: dict[str, Any], history: list[Step]) -> None:
    """A round that was met in time stays so; no amendment takes back what was met, or leaves less
    than a working day.
    """
    one = begin(plan)
    for step in history:
        before, dues = on_time(one), due_moments(one)
        kept = met(one)
        take(one, step)
        for name, rounds in before.items():
            for number, was in enumerate(rounds):
                now = one.state.duties[name].rounds[number]
                assert not was or now.on_time or now.met_at is None
        if step.command is None:
            assert kept <= met(one)
            for name, due in due_moments(one).items():
                fair = hour(step.hour) + timedelta(days=1)
                assert due >= min(dues.get(name, fair), fair)


def met(one: Part) -> set[str]:
    return {name for name, duty in one.state.duties.items() if duty.status == "met"}


def due_moments(one: Part) -> dict[str, datetime]:
    """When each duty is due that is owing now."""
    owing = {name: duty for name, duty in one.state.duties.items() if duty.status == "owing"}
    return {name: duty.present.due for name, duty in owing.items()}


@THOROUGH
@given(plans(), histories())
def test_a_duty_is_met_by_its_own_evidence_only(plan: dict[str, Any], history: list[Step]) -> None:
    """Whenever one is said to be met, what the plan asks for is there."""
    one = begin(plan)
    for step in history:
        before = met(one)
        take(one, step)
        for name, standing in one.state.duties.items():
            if standing.status == "met" and name not in before:
                assert evidenced(one, standing), name


def evidenced(one: Part, standing: DutyState) -> bool:
    """The plainest recount of what meets a duty, from the records of the unit."""
    duty, state = standing.duty, one.state
    if duty.kind in ("declare", "hold"):
        if duty.kind == "declare" and duty.id in state.nothing:
            return True
        mine = [
            found
            for found in state.activities.values()
            if found.status not in ("withdrawn", "voided")
            and (not duty.met_by.kinds or found.kind in duty.met_by.kinds)
            and (
                not duty.met_by.assignments or set(duty.met_by.assignments) & set(found.assignments)
            )
        ]
        done = mine if duty.kind == "declare" else [one for one in mine if one.status == "held"]
        enough = len(done) >= duty.met_by.number
        whole = duty.kind == "declare" or duty.met_by.measure == "at-least" or done == mine
        return enough and whole
    if duty.kind == "approve":
        newest = state.reports[duty.id.removesuffix(APPROVAL)].newest
        return newest is not None and not newest.awaiting
    known = state.report_on(duty.id)
    figures = any(not version.voided for version in known.versions)
    wanted = {"data": [figures], "document": [known.documents], "both": [figures, known.documents]}
    return all(wanted[duty.wants])


@THOROUGH
@given(plans(), histories())
def test_the_duties_are_those_met_owing_and_excused(
    plan: dict[str, Any], history: list[Step]
) -> None:
    one = begin(plan)
    for step in history:
        take(one, step)
        found = [standing.status for standing in one.state.duties.values()]
        assert sum(found.count(word) for word in DUTY_STATUSES) == len(found)
        for standing in one.state.duties.values():
            assert standing.status != "met" or standing.rounds[0].on_time is not None
