"""Reporting, application: lists of activities, duties and reports, by what is kept of each unit:
how many there are, and in which units a page of them is to be looked for.
"""

from collections.abc import Mapping
from typing import TypeVar

from services.reporting.application.ports import Answers, Filters, Units
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.contribution import duties, records, summed, versions
from services.reporting.domain.counting.counts import Counts, LookCount
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.keeping.summary import Of, SummaryDocument

D = TypeVar("D", bound=Document)

MOST = 500
"""Documents of one page."""

KEPT: dict[type[Document], tuple[Of, set[str]]] = {
    ActivityDocument: ("activities", {"status", "repeats", "unit"}),
    DutyDocument: ("duties", {"status", "owed", "unit"}),
    ReportDocument: ("duties", {"owed", "waiting", "unit"}),
}
"""What counts them, by these filters alone."""


def _kept(kind: type[Document], filters: Filters, units: Units) -> Of | None:
    """Where it is kept how many match; of what some units are about besides their own it is not."""
    of, known = KEPT.get(kind, ("duties", set()))
    asked = {name for name, value in filters.items() if value is not None}
    whose = units is None or kind is ActivityDocument
    return of if kind in KEPT and asked <= known and whose else None


def _of(kind: type[Document], filters: Filters, counts: Counts) -> int:
    if kind is DutyDocument:
        return duties(counts, filters.get("status"), filters.get("owed"))
    if kind is ReportDocument:
        return versions(counts, filters.get("owed"), filters.get("waiting"))
    if filters.get("repeats"):
        return counts[LookCount("repeats")]
    return records(counts, filters.get("status"))


async def matching(
    answers: Answers, kind: type[Document], plan: str, filters: Filters, units: Units
) -> int:
    """How many of a list there are."""
    of = _kept(kind, filters, units)
    if of is None:
        return await answers.count(kind, plan, filters, units)
    if (unit := filters.get("unit")) is not None:
        asked = frozenset({str(unit)})
        units = asked if units is None else units & asked
    if units is None:
        counts = (await answers.counts(plan)).counts
    else:
        counts = summed(await answers.summaries(plan, of, units))
    return _of(kind, filters, counts)


async def page(
    answers: Answers,
    kind: type[D],
    plan: str,
    filters: Filters,
    after: str | None,
    limit: int,
    units: Units,
) -> tuple[list[D], str | None]:
    """As Answers.page: the rest of the unit that the page begins in, and as many further units as
    it takes. A database that reads all that match, to cut a page out, then reads few.
    """
    of = _kept(kind, filters, units)
    if of is None or filters.get("unit") is not None:
        return await answers.page(kind, plan, filters, after, limit, units)
    kept = {f"{one.unit}/": one for one in await answers.summaries(plan, of, units)}
    begun = after.removeprefix(f"{plan}/").partition("/")[0] if after else ""
    items: list[D] = []
    if f"{begun}/" in kept:
        items, more = await answers.page(kind, plan, {**filters, "unit": begun}, after, limit)
        if more is not None:
            return items, more
    for part in _parts(kind, filters, kept, begun, limit, limit - len(items)):
        if len(items) == limit:
            return items, items[-1].key
        rest, more = await answers.page(
            kind, plan, filters, None, limit - len(items), among=frozenset(part)
        )
        items += rest
        if more is not None:
            return items, more
    return items, None


def _parts(
    kind: type[Document],
    filters: Filters,
    kept: Mapping[str, SummaryDocument],
    begun: str,
    limit: int,
    left: int,
) -> list[list[str]]:
    """The units behind the one that a page begins in that its rest is to be looked for in. The last
    one is looked for by itself where it has more than a page: it alone is to be cut.
    """
    ahead: list[str] = []
    found = number = 0
    for name in sorted(name for name in kept if name > f"{begun}/"):
        if found > left:
            break
        if there := _of(kind, filters, kept[name].counts):
            found, number = found + there, there
            ahead.append(kept[name].unit)
    parts = [ahead[:-1], ahead[-1:]] if number > limit else [ahead]
    return [part for part in parts if part]
