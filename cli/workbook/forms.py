"""Cli, workbook: what a unit's workbook asks for, by the registry's own rules."""

from collections.abc import Mapping, Sequence
from functools import partial

from contracts import forms
from contracts.calendar import WorkingDays
from contracts.owed import Duty, Participant
from contracts.plan import Plan
from contracts.unit import Unit
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.report import beside
from services.registry.domain.owing import duties_of, instances
from workbook.form import Asked, Form, trim, unit_labels
from workbook.submission import Renew


def form_of(look: Look, participant: Participant, units: Mapping[str, Unit]) -> Form:
    """The form of a workbook to be made."""
    everybody = {one.unit: one for one in look.participants}
    allowed = {
        entry: beside(entry, participant.unit, everybody, look.directory, look.day)
        for entry in participant.owes
    }
    return _form(look.plan, participant, unit_labels(look.plan, units), allowed)


def renewing(plan: Plan) -> Renew:
    """Brings a workbook that comes back to this plan; who owes what in it stays as it was made."""
    return partial(_renewed, plan)


def _renewed(plan: Plan, form: Form) -> Form:
    allowed = {form.duty(asked).owed: asked.also_for for asked in form.reports}
    return _form(plan, form.participant, form.units, allowed)


def _form(
    plan: Plan,
    participant: Participant,
    labels: Mapping[str, str],
    allowed: Mapping[str, Sequence[str]],
) -> Form:
    """`allowed`: by entry the units that this one may report for too."""
    duties = duties_of(plan, participant, instances(plan, WorkingDays()))
    reports = [one for one in duties if one.kind == "report"]
    return Form(
        plan=trim(plan, participant),
        participant=participant,
        duties=duties,
        reports=[_asked(plan, participant, one, reports, allowed) for one in reports],
        units=dict(labels),
    )


def _asked(
    plan: Plan,
    participant: Participant,
    duty: Duty,
    reports: Sequence[Duty],
    allowed: Mapping[str, Sequence[str]],
) -> Asked:
    (entry,) = (one for one in plan.owed if one.id == duty.owed)
    asked = forms.form_of(plan, entry.id, participant)
    return Asked(
        duty=duty.id,
        indicators=[indicator.id for indicator, _ in asked],
        required=[indicator.id for indicator, required in asked if required],
        narrative=entry.form.narrative,
        also_owed=[one.id for one in reports if one.owed == entry.id and one.due < duty.due],
        also_for=list(allowed.get(entry.id, ())),
    )
