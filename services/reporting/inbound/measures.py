"""Reporting, inbound: sets the gauges from the totals, each time readiness is asked for."""

from prometheus_client import Gauge

from services.reporting.domain.add_up import total
from services.reporting.inbound.reading import Answers

DUTIES = Gauge("ngayso_duties", "Duties by where they stand.", ["plan", "status"])
RUNGS = Gauge("ngayso_rungs", "Reminders by what became of them.", ["plan", "fate"])
RUNGS_DUE = Gauge("ngayso_rungs_due", "Reminders due, by the registry's facts alone.", ["plan"])
UNACCOUNTED = Gauge(
    "ngayso_rungs_unaccounted",
    "Reminders due less those sent, cancelled, lapsed, failed or waiting: 0 when all is well.",
    ["plan"],
)

STATUSES = ("met", "owing", "excused", "on_time", "late")
FATES = ("sent", "cancelled", "lapsed", "failed", "waiting")


async def measure(answers: Answers) -> None:
    """Read each plan's totals into the gauges; one document a plan, however many the facts."""
    for found in await answers.plans():
        counts, _ = await answers.counts(found.key)
        totals = total(found.plan, counts)
        for status in STATUSES:
            DUTIES.labels(found.key, status).set(getattr(totals.duties, status))
        for fate in FATES:
            RUNGS.labels(found.key, fate).set(getattr(totals.rungs, fate))
        RUNGS_DUE.labels(found.key).set(totals.rungs.due)
        UNACCOUNTED.labels(found.key).set(totals.rungs.unaccounted)
