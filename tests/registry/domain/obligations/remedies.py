"""What a unit may send to meet what it owes, and the plainest recount of what meets it."""

from typing import Any, Protocol

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    DeclareActivity,
    SubmitReport,
    UnitCommand,
    WithdrawActivity,
)
from contracts.owed import APPROVAL
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation
from tests.registry.plans import activity, report

Sent = tuple[type[UnitCommand], str, dict[str, Any]]


class Standing(Protocol):
    """A unit's part, however it came to be."""

    unit: str
    state: Participation


def remedy(one: Standing, standing: DutyState) -> list[Sent]:
    """What the unit, or who approves for it, may send now to meet a duty that it owes."""
    duty, unit = standing.duty, one.unit
    match duty.kind:
        case "declare" | "hold":
            status = "held" if duty.kind == "hold" else "planned"
            fields = {"assignments": duty.met_by.assignments, "status": status}
            if duty.met_by.kinds:
                fields["kind"] = duty.met_by.kinds[0]
            sent: list[Sent] = [
                (DeclareActivity, unit, {"activity": activity(f"{duty.id}-{number}", **fields)})
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


def evidenced(state: Participation, standing: DutyState) -> bool:
    """The plainest recount of what meets a duty, from the records of the unit."""
    duty = standing.duty
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
