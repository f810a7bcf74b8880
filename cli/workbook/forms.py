"""Cli, workbook: what a unit's workbook asks for, by the registry's own rules."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from contracts.calendar import WorkingDays
from contracts.owed import Duty, Participant
from contracts.plan import Plan
from contracts.unit import Unit
from services.registry.domain.check import report
from services.registry.domain.owing import duties_of, instances
from workbook.form import Asked, Form, trim, unit_labels
from workbook.submission import Renew


def form_of(plan: Plan, participant: Participant, units: Mapping[str, Unit]) -> Form:
    """The form of a workbook to be made."""
    return _form(plan, participant, unit_labels(plan, units))


def renewing(plan: Plan) -> Renew:
    """Brings a workbook that comes back to this plan; who owes what in it stays as it was made."""
    return partial(_renewed, plan)


def _renewed(plan: Plan, form: Form) -> Form:
    return _form(plan, form.participant, form.units)


def _form(plan: Plan, participant: Participant, labels: Mapping[str, str]) -> Form:
    duties = duties_of(plan, participant, instances(plan, WorkingDays()))
    return Form(
        plan=trim(plan, participant),
        participant=participant,
        duties=duties,
        reports=list(_reports(plan, participant, duties)),
        units=dict(labels),
    )


def _reports(plan: Plan, participant: Participant, duties: Sequence[Duty]) -> Iterator[Asked]:
    entries = {entry.id: entry for entry in plan.owed}
    for duty in duties:
        if duty.kind == "report":
            asked = report.form_of(plan, duty.owed, participant)
            yield Asked(
                duty=duty.id,
                indicators=[indicator.id for indicator, _ in asked],
                required=[indicator.id for indicator, required in asked if required],
                narrative=entries[duty.owed].form.narrative,
            )
