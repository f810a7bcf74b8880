"""Reporting, application: a plan's counters by the units of the day."""

from services.reporting.application.ports import Answers
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.correct import corrected, lineage_of


async def in_motion(answers: Answers, plan: PlanDocument) -> list[Document]:
    """The documents of the plan's units in motion; nothing is read where there are none."""
    if not plan.former:
        return []
    units = await answers.lineage(plan.former)
    lineage = lineage_of(plan, Documents(units))
    duties, entries = await answers.parts(plan.key, [*lineage])
    return [*units, *duties, *entries]


async def counts_today(answers: Answers, plan: PlanDocument) -> PlanCounts:
    """For duties and reports; of activities each record counts by itself."""
    counted = await answers.counts(plan.key)
    documents = Documents(await in_motion(answers, plan))
    return PlanCounts(corrected(plan, counted.counts, documents), counted.last_fact_at)
