"""Reporting, domain: brings up what follows from several documents together, once all facts at hand
are folded: joint activities, repeated evidence, reports, and what each unit's documents add up to.
"""

from collections import Counter, defaultdict

from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.joint import mark
from services.reporting.domain.claims.repeated import claim, flag
from services.reporting.domain.counting.contribution import Counted, contribute, contribution
from services.reporting.domain.counting.counts import Counts, without_zeros
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.filing import settle as filing
from services.reporting.domain.keeping.summary import Of, SummaryDocument

Part = tuple[str, str, Of]
"""A plan, a unit, and what is counted of it."""


def unsettled(documents: Documents) -> set[Key]:
    """The documents that the last steps of settling these read or write."""
    parts = {_part(after) for _, after in documents.changed() if isinstance(after, Counted)}
    summaries: set[Key] = {(SummaryDocument, "/".join(part)) for part in parts}
    return filing.unsettled(documents) | summaries


def settle(documents: Documents) -> Documents:
    """Bring up what follows from all that changed, where all that there is is at hand; returns
    `documents`.
    """
    mark(documents)
    claim(documents)
    flag(documents)
    return finish(documents)


def finish(documents: Documents) -> Documents:
    """The last steps of settling: reports, and what each unit's documents add up to."""
    filing.settle(documents)
    for (plan, unit, of), more in _differences(documents).items():
        before = documents.before(SummaryDocument, f"{plan}/{unit}/{of}")
        counts: Counts = Counter(before.counts if before else {})
        counts.update(more)
        kept = without_zeros(counts)
        documents.put(SummaryDocument(plan=plan, unit=unit, of=of, counts=kept))
    return documents


def _part(document: Counted) -> Part:
    of: Of = "activities" if isinstance(document, ActivityDocument) else "duties"
    return document.plan, document.unit, of


def _differences(documents: Documents) -> dict[Part, Counts]:
    """What changed documents add to each unit's counters, and take away from them."""
    found: dict[Part, Counts] = defaultdict(Counter)
    for before, after in documents.changed():
        if isinstance(after, Counted):
            contribute(after, found[_part(after)])
        if isinstance(before, Counted):
            found[_part(before)].subtract(contribution(before))
    return found
