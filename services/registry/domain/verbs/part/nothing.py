"""Registry, domain: what a unit decides that has nothing to declare."""

from contracts.commands import DeclareNothing
from contracts.facts import NothingDeclared
from contracts.findings import finding
from contracts.known import known
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.run import with_duties


def declare_nothing(command: DeclareNothing, state: Participation, case: Case) -> Decision:
    """Meets a declare duty, and leaves what was to be held of it without object."""
    standing = state.duties.get(command.duty)
    if standing is None or command.duty not in state.evidence:
        words = {"duty": command.duty, "known": known(command.duty, state.evidence)}
        return refuse(finding("unknown-duty", "/data/duty", "error", **words))
    if state.evidence[command.duty].alive:
        return refuse(finding("has-activities", "/data/duty", duty=command.duty))
    before = state.nothing.get(command.duty)
    if before and (before.reason, before.note) == (command.reason, command.note):
        return Decision()
    said = NothingDeclared(
        **case.about, duty=command.duty, reason=command.reason, note=command.note
    )
    return Decision(with_duties(state, [said], case))
