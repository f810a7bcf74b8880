"""Registry, domain: what an event that nobody could help decides for the units of an area."""

from contracts.commands import DeclareForceMajeure
from contracts.facts import PlanAmended
from contracts.findings import finding
from contracts.owed import Participant
from contracts.plan import ForceMajeure
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse, say_moment
from services.registry.domain.history.plan_history import PlanHistory


def declare(command: DeclareForceMajeure, history: PlanHistory, case: Case) -> Decision:
    """The plan stays as it is; what the units of the area owe until then moves to after it."""
    state = history.newest
    if state is None:
        return refuse(finding("unknown-plan", "/data/plan", plan=command.plan), unseen=True)
    zone = state.plan.zone
    until = command.until.cut(zone)
    if until <= case.receipt.at:
        words = {"due": say_moment(until, zone), "received": say_moment(case.receipt.at, zone)}
        return refuse(finding("deadline-passed", "/data/until", "error", **words))
    area: set[str] = set()
    for name in ("units", "groups", "levels"):
        for index, word in enumerate(getattr(command, name)):
            found = {one.unit for one in state.participants.values() if _is(one, name, word, case)}
            if not found:
                where = f"/data/{name}/{index}"
                return refuse(finding("area-unknown", where, "error", word=word))
            area |= found
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


def _is(participant: Participant, name: str, word: str, case: Case) -> bool:
    """Whether a participant is the unit, in the group or of the level named."""
    if name == "units":
        return participant.unit == word
    if name == "levels":
        return participant.level == word
    record = case.directory.unit(participant.unit)
    return record is not None and record.in_group(word, case.receipt.at.date())
