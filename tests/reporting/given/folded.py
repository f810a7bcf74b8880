"""Given: what facts come to, all at once; the projection does it batch by batch."""

from collections.abc import Iterable

from services.reporting.domain.document import Documents
from services.reporting.domain.fold import ViewFact, fold
from services.reporting.domain.keeping.settle import settle


def fold_all(facts: Iterable[ViewFact], documents: Documents) -> Documents:
    """As fold, of facts in the order of the log, and settle; all that they speak of is at hand.

    Returns `documents`.
    """
    for fact in facts:
        fold(fact, documents)
    return settle(documents)
