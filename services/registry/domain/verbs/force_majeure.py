"""Registry, domain: what an event that nobody could help decides for the units of an area."""

from contracts.commands import DeclareForceMajeure
from contracts.facts import PlanAmended
from contracts.findings import Finding, finding
from contracts.known import known
from contracts.owed import Participant
from contracts.plan import ForceMajeure
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse, say_moment
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce


def declare(command: DeclareForceMajeure, history: PlanHistory, case: Case) -> Decision:
    """The plan stays as it is; what the units of the area owe until then moves to after it."""
    state = history.newest
    if state is None:
        words = {"plan": command.plan, "known": known(command.plan, case.plans)}
        return refuse(finding("unknown-plan", "/data/plan", "error", **words), unseen=True)
    zone = state.plan.zone
    until = command.until.cut(zone)
    if until <= case.receipt.at:
        words = {"due": say_moment(until, zone), "received": say_moment(case.receipt.at, zone)}
        return refuse(finding("deadline-passed", "/data/until", "error", **words))
    area: set[str] = set()
    for name in ("units", "groups", "levels"):
        for index, word in enumerate(getattr(command, name)):
            found = [one for one in state.participants.values() if word in _words(one, name, case)]
            if not found:
                return refuse(_unknown(name, index, word, state, case))
            area |= {one.unit for one in found}
    named = command.units or command.groups or command.levels
    units = sorted(area if named else state.participants)
    event = ForceMajeure(units=units, until=command.until)
    if any(told == event for _, told in state.events):
        return Decision()
    return Decision(
        (
            PlanAmended(
                revision=state.revision + 1,
                plan=state.plan,
                participants=list(state.participants.values()),
                instances=list(state.instances),
                reason=command.reason,
                document=command.document,
                force_majeure=event,
                receipt=case.receipt,
            ),
        )
    )


def _words(participant: Participant, name: str, case: Case) -> set[str]:
    """What a participant may be named by: its id, its level, or a group that it is in."""
    if name == "units":
        return {participant.unit}
    if name == "levels":
        return {participant.level} if participant.level else set()
    record, day = case.directory.unit(participant.unit), case.receipt.at.date()
    groups = record.groups if record and record.exists(day) else []
    return {group.value for group in groups if group.holds(day)}


def _unknown(name: str, index: int, word: str, state: PlanInForce, case: Case) -> Finding:
    there: set[str] = set()
    for participant in state.participants.values():
        there |= _words(participant, name, case)
    words = {"word": word, "known": known(word, sorted(there))}
    return finding("area-unknown", f"/data/{name}/{index}", "error", **words)
