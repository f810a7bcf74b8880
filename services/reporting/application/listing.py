"""Reporting, application: how many of a list there are, and how far a page of it is looked for.

Of activities, to whose number there is no end, by what is kept of each unit.
"""

from services.reporting.application.ports import Answers, Filters, Units
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.contribution import records, summed
from services.reporting.domain.counting.counts import Counts, LookCount
from services.reporting.domain.document import Document


async def matching(
    answers: Answers, kind: type[Document], plan: str, filters: Filters, units: Units
) -> int:
    """How many of a list there are."""
    if kind is not ActivityDocument:
        return await answers.count(kind, plan, filters, units)
    if (unit := filters.get("unit")) is not None:
        asked = frozenset({str(unit)})
        units = asked if units is None else units & asked
    if units is None:
        counts = (await answers.counts(plan)).counts
    else:
        counts = summed(await answers.summaries(plan, "activities", units))
    return _of(filters, counts)


def _of(filters: Filters, counts: Counts) -> int:
    if filters.get("repeats"):
        return counts[LookCount("repeats")]
    return records(counts, filters.get("status"))


async def last_unit(
    answers: Answers,
    kind: type[Document],
    plan: str,
    filters: Filters,
    after: str | None,
    limit: int,
    units: Units,
) -> str | None:
    """The last unit, in the order of keys, in which a page of activities has to be looked for; None
    where all have to be, as of any other list.
    """
    if kind is not ActivityDocument or filters.get("unit") is not None:
        return None
    kept = {f"{one.unit}/": one for one in await answers.summaries(plan, "activities", units)}
    begun = after.removeprefix(f"{plan}/").partition("/")[0] if after else ""
    found = 0
    for name in sorted(name for name in kept if name > f"{begun}/"):
        found += _of(filters, kept[name].counts)
        if found > limit:
            return kept[name].unit
    return None
