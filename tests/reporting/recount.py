"""Tests, reporting: what kept counters have to equal: all documents counted anew, one by one."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from services.reporting.application.projecting import fold_loading
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.contribution import Counted, contribution, difference
from services.reporting.domain.counting.counts import Count, Counts, without_zeros
from services.reporting.domain.document import Document, Documents, Key
from services.reporting.domain.fold import ViewFact
from services.reporting.domain.keeping.settle import finish
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from tests.reporting.memory import MemoryBatch, MemoryViews


def by_part(documents: Iterable[Document]) -> dict[tuple[str, str, Of], Counts]:
    """Each unit's counters, of its activities and of all else."""
    found: dict[tuple[str, str, Of], Counts] = defaultdict(Counter)
    for one in documents:
        if isinstance(one, Counted) and (counts := contribution(one)):
            of: Of = "activities" if isinstance(one, ActivityDocument) else "duties"
            found[one.plan, one.unit, of].update(counts)
    return {part: without_zeros(counts) for part, counts in found.items()}


def add_up(documents: Iterable[Document]) -> dict[str, Counts]:
    """Each plan's counters."""
    found: dict[str, Counts] = defaultdict(Counter)
    for (plan, _, _), counts in by_part(documents).items():
        found[plan].update(counts)
    return {plan: without_zeros(counts) for plan, counts in found.items()}


def by_key(documents: Documents) -> dict[Key, Document]:
    """All that is kept."""
    return {(type(one), one.key): one for one in documents.all(Document) if not one.empty}


def assert_kept(documents: Documents) -> None:
    """What is kept of each unit is what its documents add up to."""
    kept = {(one.plan, one.unit, one.of): one.counts for one in documents.all(SummaryDocument)}
    assert kept == by_part(documents.all(Document))


def in_batches(facts: Sequence[ViewFact], sizes: Sequence[int]) -> tuple[Documents, Counts]:
    """What a projection does with facts that are cut so: load what a batch touches, fold, write,
    add the difference to the plan's counters; of facts of one plan.
    """
    return asyncio.run(_in_batches(facts, sizes))


async def _in_batches(facts: Sequence[ViewFact], sizes: Sequence[int]) -> tuple[Documents, Counts]:
    views, totals, rest = MemoryViews(), Counter[Count](), list(facts)
    while rest:
        size = sizes[len(rest) % len(sizes)]
        batch, rest = rest[:size], rest[size:]
        loading = MemoryBatch(views)
        changed = finish(await fold_loading(batch, loading)).changed()
        await loading.put((after for _, after in changed), {}, {})
        loading.commit()
        for more in difference(changed).values():
            totals.update(more)
    return views.all(), without_zeros(totals)
