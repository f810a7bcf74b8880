"""Reporting, domain: corrects a plan's counters, in which each document counted by itself, for
units that took over from each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from services.reporting.domain.counting.adding import count_entry
from services.reporting.domain.counting.contribution import count_duty
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.domain.succession.lineage import Lineage, trace
from services.reporting.domain.succession.speaking import Filings, Said, Spoken


class OfUnit(Protocol):
    """What stands in a list of what units owe."""

    @property
    def duty(self) -> str: ...


D = TypeVar("D", bound=OfUnit)


def lineage_of(plan: PlanDocument, documents: Documents) -> Lineage:
    """The plan's units in motion, by the records of units among the documents."""
    return trace(plan, {one.unit: one.record for one in documents.all(UnitDocument)})


def filings_of(plan: str, documents: Documents) -> Filings:
    """Each unit's reports for each entry, in the order of time."""
    entries = documents.all(EntryDocument)
    return {(one.unit, one.owed): one.filings for one in entries if one.plan == plan}


def standing(lineage: Lineage, duties: Mapping[str, Sequence[D]]) -> dict[str, list[D]]:
    """Each unit's duties without those that have gone over to a unit that stands for it."""
    holders: dict[str, set[str]] = defaultdict(set)
    for unit, own in duties.items():
        for one in own:
            holders[one.duty].add(unit)
    return {
        unit: [one for one in own if holders[one.duty].isdisjoint(lineage.ahead(unit))]
        for unit, own in duties.items()
    }


def corrected(plan: PlanDocument, counts: Counts, documents: Documents) -> Counts:
    """The counters by the units of the day; of the documents those of units in motion matter."""
    found: Counts = Counter(counts)
    lineage = lineage_of(plan, documents)
    if lineage.heirs:
        found.update(_duties(plan.key, lineage, documents.all(DutyDocument)))
        found.update(_entries(Said(lineage, filings_of(plan.key, documents)).in_motion))
    return found


def _duties(plan: str, lineage: Lineage, duties: Iterable[DutyDocument]) -> Counts:
    counts: Counts = Counter()
    mine: dict[str, list[DutyDocument]] = defaultdict(list)
    for one in duties:
        if one.plan == plan and one.unit in lineage:
            mine[one.unit].append(one)
    gone: Counts = Counter()
    for unit, kept in standing(lineage, mine).items():
        for one in mine[unit]:
            if not any(one is other for other in kept):
                count_duty(one, gone)
    counts.subtract(gone)
    return counts


def _entries(by_entry: Mapping[str, Spoken]) -> Counts:
    counts: Counts = Counter()
    for owed, said in by_entry.items():
        for line in said.count(owed).values():
            counts.update(line)
        alone: Counts = Counter()
        for sent in said.filings.values():
            count_entry(owed, sent, alone)
        counts.subtract(alone)
    return counts
