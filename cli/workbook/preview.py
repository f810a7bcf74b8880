"""Cli, workbook: the registry's own rules judge a workbook before it is sent."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time

from contracts import topology
from contracts.calendar import WorkingDays
from contracts.commands import UnitCommand
from contracts.facts import PlanPublished, UnitHistoryFact, UnitRecorded
from contracts.findings import Finding
from contracts.owed import Participant
from contracts.unit import Dated, Unit
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part
from services.registry.domain.door import read
from services.registry.domain.history import directory as directories
from services.registry.domain.history import plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import instances
from workbook.form import Form

OF_TIME = {"signed-in-future"}
"""About the moment of receipt, which the preview does not know."""


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
    unit, plan = form.participant.unit, form.plan
    # As if received on the plan's first day: lateness is the server's to decide.
    day = datetime.combine(plan.issued_on, time(), plan.zone)
    subject = topology.stored_command(unit, "system", verb, unit)
    request = read(subject, body, sequence=number, at=day)
    command, receipt = request.command, request.receipt
    if receipt is None or not isinstance(command, UnitCommand):
        return list(request.faults), state
    recurring = instances(plan, WorkingDays())
    published = PlanPublished(
        plan=plan,
        participants=[form.participant, *_spoken_for(form)],
        instances=recurring,
        receipt=receipt,
    )
    in_force = plan_history.evolve(PlanHistory(), [published]).newest
    known = (Unit(id=key, names=[Dated(value=name)]) for key, name in form.units.items())
    records = (UnitRecorded(record=one, receipt=receipt) for one in known)
    directory = directories.evolve(Directory(), records)
    decision = decide_part(command, state, Case(receipt, directory, unit, in_force))
    facts = [fact for fact in decision.facts if isinstance(fact, UnitHistoryFact)]
    told = [finding for finding in decision.findings if finding.code not in OF_TIME]
    return told, evolve(state, facts)


def _spoken_for(form: Form) -> Iterator[Participant]:
    """The units that this one may report for too, as far as the form knows them."""
    entries: defaultdict[str, set[str]] = defaultdict(set)
    for asked in form.reports:
        for unit in asked.also_for:
            entries[unit].add(form.duty(asked).owed)
    for unit, owed in entries.items():
        name = form.units.get(unit, unit)
        yield Participant(
            unit=unit,
            name=name,
            short_name=name,
            parent=form.participant.parent,
            assignments=[],
            owes=sorted(owed),
        )
