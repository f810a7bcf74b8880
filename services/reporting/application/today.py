"""Reporting, application: a plan's counters, whole by the units of the day, or of some units."""

from typing import get_args

from services.reporting.application.ports import Answers, Units
from services.reporting.domain.comparing.earlier import Earlier, continued
from services.reporting.domain.counting.contribution import summed
from services.reporting.domain.counting.counts import Counts, PlanCounts
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.keeping.summary import Of
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
    counted = await answers.counts(plan.key)
    documents = Documents(await in_motion(answers, plan))
    return PlanCounts(corrected(plan, counted.counts, documents), counted.last_fact_at)


async def counts_of(answers: Answers, plan: str, units: Units) -> Counts:
    """The counters of some units' part of a plan, in which each document counts by itself."""
    kept = [await answers.summaries(plan, of, units) for of in get_args(Of)]
    return summed(one for some in kept for one in some)


async def earlier_of(answers: Answers, document: PlanDocument) -> Earlier:
    """The earlier plans that the plan's indicators continue, as the views have them now."""
    names = continued(document.plan)
    found = {name: await answers.find(PlanDocument, name) for name in names}
    plans = {
        name: (old, (await counts_today(answers, old)).counts)
        for name, old in found.items()
        if old is not None
    }
    return Earlier(plans, await answers.directory() if plans else {})
