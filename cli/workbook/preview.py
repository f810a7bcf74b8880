"""Cli, workbook: the registry's own rules judge a workbook before it is sent."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import cast

from contracts import topology
from contracts.findings import Finding
from services.registry.domain.decide import UnitVerb, decide
from services.registry.domain.decision import Case
from services.registry.domain.door import read
from services.registry.domain.participation import Participation, evolve_all
from workbook.form import Form


def preview(form: Form, messages: Sequence[tuple[str, bytes]]) -> list[list[Finding]]:
    """What the registry would find, but for what only it can know: time, and earlier records."""
    state, found = Participation(), []
    for number, (verb, body) in enumerate(messages):
        findings, state = _decided(form, verb, body, number, state)
        found.append(findings)
    return found


def _decided(
    form: Form, verb: str, body: bytes, number: int, state: Participation
) -> tuple[list[Finding], Participation]:
    unit = form.participant.unit
    # As if received on the plan's first day: lateness is the server's to decide.
    day = datetime.combine(form.plan.issued_on, time(), form.plan.zone)
    request = read(topology.command(unit, verb), body, sequence=number, at=day)
    if request.command is None or request.receipt is None:
        return list(request.faults), state
    case = Case(
        plan=form.plan,
        participants={unit: form.participant},
        unit=unit,
        receipt=request.receipt,
        knows=form.units.__contains__,
    )
    decision = decide(cast("UnitVerb", request.command), state, case)
    return list(decision.findings), evolve_all(state, decision.facts)  # type: ignore[arg-type]
