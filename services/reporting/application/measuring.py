"""Reporting, application: sets the gauges from the totals, each time readiness is asked for."""

from prometheus_client import Gauge

from contracts.words import DUTY_STATUSES, RUNG_FATES
from services.reporting.application.ports import Answers
from services.reporting.application.today import counts_today
from services.reporting.domain.comparing.figures import Compared, spared
from services.reporting.domain.counting.add_up import total

DUTIES = Gauge("ngayso_duties", "Duties by where they stand.", ["plan", "status"])
RUNGS = Gauge("ngayso_rungs", "Reminders by what became of them.", ["plan", "fate"])
RUNGS_DUE = Gauge("ngayso_rungs_due", "Reminders due, by the registry's facts alone.", ["plan"])
UNACCOUNTED = Gauge(
    "ngayso_rungs_unaccounted",
    "Reminders due less those sent, cancelled, lapsed, failed or waiting: 0 when all is well.",
    ["plan"],
)


async def measure(answers: Answers) -> None:
    """Read each plan's totals into the gauges; few reads a plan, however many the facts."""
    for plan in await answers.plans():
        borne = await answers.borne(plan.key, plan.plan.collecting_office)
        compared = Compared(spared=spared(plan.plan, borne))
        totals = total(plan, (await counts_today(answers, plan)).counts, compared)
        for status in DUTY_STATUSES:
            DUTIES.labels(plan.key, status).set(totals.duties.count(status))
        DUTIES.labels(plan.key, "on_time").set(totals.duties.on_time)
        DUTIES.labels(plan.key, "late").set(totals.duties.late)
        for fate in RUNG_FATES:
            RUNGS.labels(plan.key, fate).set(totals.rungs.count(fate))
        RUNGS_DUE.labels(plan.key).set(totals.rungs.due)
        UNACCOUNTED.labels(plan.key).set(totals.rungs.unaccounted)
